"""Audits to report on, made of the real catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from criteria.audit import (
    SCHEMA_ID,
    Audit,
    Cited,
    Covered,
    Decision,
    EngineError,
    Finding,
    Inputs,
    Judged,
    Statement,
)
from criteria.candidate import Candidate
from criteria.catalogue import catalogue
from criteria.criterion import Criterion
from criteria.evidence import MissingBlob
from criteria.messages import message, text
from criteria.observation import Close, Observation, Plan, Reference
from criteria.played import Actor, Part, Place, Played, Step
from criteria.text import Text
from criteria.verdict import Verdict

DIGEST = "sha256:" + "5e" * 32
AT = "2026-03-02T09:15:04.120Z"

PLANNED: dict[str, Verdict] = {
    "SEC-01": Verdict.FAIL,
    "SEC-02": Verdict.PASS,
    "SEC-04": Verdict.INCONCLUSIVE,
    "SEC-05": Verdict.FAIL,
    "SEC-09": Verdict.REVIEW,
    "SEC-30": Verdict.NOT_APPLICABLE,
    "GDP-01": Verdict.FAIL,
    "GDP-02": Verdict.PASS,
    "GDP-11": Verdict.INCONCLUSIVE,
    "CON-03": Verdict.PASS,
    "CON-07": Verdict.NOT_APPLICABLE,
}
BROKEN = "CON-10"


class NoEvidence:
    """Evidence with a plan and nothing else: every criterion stays open."""

    head = DIGEST
    observations: Sequence[Observation] = ()
    closes: Sequence[Close] = ()

    def __init__(self, candidate: dict[str, Any]) -> None:
        self.plan: Plan | None = Plan(
            candidate=candidate, profile="lab", origin="self_test", engine="probant", criteria=(), looks=(), at=AT
        )

    def has(self, digest: str) -> bool:
        return False

    def blob(self, digest: str) -> bytes:
        raise MissingBlob(digest)


def cited(number: int, summary: str) -> Cited:
    return Cited(
        id=f"o-{number:04}",
        kind="http.exchange",
        probe="http.crawl",
        at=f"2026-03-02T09:12:{number % 60:02}.500Z",
        target="app.tensio.example",
        look="http.crawl/app.tensio.example",
        summary=summary,
        blobs={"response_body": DIGEST},
    )


def a_step(number: int, actor: Actor, place: Place, **more: Any) -> Step:
    told: dict[str, Any] = {"status": 200, "sent": {"state": "~~secret-state-361e82b3dfd985b5~~"}, **more}
    return Step(
        observation=f"o-{number:04}",
        at=f"2026-03-02T09:12:{number % 60:02}.500Z",
        actor=actor,
        place=place,
        method="GET",
        url=f"https://app.tensio.example/espace-sante/retour/{number}",
        answered={"location": "/espace-sante"},
        **told,
    )


OBSERVATIONS = (
    cited(12, "tls.scan api.tensio.example:443"),
    cited(15, "GET https://app.tensio.example/ -> 200"),
    cited(16, "GET https://app.tensio.example/mesures/journal?depuis=2026-01-01&jusqu=2026-02-28&page=1 -> 200"),
    cited(17, "POST https://app.tensio.example/consentement -> 303"),
)

PLAYED = (
    Played(
        look="candidate:exchange.callback/https://app.tensio.example",
        kind="exchange.callback",
        scenario="right",
        run="0",
        parts=(Part(phase="before", steps=(a_step(20, "person", "app"),)),),
    ),
    Played(
        look="candidate:exchange.callback/https://app.tensio.example",
        kind="exchange.callback",
        scenario="state_wrong",
        run="1",
        parts=(
            Part(
                phase="fault",
                steps=(
                    a_step(21, "person", "space", operation="authorize", altered=True),
                    a_step(16, "person", "app", callback=True, trigger="sign_in"),
                    a_step(22, "app", "space", operation="token"),
                    a_step(23, "app", "elsewhere", operation="foreign", status=0, error="refused"),
                ),
                more=3,
            ),
            Part(phase="after", steps=(a_step(24, "person", "app"),)),
        ),
    ),
)


def statement(clause: str, outcome: str, en: str, fr: str, **more: Any) -> Statement:
    return Statement(clause=clause, outcome=outcome, seen=Text(en, fr), **more)


def judged(criterion: Criterion) -> Judged:
    verdict = PLANNED.get(criterion.id, Verdict.INCONCLUSIVE)
    looks = criterion.looks or ("http.crawl", "tls.scan")
    gaps = looks[:1] if criterion.id in PLANNED and verdict is Verdict.INCONCLUSIVE else ()
    return Judged(
        criterion=criterion.id,
        version=criterion.version,
        verdict=verdict,
        severity=criterion.severity,
        topic=criterion.topic,
        method=criterion.method,
        title=criterion.title,
        requirement=criterion.requirement,
        rule=criterion.rule,
        finding=finding(criterion, verdict),
        coverage=Covered(looks=looks, gaps=gaps),
        remediation=criterion.remediation,
        sources=criterion.sources,
    )


def finding(criterion: Criterion, verdict: Verdict) -> Finding:
    if criterion.id not in PLANNED:
        return Finding(statements=(gap("gap.no_check"),))
    match verdict:
        case Verdict.FAIL:
            return failing(criterion)
        case Verdict.INCONCLUSIVE:
            return Finding(statements=(gap("gap.missing_input", input="accounts.a", look="http.signed_in"),))
        case Verdict.NOT_APPLICABLE:
            seen = text("gap.face_absent", pages=14)
            absent = Statement(clause="gap.face_absent", outcome=verdict.value, seen=seen, observations=("o-0015",))
            return Finding(statements=(absent,))
        case Verdict.REVIEW:
            one = statement("unclear", "review", "The wording may mislead.", "La formulation peut induire en erreur.")
            return Finding(statements=(one,))
        case Verdict.PASS:
            sound = statement("sound", "pass", "All 3 hosts are sound.", "Les 3 hôtes sont conformes.")
            remark = statement("old", "remark", "Static RSA is also offered.", "Le RSA statique est aussi proposé.")
            return Finding(statements=(sound, remark))


def failing(criterion: Criterion) -> Finding:
    absent = criterion.id == "GDP-01"
    fail = statement(
        "legacy_protocol",
        "fail",
        "api.tensio.example completed a TLS 1.0 handshake.",
        "api.tensio.example a mené à terme une négociation TLS 1.0.",
        expected=Text("Only TLS 1.2 and TLS 1.3.", "TLS 1.2 et TLS 1.3 seulement."),
        todo=Text("Switch TLS 1.0 off on the load balancer.", "Désactivez TLS 1.0 sur le répartiteur de charge."),
        observations=("o-0012", "o-0016", "o-9999"),
        sources=(criterion.sources[0].ref,),
    )
    return Finding(statements=(fail,), rests_on=() if absent else ("o-0012",), absence=absent)


def gap(key: str, **params: str) -> Statement:
    found = message(key)
    todo = found.todo.filled(params) if found.todo else None
    return Statement(clause=key, outcome="inconclusive", seen=found.seen.filled(params), todo=todo)


def sample(**changes: Any) -> Audit:
    """An audit with every state in it; ``changes`` replace its fields."""
    verdicts = tuple(judged(one) for one in catalogue().criteria if one.id != BROKEN)
    errors = (EngineError(criterion=BROKEN, error="KeyError: 'lang'", traceback=("inclusion.py:41 in con_10",)),)
    counts = Counter(one.verdict.value for one in verdicts)
    whole = Audit(
        schema=SCHEMA_ID,
        engine="probant 0.1.0",
        inputs=Inputs(evidence=DIGEST, catalogue=DIGEST, reference=DIGEST, as_of=AT),
        candidate=Candidate(
            name="Tensio",
            version="4.2.0",
            publisher="Atelier Tensio SAS",
            siren="000000000",
            faces=("web", "space_client"),
            base_url="https://app.tensio.example/",
            hosts=("app.tensio.example", "api.tensio.example"),
        ),
        profile="standard",
        origin="reviewer",
        sealed=True,
        partial=False,
        notice=text("audit.notice"),
        decision=Decision(
            decision="refused", rule="1", reasons=(text("decision.blocking_fails", criteria="SEC-01, GDP-01"),)
        ),
        counts={**{one.value: counts[one.value] for one in Verdict}, "error": 1, "total": len(verdicts) + 1},
        verdicts=verdicts,
        observations=OBSERVATIONS,
        references=(Reference(name="tls-suites", version="2026-02-01", source="IANA TLS registry", digest=DIGEST),),
        errors=errors,
        played=PLAYED,
    )
    return msgspec.structs.replace(whole, **changes)
