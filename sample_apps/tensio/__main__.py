"""``python -m sample_apps.tensio``."""

from sample_apps.tensio.cli import main

main()
