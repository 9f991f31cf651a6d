"""The bundle on disk: a chained log of entries and the blobs that they name. See ``harness.bundle.log``."""

from harness.bundle.reader import BundleReader, open_bundle
from harness.bundle.writer import BundleWriter

__all__ = ["BundleReader", "BundleWriter", "open_bundle"]
