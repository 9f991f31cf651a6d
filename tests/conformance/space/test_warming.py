"""A new process takes its first writes from many at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

SCRIPT = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from conformance.space.app import create_space
from conformance.space.settings import SpaceSettings
from tests.conformance.space.direct import BASE, PERIOD, Direct

space = create_space(SpaceSettings(base_url=BASE))
direct = Direct(space)
direct.register("app-1")
members = [direct.pair("app-1") for _ in range(8)]
start = Barrier(8)

def first_call(member):
    member.direct = Direct(space)
    start.wait()
    return [member.write("body_weight", device=True).status, member.search("29463-7", *PERIOD).status]

with ThreadPoolExecutor(8) as pool:
    assert list(pool.map(first_call, members)) == [[200, 200]] * 8
space.close()
"""


def test_the_first_calls_may_come_together() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, check=False, timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()
