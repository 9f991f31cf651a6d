"""Evidence in a few lines of memory: no server, no clock, no network.

    evidence = bundle_of(
        looked("http.crawl", page("https://app.example.fr/", "<h1>Accueil</h1>"), crawl_summary(pages=1)),
        failed("dossier.read", "gap.missing_input", input="dossier"),
        looked("http.crawl", page("https://control.test/", "..."), subject="control"),
    )
    assert judge_one("GDP-01", evidence).verdict == "pass"
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from criteria.audit import Judged
from criteria.candidate import Candidate
from criteria.catalogue import catalogue
from criteria.evidence import MissingBlob
from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from criteria.judge import judge, time_of
from criteria.observation import Close, Look, Observation, Plan, Secret, Subject

AT = "2026-07-01T10:00:00.000Z"
BASE = "https://app.example.fr"
CANDIDATE = Candidate(
    name="Exemple",
    version="1.0",
    publisher="Exemple SAS",
    siren="732829320",
    faces=("web",),
    base_url=BASE,
    hosts=("app.example.fr",),
)
CONTROL = Candidate(name="control", faces=("web", "space_client"), base_url="https://control.test")


def digest_of(raw: bytes) -> str:
    """``sha256:`` and the hex digest."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


class MemoryEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """``criteria.evidence.Evidence`` held in memory."""

    plan: Plan | None
    observations: Sequence[Observation]
    closes: Sequence[Close]
    blobs: Mapping[str, bytes]

    @property
    def head(self) -> str:
        return digest_of(msgspec.json.encode([self.plan, self.observations, self.closes]))

    def has(self, digest: str) -> bool:
        return digest in self.blobs

    def blob(self, digest: str) -> bytes:
        try:
            return self.blobs[digest]
        except KeyError as error:
            raise MissingBlob(digest) from error


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be observed."""

    kind: str
    data: dict[str, Any] = {}
    blobs: dict[str, bytes] = {}
    target: str = ""
    secrets: tuple[Secret, ...] = ()
    mono_ns: int = 0
    """When it was seen; its rank where nothing is said."""


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """One look and what came of it: what was seen, or the reason of its failure."""

    kind: str
    sights: tuple[Sight, ...] = ()
    reason: str = ""
    params: dict[str, str] = {}
    subject: Subject = "candidate"
    target: str = ""
    closed: bool = True


def sight(kind: str, data: Any = None, blobs: Mapping[str, bytes] | None = None, target: str = "") -> Sight:
    """One thing seen. ``data`` is a dict or a msgspec Struct."""
    plain = msgspec.to_builtins(data) if data is not None else {}
    return Sight(kind=kind, data=plain, blobs=dict(blobs or {}), target=target)


def looked(kind: str, *sights: Sight, subject: Subject = "candidate", target: str = "", closed: bool = True) -> Looked:
    """A look that was made; ``closed=False`` leaves it open, as a kill would."""
    return Looked(kind=kind, sights=sights, subject=subject, target=target, closed=closed)


def failed(kind: str, reason: str, *sights: Sight, subject: Subject = "candidate", **params: str) -> Looked:
    """A look that could not be made."""
    return Looked(kind=kind, sights=sights, reason=reason, params=params, subject=subject)


def exchange(
    url: str,
    body: str | bytes = b"",
    *,
    status: int = 200,
    content_type: str = "text/html; charset=utf-8",
    headers: Iterable[tuple[str, str]] = (),
    method: str = "GET",
    sent: bytes = b"",
    error: str = "",
    **more: Any,
) -> Sight:
    """An ``http.exchange`` as probes record it; ``more`` are fields of ``HttpExchange`` (``purpose``, ``depth``...)."""
    raw = body.encode() if isinstance(body, str) else body
    named = (("content-type", content_type), *headers) if content_type else tuple(headers)
    answer = HttpResponse(status=status, headers=named, size=len(raw), wire_size=len(raw))
    seen = HttpExchange(
        request=HttpRequest(method=method, url=url), response=None if error else answer, error=error, **more
    )
    blobs = {name: content for name, content in (("request_body", sent), ("response_body", raw)) if content}
    return sight("http.exchange", seen, {} if error else blobs, target=url)


def page(url: str, html: str, **more: Any) -> Sight:
    """A page met by the crawl. A bare path is completed with ``BASE``."""
    address = url if "://" in url else f"{BASE}{url}"
    return exchange(address, html, **{"purpose": "crawl", **more})


def crawl_summary(pages: int = 1, *, truncated: bool = False, **more: Any) -> Sight:
    """The end of a crawl; ``more`` are fields of ``criteria.facts.http.crawl.Crawl``."""
    data = {"pages": pages, "assets": 0, "truncated": truncated, "starts": {"home": f"{BASE}/"}, **more}
    data.setdefault("reached", dict.fromkeys(data["starts"], True))
    return sight("http.crawl_summary", data)


def bundle_of(
    *looks: Looked, candidate: Candidate = CANDIDATE, control: Candidate = CONTROL, at: str = AT
) -> MemoryEvidence:
    """A bundle of these looks, in this order, each closed as it ended."""
    planned: list[Look] = []
    observations: list[Observation] = []
    closes: list[Close] = []
    blobs: dict[str, bytes] = {}
    for one in looks:
        look = _planned(one, [known.id for known in planned])
        planned.append(look)
        seen = list(_observed(one, look, len(observations), at, blobs))
        observations += seen
        if one.closed:
            closes.append(
                Close(
                    look=look.id,
                    outcome="failed" if one.reason else "observed",
                    attempt=1,
                    observations=tuple(made.id for made in seen),
                    at=at,
                    reason=one.reason,
                    params=one.params,
                )
            )
    plan = Plan(
        candidate=msgspec.to_builtins(candidate),
        control=msgspec.to_builtins(control),
        profile="lab",
        origin="self_test",
        engine="test",
        criteria=(),
        looks=tuple(planned),
        at=at,
    )
    return MemoryEvidence(plan=plan, observations=tuple(observations), closes=tuple(closes), blobs=blobs)


def _planned(one: Looked, taken: list[str]) -> Look:
    name = f"{one.subject}:{one.kind}/{one.target}"
    while name in taken:
        name += "+"
    return Look(id=name, kind=one.kind, probe=one.kind.partition(".")[0], subject=one.subject, target=one.target)


def _observed(one: Looked, look: Look, start: int, at: str, blobs: dict[str, bytes]) -> Iterator[Observation]:
    for rank, seen in enumerate(one.sights, start + 1):
        named = {name: digest_of(raw) for name, raw in seen.blobs.items()}
        blobs.update({named[name]: raw for name, raw in seen.blobs.items()})
        yield Observation(
            id=f"o-{rank:06d}",
            look=look.id,
            kind=seen.kind,
            probe=look.probe,
            at=at,
            mono_ns=seen.mono_ns or rank,
            target=seen.target,
            data=seen.data,
            blobs=named,
            secrets=seen.secrets,
        )


def judge_one(criterion: str, evidence: MemoryEvidence, as_of: datetime | str | None = None) -> Judged:
    """The judged criterion; a bug in its check is raised as ``AssertionError`` with its traceback."""
    when = datetime.fromisoformat(as_of) if isinstance(as_of, str) else as_of or time_of(evidence)
    result = judge(evidence, catalogue(), when if when.tzinfo else when.replace(tzinfo=UTC), only=[criterion])
    if result.errors:
        raise AssertionError(f"{result.errors[0].error}\n" + "\n".join(result.errors[0].traceback))
    return result.verdicts[0]


def clauses(judged: Judged) -> list[str]:
    """The clauses stated, strongest first."""
    return [one.clause for one in judged.finding.statements]


def without(evidence: MemoryEvidence, *names: str) -> MemoryEvidence:
    """The same bundle with the named observations deleted (the closes still name them)."""
    rest = tuple(seen for seen in evidence.observations if seen.id not in names)
    return msgspec.structs.replace(evidence, observations=rest)


def assert_deletion_never_passes(criterion: str, evidence: MemoryEvidence) -> None:
    """Delete each observation, each run of them, and all: no verdict may become a pass, nor stay one on a hole."""
    covered = catalogue()[criterion].looks
    kinds = {look.id: look.kind for look in evidence.plan.looks} if evidence.plan else {}
    passes = judge_one(criterion, evidence).verdict == "pass"
    names = [seen.id for seen in evidence.observations if not passes or kinds[seen.look] in covered]
    for start in range(len(names)):
        for end in range(start + 1, len(names) + 1):
            judged = judge_one(criterion, without(evidence, *names[start:end]))
            assert judged.verdict != "pass", f"{criterion} passes without {names[start:end]}: {clauses(judged)}"
