"""Which release runs: the one that was declared, and the same in staging as in production."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from criteria.candidate import Candidate
from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.dossier import Declaration
from criteria.facts.http import Exchange
from criteria.facts.http.urls import host_of
from criteria.facts.releases import ReleaseMark
from criteria.security.first_party import is_first_party
from criteria.security.release_marks import coarser, declared_release, major, other_scheme, same_release
from criteria.security.staging import PURPOSE, digests, staging_notes


@check("SEC-34")
def sec_34(facts: Facts) -> Iterator[Note]:
    """The deployed release is the declared one, and staging is production (CSP R.1111-38)."""
    said, marks, exchanges = facts.first(Declaration), facts.all(ReleaseMark), facts.all(Exchange)
    if said is None:
        yield note("no_dossier")
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    declared = declared_release(said, facts.candidate)
    if major(declared) is None:
        yield note("no_release", *([said] if said else []))
        return
    yield from _disagreement(said, facts.candidate)
    here = [seen for seen in marks if _of_production(seen.fact, facts.candidate)]
    yield from _marks(said, here, declared)
    if said is not None:
        yield from _files(said, exchanges)
    if not here and not _same_files(said, exchanges):
        yield note("no_mark", *[seen for seen in exchanges if seen.fact.purpose == PURPOSE])
    if facts.candidate.staging:
        there = [seen for seen in marks if seen.fact.environment == "staging"]
        yield from staging_notes(facts.candidate.staging, [*here, *there], exchanges)
    names = ", ".join(sorted({f"{seen.fact.how} {seen.fact.name}" for seen in here}))
    ground: list[Seen[Any]] = [*([said] if said else []), *here]
    if ground:
        yield note("sound", *ground, release=declared, marks=names or "-")


def _of_production(mark: ReleaseMark, candidate: Candidate) -> bool:
    """Whether the candidate's own production says it, not a third party nor staging on which active tests ran."""
    own = is_first_party(host_of(mark.url), candidate)
    return mark.environment == "production" and own and urlsplit(mark.url).netloc != urlsplit(candidate.staging).netloc


def _disagreement(said: Seen[Declaration] | None, candidate: Candidate) -> Iterator[Note]:
    own = str(said.fact.release.version) if said and said.fact.release else ""
    if said and own and candidate.version and not same_release(own, candidate.version):
        yield note("releases_disagree", said, dossier=own, manifest=candidate.version)


def _marks(said: Seen[Declaration] | None, marks: Sequence[Seen[ReleaseMark]], declared: str) -> Iterator[Note]:
    """What the marks say; words for people count only where no machine-readable mark is."""
    sure = [seen for seen in marks if seen.fact.how != "shown"]
    ground = [said] if said else []
    other = _first_of_each([seen for seen in sure if not _agrees(seen.fact.version, declared)])
    agreeing = [seen for seen in sure if _agrees(seen.fact.version, declared)]
    for seen in other:
        about = {"release": seen.fact.version, "declared": declared, "where": _where(seen.fact)}
        if agreeing:
            yield note("marks_disagree", *ground, seen, agreeing[0], **about)
        elif other_scheme(seen.fact.version, declared):
            yield note("other_scheme", *ground, seen, **about)
        elif major(seen.fact.version) != major(declared):
            yield note("other_major", *ground, seen, **about)
        else:
            yield note("other_minor", *ground, seen, **about)
    if not sure:
        shown = _first_of_each(marks)
        if shown and not any(_agrees(seen.fact.version, declared) for seen in shown):
            yield note("shown_differs", *ground, *shown, release=shown[0].fact.version, declared=declared)


def _agrees(seen: str, declared: str) -> bool:
    return same_release(seen, declared) or coarser(seen, declared)


def _first_of_each(marks: Sequence[Seen[ReleaseMark]]) -> list[Seen[ReleaseMark]]:
    """One mark for each version, the first seen."""
    return list({seen.fact.version: seen for seen in reversed(marks)}.values())[::-1]


def _where(mark: ReleaseMark) -> str:
    return f"{mark.how} {mark.name}, {mark.url}"


def _files(said: Seen[Declaration], exchanges: Sequence[Seen[Exchange]]) -> Iterator[Note]:
    served = digests(exchanges, "production")
    for file in said.fact.release.files if said.fact.release else ():
        seen = [one for key, one in served.items() if key.startswith(f"{file.path} ")]
        if not seen:
            yield note("file_unseen", said, path=file.path)
        elif not any(one.fact.body.endswith(file.sha256.lower()) for one in seen):
            yield note("file_differs", said, *seen, path=file.path)


def _same_files(said: Seen[Declaration] | None, exchanges: Sequence[Seen[Exchange]]) -> bool:
    """Whether a declared file was served as declared."""
    served = set(digests(exchanges, "production"))
    declared = said.fact.release.files if said and said.fact.release else ()
    return any(f"{file.path} sha256:{file.sha256.lower()}" in served for file in declared)
