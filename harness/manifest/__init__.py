"""The manifest ``candidate.yaml``: what the candidate is. It holds data, never commands, and never a secret's value."""

from harness.manifest.load import load_manifest, manifest_for_url
from harness.manifest.model import Account, Environment, Journey, Manifest, Step

__all__ = ["Account", "Environment", "Journey", "Manifest", "Step", "load_manifest", "manifest_for_url"]
