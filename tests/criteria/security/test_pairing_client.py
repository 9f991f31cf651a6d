"""SEC-22 on recorded requests: passes, each fault alone, too little seen, missing control, deletion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from tests.support.evidence import (
    AT,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
)
from tests.support.pairings import (
    PAIRING_CANDIDATE,
    PAIRING_CONTROL,
    SPACE,
    authorize,
    revoke,
    signed,
    token,
    write,
)
from tests.support.rounds import tags_of, walked

RIGHT = {"scenario": "right", "phase": "right"}
ASTRAY = {"scenario": "foreign_redirect", "phase": "fault"}
SCOPE = "openid+patient/Observation.c"
NOW = int(datetime.fromisoformat(AT).timestamp())
SOUND = [
    authorize("1", RIGHT, scope=SCOPE),
    token("1", RIGHT, assertion=signed("1")),
    write("1", RIGHT, sent=b'{"resourceType": "Bundle"}'),
    revoke("1", RIGHT, assertion=signed("2")),
]
CLOSED = tags_of("certificate_untrusted", 15)
CALLED = walked(CLOSED, "share_measure", "failed")
REDIRECTED = [CALLED, token("9", ASTRAY, assertion=signed("9")), write("9", ASTRAY, altered=True)]
LEAKY = b'{"access_token": "~~secret-access_token-9~~"}'
CONTROL_PAIRING = looked("exchange.pairing", token("c", RIGHT, assertion=signed("c", exp=9000)), subject="control")
CONTROL_TOKENS = looked(
    "exchange.tokens",
    token("9", ASTRAY, assertion=signed("d", exp=9000)),
    write("9", ASTRAY, sent=LEAKY, altered=True),
    write("9", ASTRAY, at="foreign"),
    subject="control",
)


def client(*sights: Sight, sent_on: Sequence[Sight] = REDIRECTED, control: bool = True) -> MemoryEvidence:
    """A bundle with these requests, and the control's."""
    looks = [looked("exchange.pairing", *sights), looked("exchange.tokens", *sent_on)]
    controls = [CONTROL_PAIRING, CONTROL_TOKENS] if control else []
    return bundle_of(*looks, *controls, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)


@pytest.mark.parametrize(
    "sights",
    [
        pytest.param([], id="nothing else"),
        pytest.param([token("x", RIGHT, assertion=signed("x", exp=1300))], id="5 minutes"),
        pytest.param([token("x", RIGHT, assertion=signed("x", aud=f"{SPACE}/oauth"))], id="for the issuer"),
        pytest.param([token("x", RIGHT, assertion=signed("x", aud=["a", f"{SPACE}/oauth/token"]))], id="audiences"),
        pytest.param([token("x", RIGHT, assertion=signed("x", iat=None, exp=NOW + 300))], id="does not say when made"),
        pytest.param([token("x", RIGHT, assertion=signed("x", by="client:app:3"))], id="another registered key"),
        pytest.param([token("x", RIGHT, assertion=signed("x", alg="PS256"))], id="another asymmetric algorithm"),
        pytest.param([token("x", RIGHT, status=400, assertion=signed("x"))], id="a refused code"),
        pytest.param([token("x", RIGHT, assertion=signed("x", jti=None))], id="no jti, hence none used twice"),
        pytest.param([authorize("x", RIGHT, scope="patient/Observation.c+openid")], id="another order of scopes"),
        pytest.param([write("1", RIGHT, sent=b'{"note": "~~secret-jwt-1~~"}')], id="another secret in a body"),
    ],
)
def test_sec_22_passes(sights: Sequence[Sight]) -> None:
    judged = judge_one("SEC-22", client(*SOUND, *sights))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


@pytest.mark.parametrize(
    ("sights", "clause"),
    [
        pytest.param([token("x", RIGHT, more="&client_secret=~~secret-client_secret-1~~")], "shared_secret", id="post"),
        pytest.param([token("x", RIGHT, headers=(("authorization", "Basic abc"),))], "shared_secret", id="basic"),
        pytest.param([token("x", RIGHT, assertion=signed("x", alg="HS256", by=""))], "shared_secret", id="secret_jwt"),
        pytest.param(
            [token("x", RIGHT, assertion=signed("x"), more="&client_secret=s")], "shared_secret", id="both at once"
        ),
        pytest.param([token("x", RIGHT)], "not_authenticated", id="token request without assertion"),
        pytest.param([revoke("x", RIGHT)], "not_authenticated", id="revocation without assertion"),
        pytest.param([token("x", RIGHT, assertion=signed("x", by=""))], "not_authenticated", id="unknown key"),
        pytest.param(
            [token("x", RIGHT, assertion=signed("x", by="client:other:0"))], "not_authenticated", id="another client"
        ),
        pytest.param(
            [token("x", RIGHT, assertion=signed("x", aud="https://else.test/a"))], "not_authenticated", id="audience"
        ),
        pytest.param(
            [token("x", RIGHT, assertion=signed("x", aud=f"{SPACE}.evil.test/oauth"))],
            "not_authenticated",
            id="audience that only begins alike",
        ),
        pytest.param([token("x", RIGHT, assertion=signed("x", exp=1301))], "long_assertion", id="301 seconds"),
        pytest.param(
            [token("x", RIGHT, assertion=signed("x", iat=None, exp=NOW + 900))], "long_assertion", id="from its arrival"
        ),
        pytest.param([token("x", RIGHT, assertion=signed("x", exp=None))], "endless_assertion", id="no end"),
        pytest.param([token("x", RIGHT, assertion=signed("x", exp=10**400))], "endless_assertion", id="absurd end"),
        pytest.param([token("x", RIGHT, assertion=signed("x", exp="soon"))], "endless_assertion", id="end in words"),
        pytest.param([token("x", RIGHT, assertion=signed("x", jti="jti-1"))], "jti_reused", id="same jti"),
        pytest.param([revoke("x", RIGHT, assertion=signed("1"))], "jti_reused", id="same assertion"),
        pytest.param(
            [write("1", RIGHT, sent=b'{"t": "~~secret-access_token-1~~"}')], "bearer_in_body", id="bearer in a body"
        ),
        pytest.param([write("1", RIGHT, at="foreign")], "bearer_redirected", id="bearer at another host"),
        pytest.param([authorize("x", RIGHT, scope="openid+more")], "undeclared_scope", id="scope"),
    ],
)
def test_sec_22_fails(sights: Sequence[Sight], clause: str) -> None:
    judged = judge_one("SEC-22", client(*SOUND, *sights))
    assert (judged.verdict, clauses(judged)[0]) == ("fail", clause)
    assert [said.outcome for said in judged.finding.statements].count("fail") == 1
    assert judged.finding.rests_on


def test_sec_22_an_id_token_at_another_host_is_no_bearer() -> None:
    astray = write("none", ASTRAY, sent=b'{"t": "~~secret-id_token-9~~"}', at="foreign")
    assert judge_one("SEC-22", client(*SOUND, sent_on=[*REDIRECTED, astray])).verdict == "pass"


def test_sec_22_remarks() -> None:
    fewer = [authorize("1", RIGHT, scope="openid"), *SOUND[1:]]
    judged = judge_one("SEC-22", client(*fewer, sent_on=REDIRECTED[:2]))
    assert judged.verdict == "pass"
    assert set(clauses(judged)) == {"sound", "unused_scope", "no_redirect"}


def test_sec_22_fails_on_anything_said_to_a_server_that_nobody_vouches_for() -> None:
    said = [*REDIRECTED, write("1", CLOSED)]
    judged = judge_one("SEC-22", client(*SOUND, sent_on=said))
    assert (judged.verdict, clauses(judged)) == ("fail", ["untrusted_served"])
    quiet = judge_one("SEC-22", client(*SOUND, sent_on=REDIRECTED[1:]))
    assert (quiet.verdict, clauses(quiet)) == ("pass", ["sound", "certificate_not_tried"])


@pytest.mark.parametrize(
    ("evidence", "clause"),
    [
        pytest.param(client(SOUND[0], sent_on=[SOUND[0]]), "no_token_request", id="no token request"),
        pytest.param(client(*SOUND, control=False), "gap.control", id="no control"),
        pytest.param(
            bundle_of(
                failed("exchange.pairing", "exchange.never_came", url="?"),
                looked("exchange.tokens", *REDIRECTED),
                CONTROL_PAIRING,
                CONTROL_TOKENS,
                candidate=PAIRING_CANDIDATE,
                control=PAIRING_CONTROL,
            ),
            "exchange.never_came",
            id="never came to the space",
        ),
    ],
)
def test_sec_22_is_not_decided_by_too_little(evidence: MemoryEvidence, clause: str) -> None:
    judged = judge_one("SEC-22", evidence)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)


@pytest.mark.parametrize("missing", ["long", "body", "foreign"])
def test_sec_22_needs_each_flaw_of_its_control(missing: str) -> None:
    life = 1060 if missing == "long" else 9000
    pairing = looked("exchange.pairing", token("c", RIGHT, assertion=signed("c", exp=life)), subject="control")
    called = write("c", ASTRAY, sent=b"" if missing == "body" else b'{"t": "~~secret-access_token-c~~"}', altered=True)
    rest = [] if missing == "foreign" else [write("c", ASTRAY, at="foreign")]
    controls = (pairing, looked("exchange.tokens", called, *rest, subject="control"))
    looks = (looked("exchange.pairing", *SOUND), looked("exchange.tokens", *REDIRECTED))
    evidence = bundle_of(*looks, *controls, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)
    judged = judge_one("SEC-22", evidence)
    assert (judged.verdict, clauses(judged)[0]) == ("inconclusive", "gap.control")


def test_sec_22_deletion_never_passes() -> None:
    assert_deletion_never_passes("SEC-22", client(*SOUND))
