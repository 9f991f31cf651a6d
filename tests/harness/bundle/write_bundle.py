"""Run by the kill test: writes the invented audit to a folder and prints every step once it is acknowledged."""

from __future__ import annotations

import sys
from pathlib import Path

from reports.signing import Signer
from tests.harness.bundle.a_plan import write_all


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]), Signer.generate(), int(sys.argv[2]), say)
