"""The inventories themselves: their documents, their schema, their release, and the libraries seen on the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_document import RefusedDocument
from criteria.facts.libraries import Library
from criteria.facts.sbom import Sbom
from criteria.security.components import Listed
from criteria.security.release_marks import same_release


def inventory_notes(
    said: Seen[Declaration], inventories: Sequence[Seen[Sbom]], refused: Sequence[Seen[RefusedDocument]], release: str
) -> Iterator[Note]:
    """Whether each declared inventory was read, is valid, and names the declared ``release``."""
    declared = said.fact.sbom.files if said.fact.sbom else ()
    if not declared:
        yield note("no_sbom", said)
    for rank, file in enumerate(declared):
        section = f"sbom.files.{rank}"
        if not any(seen.fact.section == section for seen in inventories):
            turned = [one for one in refused if one.fact.section == section]
            why = turned[0].fact.why if turned else "missing"
            yield note("no_document", said, *turned, document=file.document or section, why=why)
    for seen in inventories:
        yield from _sound(said, seen, release)


def _sound(said: Seen[Declaration], seen: Seen[Sbom], release: str) -> Iterator[Note]:
    found = seen.fact
    if found.problem:
        yield note("invalid", seen, document=found.document, problem=found.problem)
    elif found.format not in ("cyclonedx", "spdx"):
        yield note("other_format", seen, document=found.document)
    elif not found.components:
        yield note("empty", seen, document=found.document)
    elif not found.release:
        yield note("unnamed", seen, document=found.document)
    elif not release:
        yield note("no_release", said)
    elif not same_release(found.release, release):
        yield note("other_release", said, seen, document=found.document, release=found.release, declared=release)


def library_notes(seen: Sequence[Seen[Library]], components: Sequence[Listed], whole: bool) -> Iterator[Note]:
    """Libraries with an exact version must be listed under it; what is seen in part is a remark."""
    inventories = list({one.seen.observation.id: one.seen for one in components}.values())
    for (name, version), library in {(one.fact.name, one.fact.version): one for one in seen}.items():
        about = {"library": name, "version": version, "url": library.fact.url}
        versions = {one.version for one in components if _is(one, name)}
        if not version:
            yield note("partial", library, **about)
        elif not versions and whole:
            yield note("not_listed", library, *inventories, **about)
        elif versions and not any(same_release(version, known) for known in versions):
            yield note("other_version", library, *inventories, **about, listed=", ".join(sorted(versions)))


def _is(one: Listed, name: str) -> bool:
    """Whether a component is the library, whatever ecosystem packs it."""
    names = {one.component.name.lower()}
    if one.package is not None:
        names |= {one.package.name.lower(), one.package.name.lower().rpartition("/")[2].rpartition(":")[2]}
    return name in names or (not name.startswith("@") and f"{name}.js" in names)
