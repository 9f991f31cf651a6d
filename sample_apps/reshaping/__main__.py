"""``python -m sample_apps.reshaping SEED FOLDER``: what a vendor hands in, for an app run with ``--reshape``."""

from __future__ import annotations

import sys
from pathlib import Path

from sample_apps.reshaping.folder import reshape_folder

reshape_folder(Path(sys.argv[2]), int(sys.argv[1]))
