"""``Recording``: a journey as the recorder of the browser's developer tools exports it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import msgspec

from harness.errors import ConfigurationError
from harness.manifest.load import inside
from harness.manifest.model import Manifest

JOURNEYS = (
    "sign_up",
    "sign_in",
    "enter_measure",
    "read_measures",
    "edit_measure",
    "upload",
    "export_data",
    "contact_support",
    "withdraw_consent",
    "connect_space",
    "share_measure",
    "read_documents",
    "disconnect_space",
    "delete_account",
    "sign_out",
)
"""Every journey that may be recorded, in the order in which they are replayed."""
LARGEST = 512 * 1024


class Event(msgspec.Struct, frozen=True):
    """What must follow a step."""

    type: str


class RecordedStep(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One act of a person. ``selectors`` are ways to the same element, each a chain through shadow roots."""

    type: str
    selectors: tuple[tuple[str, ...] | str, ...] = ()
    frame: tuple[int, ...] = ()
    url: str = ""
    value: str = ""
    key: str = ""
    button: str = "primary"
    timeout: float = 0
    x: float = 0
    y: float = 0
    width: int = 0
    height: int = 0
    operator: str = ">="
    count: int = 1
    visible: bool | None = None
    asserted_events: tuple[Event, ...] = ()

    @property
    def chains(self) -> tuple[tuple[str, ...], ...]:
        """The selectors, each as a chain."""
        return tuple((one,) if isinstance(one, str) else one for one in self.selectors)

    @property
    def navigates(self) -> bool:
        """Whether the page must navigate after it."""
        return any(event.type == "navigation" for event in self.asserted_events)


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded journey. ``timeout`` is how long a step may take, in milliseconds."""

    steps: tuple[RecordedStep, ...]
    title: str = ""
    timeout: float = 5000


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of a recording."""
    return dict(msgspec.json.decode(files(__package__).joinpath("recording.schema.json").read_bytes()))


def read_recording(raw: bytes, name: str) -> Recording:
    """The recording in ``raw``; raises ``ConfigurationError`` that names the file and the place in it."""
    try:
        data = msgspec.json.decode(raw[: LARGEST + 1])
        fault = next(jsonschema.Draft202012Validator(schema()).iter_errors(data), None)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ConfigurationError("recording.not_json", path=name) from error
    if fault is not None:
        place = ".".join(map(str, fault.absolute_path)) or "-"
        raise ConfigurationError("recording.wrong", path=name, place=place, why=fault.message[:200])
    return msgspec.convert(data, Recording)


def recordings_of(manifest: Manifest, folder: Path) -> dict[str, Recording]:
    """Every recording of the manifest's folder by its journey, in the order of ``JOURNEYS``.

    Raises ``ConfigurationError`` for one that is not to be used.
    """
    if not manifest.recordings:
        return {}
    found = {}
    for journey in JOURNEYS:
        path = inside(folder, f"{manifest.recordings}/{journey}.json")
        if path.is_file():
            with path.open("rb") as file:
                found[journey] = read_recording(file.read(LARGEST + 1), path.name)
    return found
