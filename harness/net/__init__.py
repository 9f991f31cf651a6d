"""The safe HTTP client: pinned names, refused addresses, bounded exchanges, nothing followed by itself."""

from harness.net.ask import Answer, Ask, Labels, Verify
from harness.net.client import SafeClient
from harness.net.follow import Trail, follow, location
from harness.net.policy import NetPolicy
from harness.net.resolver import Pin, PinnedResolver

__all__ = [
    "Answer",
    "Ask",
    "Labels",
    "NetPolicy",
    "Pin",
    "PinnedResolver",
    "SafeClient",
    "Trail",
    "Verify",
    "follow",
    "location",
]
