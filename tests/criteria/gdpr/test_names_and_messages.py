"""GDP-05 to GDP-08 and CON-04: names that stand for somebody else, and messages to the audit's people."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.candidate import Candidate
from criteria.facts.message import MessageRecord, MessagesTaken, Part
from criteria.facts.outside_names import NameAnswer, NamesAsked
from criteria.fresh_person import FreshPerson
from criteria.observation import Subject
from tests.criteria.gdpr.test_gdp_07 import CRAWL
from tests.support.browsing import CANARY, SIGNED_IN, browsed, journey, request, visits
from tests.support.evidence import (
    BASE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
    sight,
)
from tests.support.evidence import CONTROL as CONTROL_APP

OWN_NAME = "stats.example.fr"
OWN = request(f"https://{OWN_NAME}/p.gif")
DIARY = request(f"https://{OWN_NAME}/p.gif", **SIGNED_IN)
ENTERED = request(f"{BASE}/mesures", sent=f"note={CANARY}".encode(), **SIGNED_IN)
TOLD = request(f"https://{OWN_NAME}/p.gif?n={CANARY}", **SIGNED_IN)
TRACKER, REPORTS, STRANGER, HOSTER = "x.criteo.com", "acme.bugsnag.com", "a.inconnu.example", "edge.images.example"
IMAGES = {"name": "Images Exemple SAS", "domains": ["images.example"], "role": "processor", "purpose": "Illustrations"}
CONTROL = msgspec.structs.replace(CONTROL_APP, canaries={"a": {"health": CANARY}})
CONTROL_NAME = "statistiques.control.example"
LOGIN = "alice@app.example"


def name(host: str, *chain: str, outcome: str = "answered", **more: Any) -> Sight:
    """What a name server told."""
    found = NameAnswer(host=host, role="page", outcome=outcome, resolver="system", chain=chain, **more)
    return sight("outside.name", found, target=host)


def names(*told: Sight, subject: Subject = "candidate") -> Looked:
    """The look at names, whole."""
    return looked("outside.names", *told, sight("outside.names_summary", NamesAsked()), subject=subject)


def message(html: str = "", text: str = "Bonjour", subject: str = "Nouvelles", **more: Any) -> Sight:
    """One message to account ``a``."""
    blobs = {kind: part.encode() for kind, part in (("text", text), ("html", html)) if part}
    record = MessageRecord(to=(LOGIN,), subject=subject, **more)
    return sight("mail.message", record, blobs, target=LOGIN)


def mail(*came: Sight, left: int = 0, subject: Subject = "candidate") -> Looked:
    """The look at mail, whole."""
    ended = sight("mail.summary", MessagesTaken(taken=len(came), left=left))
    return looked("outside.mail", *came, ended, subject=subject)


PIXEL = '<img src="https://mesure.control.example/p.gif">'
CONTROL_LOOKS = (
    names(name(CONTROL_NAME, "mesure.control.example"), subject="control"),
    mail(message(PIXEL, text=CANARY), subject="control"),
)


def audit(
    *sights: Sight,
    also: tuple[Looked, ...] = (),
    recipients: tuple[dict[str, Any], ...] = (IMAGES,),
    control: tuple[Looked, ...] = CONTROL_LOOKS,
) -> MemoryEvidence:
    """Visits and a walk signed in, both of which saw these; the control app has all its flaws."""
    dossier = looked("dossier.read", sight("dossier.declaration", {"recipients": list(recipients)}), target="d")
    public = [one for one in sights if one.data.get("state", "untouched") == "untouched"]
    inside = [one for one in sights if one not in public]
    flawed = looked(
        "browser.visits",
        request("https://mesure.control.example/pixel.gif", page="https://control.test/"),
        request(f"https://{CONTROL_NAME}/pixel.gif", page="https://control.test/"),
        visits(),
        subject="control",
    )
    leaking = looked("browser.journeys", request(f"https://mesure.control.example/p?d={CANARY}"), subject="control")
    return bundle_of(
        looked("browser.visits", *public, visits()),
        looked("browser.journeys", journey("sign_in"), ENTERED, *inside),
        *(flawed, leaking, dossier, CRAWL, *also, *control),
        candidate=_app(),
        control=CONTROL,
    )


def _app() -> Candidate:
    found = browsed().plan
    assert found is not None
    return msgspec.convert(found.candidate, Candidate)


def behind(seen: Sight, *chain: str, host: str = OWN_NAME, **more: Any) -> MemoryEvidence:
    """An audit that saw this request, and whose name server told this of its host."""
    return audit(seen, also=(names(name(host, *chain, **more)),))


THEIRS = request(f"https://{HOSTER}/a.png")
UNMADE = failed("outside.names", "outside.no_name_server")
NAMES: dict[str, tuple[str, MemoryEvidence, str, str]] = {
    "a tracker behind an own name": ("GDP-05", behind(OWN, TRACKER), "fail", "without_consent"),
    "and no consent interface": ("GDP-06", behind(OWN, TRACKER), "inconclusive", "banner_unrecognised"),
    "without consent it is for GDP-05": ("GDP-07", behind(OWN, TRACKER), "pass", "alias_of_tracker"),
    "the tracker in the middle of a chain": (
        "GDP-05", behind(OWN, "x.example.fr", TRACKER, "edge.cdn.example"), "fail", "without_consent"),
    "an own name that stays at home": ("GDP-05", behind(OWN, "www.example.fr"), "pass", "sound"),
    "a name without alias": ("GDP-05", behind(OWN), "pass", "sound"),
    "an alias that leads nowhere tells all the same": (
        "GDP-05", behind(OWN, TRACKER, outcome="no_name"), "fail", "without_consent"),
    "an undeclared party that lists know": (
        "GDP-07", behind(OWN, REPORTS), "fail", "behind_undeclared"),
    "an undeclared party that no list knows": (
        "GDP-07", behind(OWN, STRANGER), "review", "behind_unknown"),
    "a declared party": ("GDP-07", behind(OWN, HOSTER), "pass", "sound"),
    "a declared party on a stranger's machine": (
        "GDP-07", behind(OWN, HOSTER, STRANGER), "pass", "sound"),
    "a stranger behind a declared party's name": (
        "GDP-07", behind(THEIRS, STRANGER, host=HOSTER), "pass", "sound"),
    "a tracker behind a declared party's name": (
        "GDP-05", behind(THEIRS, TRACKER, host=HOSTER), "fail", "without_consent"),
    "a canary to a tracker behind an own name": (
        "GDP-08", behind(TOLD, TRACKER), "fail", "to_tracker_behind"),
    "a canary to a stranger behind an own name": (
        "GDP-08", behind(TOLD, STRANGER), "review", "behind_name"),
    "and GDP-07 leaves that to it": ("GDP-07", behind(TOLD, STRANGER), "pass", "sound"),
    "a canary to one's own host": ("GDP-08", behind(TOLD), "pass", "sound"),
    "nobody looked": ("GDP-07", audit(OWN), "pass", "names_unasked"),
    "no look could be made": (
        "GDP-05", audit(OWN, also=(UNMADE,)), "pass", "names_unasked"),
    "no answer": ("GDP-07", behind(OWN, outcome="no_answer"), "pass", "names_unasked"),
    "another server's view": ("GDP-07", behind(OWN, outcome="no_name"), "pass", "names_unasked"),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMES)
def test_names_that_stand_for_somebody_else(case: str) -> None:
    criterion, evidence, verdict, clause = NAMES[case]
    found = judge_one(criterion, evidence)
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_a_declared_party_with_another_role_awaits_a_person() -> None:
    behind = names(name(OWN_NAME, HOSTER))
    assert judge_one("GDP-08", audit(TOLD, also=(behind,))).verdict == "review"
    hosting = {**IMAGES, "health_data": True}
    assert judge_one("GDP-08", audit(TOLD, also=(behind,), recipients=(hosting,))).verdict == "pass"


def test_a_pack_tells_where_no_server_did() -> None:
    raw = f"entries: [{{host: {OWN_NAME}, chain: [{TRACKER}.]}}]".encode()
    data = {"name": "dns", "version": "2026-11-20", "source": "essai", "lab": True}
    pack = looked("reference.dns", Sight(kind="reference.pack", data=data, blobs={"pack": raw}))
    assert judge_one("GDP-05", audit(OWN, also=(pack,))).verdict == "fail"
    assert judge_one("GDP-05", audit(OWN, also=(pack, names(name(OWN_NAME))))).verdict == "pass"
    assert judge_one("GDP-05", audit(OWN, also=(pack, names(name(OWN_NAME, outcome="no_answer"))))).verdict == "fail"


def load(host: str, told: str = "") -> str:
    return f'<img src="https://{host}/p.gif?m={told}">'


SOUND = message('<a href="https://app.example.fr/journal">Ouvrir</a>')
MAILS: dict[str, tuple[str, tuple[Sight, ...], str, str]] = {
    "nothing came": ("GDP-08", (), "pass", "no_message"),
    "news without content": ("GDP-08", (SOUND,), "pass", "sound"),
    "a note in the text": ("GDP-08", (message(text=f"Note : {CANARY}"),), "fail", "in_message"),
    "a note in the subject": ("GDP-08", (message(subject=f"Mesure {CANARY}"),), "fail", "in_message"),
    "a note in the markup": ("GDP-08", (message(f"<p hidden>{CANARY}"),), "fail", "in_message"),
    "a note in an address": ("GDP-08", (message(f'<a href="{BASE}/m?n={CANARY}">x</a>'),), "fail", "in_message"),
    "a note in a header": ("GDP-08", (message(headers=(("X-Note", CANARY),)),), "fail", "in_message"),
    "a note as the name of a file": (
        "GDP-08", (message(parts=(Part(type="image/png", name=f"{CANARY}.png"),)),), "fail", "in_message"),
    "the person's own address": ("GDP-08", (message(text=f"Bonjour {LOGIN}"),), "pass", "sound"),
    "a pixel that tells who reads": ("GDP-08", (message(load("t.example", LOGIN)),), "fail", "pixel_tells"),
    "and GDP-07 leaves that to it": ("GDP-07", (message(load("t.example", LOGIN)),), "pass", "messages_load"),
    "a declared party that may not know": ("GDP-08", (message(load(HOSTER, LOGIN)),), "fail", "pixel_tells"),
    "a tracker's pixel": ("GDP-08", (message(load(TRACKER, LOGIN)),), "fail", "pixel_tells"),
    "a link that would tell": (
        "GDP-08", (message(f'<a href="https://t.example/?u={LOGIN}">x</a>'),), "review", "link_tells"),
    "a document": ("GDP-08", (message(parts=(Part(type="application/pdf"),)),), "inconclusive", "message_unread"),
    "a message that cannot be read": ("GDP-08", (message(flaws=("too_deep",)),), "inconclusive", "message_unread"),
    "a pixel of nobody's": ("GDP-07", (message(load("t.example")),), "fail", "undeclared_in_message"),
    "a tracker's": ("GDP-07", (message(load(TRACKER)),), "fail", "undeclared_in_message"),
    "an image of the sender's domain": (
        "GDP-07", (message(load("www.envoi.example"), sender="a@mail.envoi.example"),), "review", "sender_in_message"),
    "a stranger told beside the sender's domain": (
        "GDP-08", (message(load("www.envoi.example", LOGIN) + load("t.example", LOGIN), sender="a@envoi.example"),),
        "fail", "pixel_tells"),
    "a tracker that also sends": (
        "GDP-07", (message(load(TRACKER), sender="app@criteo.com"),), "fail", "undeclared_in_message"),
    "the sender's domain is told who reads": (
        "GDP-08", (message(load("www.envoi.example", LOGIN), sender="app@envoi.example"),), "review", "sender_told"),
    "a declared party's image": ("GDP-07", (message(load(HOSTER)),), "pass", "messages_load"),
    "the service's own image": ("GDP-07", (message(load("app.example.fr")),), "pass", "sound"),
    "a link alone contacts nobody": ("GDP-07", (message('<a href="https://t.example/">x</a>'),), "pass", "sound"),
}  # fmt: skip


@pytest.mark.parametrize("case", MAILS)
def test_what_messages_say_and_load(case: str) -> None:
    criterion, came, verdict, clause = MAILS[case]
    found = judge_one(criterion, audit(also=(mail(*came),)))
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_a_tracker_behind_an_own_name_in_a_message() -> None:
    looks = (mail(message(load(OWN_NAME))), names(name(OWN_NAME, TRACKER)))
    found = judge_one("GDP-07", audit(also=looks))
    assert (found.verdict, "undeclared_in_message" in clauses(found)) == ("fail", True)


def test_a_tracker_behind_an_own_name_is_told_who_reads() -> None:
    looks = (mail(message(load(OWN_NAME, LOGIN))), names(name(OWN_NAME, TRACKER)))
    found = judge_one("GDP-08", audit(also=looks))
    assert (found.verdict, "pixel_tells" in clauses(found)) == ("fail", True)
    assert judge_one("GDP-08", audit(also=(looks[0], names(name(OWN_NAME))))).verdict == "pass"


def test_a_stranger_is_no_sender_because_another_message_came_from_there() -> None:
    own, other = (message(load("t.example", LOGIN), sender=sender) for sender in ("a@t.example", "a@u.example"))
    for came in ((own, other), (other, own)):
        assert judge_one("GDP-08", audit(also=(mail(*came),))).verdict == "fail"
        told = [message(load("t.example"), sender=one.data["sender"]) for one in came]
        assert judge_one("GDP-07", audit(also=(mail(*told),))).verdict == "fail"


def test_disposable_people_have_canaries_too() -> None:
    person = sight("person.fresh", FreshPerson(name="fresh1", canaries={"health": "canari-frais-9d1e"}))
    assert judge_one("GDP-08", audit(also=(mail(message(text="canari-frais-9d1e"), person),))).verdict == "fail"


def test_the_same_is_told_once_however_many_messages_come() -> None:
    found = judge_one("GDP-08", audit(also=(mail(*[message(load("t.example", LOGIN), text=CANARY)] * 40),)))
    assert clauses(found).count("in_message") == clauses(found).count("pixel_tells") == 1


def test_who_carries_messages_may_know_who_reads_them() -> None:
    carrier = {**IMAGES, "service": "messaging"}
    came = mail(message(load(HOSTER, LOGIN)))
    assert judge_one("GDP-08", audit(also=(came,), recipients=(carrier,))).verdict == "pass"


def test_messages_that_nobody_kept_leave_it_open() -> None:
    assert judge_one("GDP-08", audit(also=(mail(SOUND, left=3),))).verdict == "inconclusive"


def test_without_a_mailbox_messages_are_not_judged_and_the_finding_says_so() -> None:
    closed = failed("outside.mail", "gap.missing_input", input="mailbox")
    for looks in ((), (closed,)):
        found = judge_one("GDP-08", audit(also=looks))
        assert (found.verdict, "no_sink" in clauses(found)) == ("pass", True)


BLIND = {
    "GDP-05": (names(name(OWN_NAME)), 0),
    "GDP-07": (names(name(OWN_NAME)), 0),
    "GDP-08": (mail(SOUND), 1),
}


@pytest.mark.parametrize("criterion", BLIND)
def test_an_instrument_blind_to_its_control_proves_nothing(criterion: str) -> None:
    look, place = BLIND[criterion]
    for kept in (CONTROL_LOOKS[:place] + CONTROL_LOOKS[place + 1 :], ()):
        found = judge_one(criterion, audit(OWN, also=(look,), control=kept))
        assert (found.verdict, "gap.control" in clauses(found)) == ("inconclusive", True)
    assert judge_one(criterion, audit(OWN, control=())).verdict == "pass"


@pytest.mark.parametrize("criterion", ["GDP-05", "GDP-07", "GDP-08"])
def test_taking_evidence_away_never_passes(criterion: str) -> None:
    looks = (names(name(OWN_NAME, TRACKER)), mail(message(text=CANARY), message(load("t.example"))))
    assert_deletion_never_passes(criterion, audit(OWN, TOLD, also=looks))


def test_advertising_behind_an_own_name_on_a_personal_page() -> None:
    found = judge_one("CON-04", behind(DIARY, TRACKER))
    assert "advertising" in clauses(found)
    assert "without_consent" not in clauses(judge_one("GDP-05", behind(DIARY, TRACKER)))
