"""The rooms of the house: who may import whom, and what stands in no room at all.

Rules: the table of rooms (architecture), and the habits (style). Every rule is read from the source with ``ast``.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("conformance", "criteria", "harness", "reports", "sample_apps")
MAY_IMPORT = {
    "conformance.contract": (),
    "criteria": ("conformance.contract",),
    "conformance.space": ("conformance.contract",),
    "conformance.lab": ("conformance.contract",),
    "conformance.suite": ("conformance.contract", "criteria"),
    "conformance": (),
    "reports": ("criteria",),
    "harness": ("conformance", "criteria", "reports"),
    "sample_apps": (),
}
"""Each room with the rooms above it; the longest name that fits a module is its room."""
PURE_ROOMS = ("conformance.contract", "criteria")
IO_MODULES = frozenset(
    """
    asyncio ctypes fcntl ftplib getpass glob http.client http.server httpx mmap multiprocessing os
    playwright random requests secrets select selectors shelve shutil signal smtplib socket socketserver
    sqlalchemy sqlite3 ssl subprocess sys tempfile threading time urllib.request urllib3 uvicorn
    webbrowser
    """.split()  # noqa: SIM905
)
"""What a pure room has no business with: files, network, processes, clocks, chance."""
PURE_PARTS = frozenset({"urllib3.exceptions", "urllib3.util", "urllib3.util.url"})
"""Parts of those that only read addresses."""
PURE_PATHS = frozenset({"PurePath", "PurePosixPath", "PureWindowsPath"})
IO_CALLS = frozenset({"open", "input", "print", "breakpoint", "exec", "eval"})
IO_METHODS = frozenset({"write_text", "write_bytes", "mkdir", "unlink", "touch", "utcnow", "today"})
CATCH_ALL = "criteria/runner.py"
LONGEST_MODULE = 300
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:" + "|".join(("work", "home", "root", "Users", "tmp")) + r")/[\w.]")
# Broken by a sign, so that this file does not match itself.
REGISTRY = re.compile("py¦pi[.]org|python¦hosted|npm¦js[.]|index¦-url|find¦-links".replace("¦", ""))
UNFINISHED = re.compile(r"\b(?:TO¦DO|FIX¦ME|XX¦X)\b".replace("¦", ""))


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the rooms by its path from the root."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_bytes()) for path in paths}


def room_of(name: str) -> str:
    """The room of a dotted module name; empty when it is not ours."""
    fitting = [room for room in MAY_IMPORT if name == room or name.startswith(f"{room}.")]
    return max(fitting, key=len, default="")


def dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(tree: ast.AST, module: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every imported module with the names taken from it (relative ones made absolute)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(module.split(".")[: -node.level]) if node.level else ""
            source = ".".join(part for part in (base, node.module or "") if part)
            yield source, tuple(alias.name for alias in node.names)


def named(tree: ast.AST, module: str) -> Iterator[str]:
    """Every dotted name that an import may mean: the module, and each name taken from it."""
    for source, names in imports(tree, module):
        yield source
        yield from (f"{source}.{name}" for name in names)


def test_the_rooms_are_all_there() -> None:
    assert len(modules()) > 150
    assert {room_of(dotted(path)) for path in modules()} >= {"criteria", "harness", "reports", "sample_apps"}


@pytest.mark.parametrize("path", modules())
def test_a_module_imports_only_from_rooms_above(path: str) -> None:
    room = room_of(dotted(path))
    allowed = (room, *MAY_IMPORT[room])
    for name in named(modules()[path], dotted(path)):
        other = room_of(name)
        if other:
            assert any(other == one or other.startswith(f"{one}.") for one in allowed), f"{path} imports {name}"


@pytest.mark.parametrize("path", [path for path in modules() if room_of(dotted(path)) in PURE_ROOMS])
def test_a_pure_room_does_no_io(path: str) -> None:
    tree = modules()[path]
    for source, names in imports(tree, dotted(path)):
        if source in PURE_PARTS:
            continue
        taken = {source, *(f"{source}.{name}" for name in names)}
        assert not any(io in taken or source.startswith(f"{io}.") for io in IO_MODULES), f"{path} imports {source}"
        if source == "pathlib":
            assert names and set(names) <= PURE_PATHS, f"{path} imports {names} of pathlib"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            assert not _does_io(node.func), f"{path}:{node.lineno} calls {ast.unparse(node.func)}"


def _does_io(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id in IO_CALLS
    if isinstance(function, ast.Attribute):
        if ast.unparse(function) in ("io.open", "codecs.open"):
            return True
        clock = function.attr == "now" and "date" in ast.unparse(function.value).lower()
        return clock or function.attr in IO_METHODS
    return False


@pytest.mark.parametrize("path", modules())
def test_only_the_runner_catches_everything(path: str) -> None:
    if path == CATCH_ALL:
        return
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.ExceptHandler):
            caught = [] if node.type is None else [one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)]
            assert node.type is not None, f"{path}:{node.lineno} has a bare except"
            assert not {"Exception", "BaseException"} & set(caught), f"{path}:{node.lineno} catches everything"


def test_the_runner_is_the_one_place_that_catches_everything() -> None:
    source = ast.unparse(modules()[CATCH_ALL])
    assert source.count("except Exception") == 1


@pytest.mark.parametrize("path", modules())
def test_nothing_waits_for_a_fixed_time(path: str) -> None:
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            yielding = called.endswith("sleep") and [ast.unparse(one) for one in node.args] == ["0"]
            waits = called.rpartition(".")[2] in ("sleep", "wait_for_timeout") and not yielding
            assert not waits, f"{path}:{node.lineno} calls {called}"


@pytest.mark.parametrize("path", modules())
def test_a_module_is_one_concept(path: str) -> None:
    assert len((ROOT / path).read_text("utf-8").splitlines()) <= LONGEST_MODULE


@cache
def tracked() -> dict[str, str]:
    """Every text file under version control."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a working copy")
    listed = subprocess.run([git, "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True).stdout
    found: dict[str, str] = {}
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        raw = path.read_bytes()
        if b"\0" not in raw[:8000]:
            found[name] = raw.decode("utf-8", "replace")
    return found


def _lines(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_names_a_path_of_a_machine() -> None:
    assert _lines(MACHINE_PATH) == []


def test_nothing_names_a_package_registry() -> None:
    assert _lines(REGISTRY) == []


def test_nothing_is_left_unfinished() -> None:
    assert _lines(UNFINISHED) == []


@pytest.mark.parametrize("path", modules())
def test_nothing_is_a_stub(path: str) -> None:
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.Raise) and node.exc is not None:
            assert "NotImplemented" not in ast.unparse(node.exc), f"{path}:{node.lineno} is a stub"
