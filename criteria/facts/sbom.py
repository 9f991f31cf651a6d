"""Inventories of components (SBOM) of the dossier: their schema, their release, their components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs
import msgspec

from criteria.facts.dossier_assurance import VexStatement
from criteria.facts.registry import Blob, extractor
from criteria.facts.sbom_reading import cyclonedx, spdx
from criteria.facts.vex_reading import cyclonedx_statements, openvex_statements
from criteria.observation import Observation

CYCLONEDX = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
"""Versions whose JSON Schema is at hand."""
_SHARED = "http://cyclonedx.org/schema/"


class Component(msgspec.Struct, frozen=True, omit_defaults=True):
    """One component as listed. ``ref`` is its mark inside the document."""

    name: str = ""
    version: str = ""
    purl: str = ""
    ref: str = ""


class Sbom(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One document of the sections ``sbom`` and ``vex``.

    ``format`` is ``cyclonedx``, ``spdx``, ``openvex`` or ``""`` (not read: XML, another edition); ``problem`` is the
    first fault against its schema. ``product`` and ``release`` name what the document lists.
    """

    document: str
    section: str
    format: str = ""
    problem: str = ""
    product: str = ""
    release: str = ""
    components: tuple[Component, ...] = ()
    statements: tuple[VexStatement, ...] = ()


@extractor(Sbom, kind="dossier.document", version=1)
def sboms(seen: Observation, blob: Blob) -> Iterator[Sbom]:
    """The inventory or the statements in a document of these sections; nothing of other sections."""
    section, name = str(seen.data.get("section", "")), str(seen.data.get("name", ""))
    if section.partition(".")[0] in ("sbom", "vex"):
        yield read_sbom(blob(seen.blobs["document"]), name, section)


def read_sbom(raw: bytes, name: str = "", section: str = "sbom") -> Sbom:
    """The document in these bytes. Never raises."""
    found = Sbom(document=name, section=section)
    if raw.lstrip()[:1] == b"<":
        return found
    try:
        content = msgspec.json.decode(raw)
        return _read(content, found) if isinstance(content, dict) else _wrong(found, "not an object")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _wrong(found, f"not JSON: {error}")


def _wrong(found: Sbom, problem: str) -> Sbom:
    return msgspec.structs.replace(found, problem=problem[:200])


def _read(content: dict[str, Any], found: Sbom) -> Sbom:
    if content.get("bomFormat") == "CycloneDX":
        if content.get("specVersion") not in CYCLONEDX:
            return found
        found = msgspec.structs.replace(found, format="cyclonedx")
        problem = first_problem(_cyclonedx_schema(content["specVersion"]), content)
        return _wrong(found, problem) if problem else _with(found, cyclonedx(content), cyclonedx_statements(content))
    if str(content.get("spdxVersion", "")).startswith("SPDX-2."):
        found = msgspec.structs.replace(found, format="spdx")
        problem = first_problem(_spdx_schema(), content)
        return _wrong(found, problem) if problem else _with(found, spdx(content), ())
    if "openvex" in str(content.get("@context", "")):
        found = msgspec.structs.replace(found, format="openvex")
        return msgspec.structs.replace(found, statements=tuple(openvex_statements(content)))
    return found if "spdxVersion" in content or "@context" in content else _wrong(found, "no bomFormat, no spdxVersion")


def _with(found: Sbom, read: tuple[str, str, list[dict[str, str]]], statements: Iterable[VexStatement]) -> Sbom:
    product, release, rows = read
    components = tuple(Component(**row) for row in rows)
    return msgspec.structs.replace(
        found, product=product, release=release, components=components, statements=tuple(statements)
    )


def first_problem(schema: Any, content: dict[str, Any]) -> str:
    """The first fault of ``content`` against a compiled schema, with its place; ``""`` when it is valid."""
    try:
        error = next(iter(schema.iter_errors(content)), None)
    except ValueError as refused:  # nested deeper than the validator goes
        return str(refused)
    if error is None:
        return ""
    place = "/".join(str(part) for part in error.instance_path) or "(top)"
    return f"{place[:80]}: {error.message}"


@cache
def _cyclonedx_schema(edition: str) -> Any:
    strict = "-strict" if edition in ("1.2", "1.3") else ""
    shared = ("spdx", "jsf-0.82", "cryptography-defs")
    registry = jsonschema_rs.Registry([(f"{_SHARED}{one}.SNAPSHOT.schema.json", _shipped(one)) for one in shared])
    schema = _shipped(f"bom-{edition}{strict}")
    return jsonschema_rs.Draft7Validator(schema, registry=registry, validate_formats=True)


def _shipped(name: str) -> Any:
    """A schema that the distribution cyclonedx-python-lib ships."""
    return msgspec.json.decode(files("cyclonedx.schema").joinpath(f"_res/{name}.SNAPSHOT.schema.json").read_bytes())


@cache
def _spdx_schema() -> Any:
    raw = files("criteria").joinpath("reference/spdx_core.schema.json").read_bytes()
    return jsonschema_rs.Draft7Validator(msgspec.json.decode(raw))
