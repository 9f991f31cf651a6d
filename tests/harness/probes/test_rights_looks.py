"""The looks of rights at a tiny app: people sign up, share, take back, delete; the probe tries every way again."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from criteria.rights_acts import ACT_KIND
from harness.manifest.model import Step
from harness.probes.rights import KINDS
from tests.harness.probes.http_room import Bench
from tests.support.hostile_server import HostileServer, reply

SIGN_UP = (Step(path="/inscription", method="POST", form={"login": "${account.login}", "age": "${birth.year}"}),)
JOURNEYS = {
    "sign_up": SIGN_UP,
    "sign_in": (Step(path="/connexion", method="POST", form={"login": "${account.login}"}),),
    "enter_measure": (Step(path="/mesures", method="POST", form={"note": "${canary.health}"}),),
    "grant_access": (Step(path="/partage", method="POST", form={"a": "${kept.carer}"}, keep={}),),
    "use_access": (Step(path="/proche"),),
    "revoke_access": (Step(path="/fin-partage", method="POST"),),
    "delete_account": (Step(path="/fin"), Step(path="/fin", method="POST")),
}


class Diary(HostileServer):
    """Accounts by sign-in name in a cookie, one note each, one carer each; ``leaks`` forgets to end what ended."""

    def __init__(self, leaks: bool) -> None:
        super().__init__({"/fin": reply(b"<p>Tout sera efface.</p>")})
        self.leaks = leaks
        self.notes: dict[str, str] = {"alice": ""}
        self.carers: dict[str, str] = {}

    def _pieces(self, path: str) -> list[bytes]:
        request = self.requests[-1]
        fields = dict(parse_qsl(request.partition(b"\r\n\r\n")[2].decode()))
        found = re.search(rb"who=([^;\r]+)", request)
        who = found[1].decode() if found else ""
        if path in ("/inscription", "/connexion"):
            known = path == "/inscription" or fields["login"] in self.notes
            if path == "/inscription":
                self.notes[fields["login"]] = ""
            sets = f"Set-Cookie: who={fields['login']}; Path=/"
            return [reply(b"", sets) if known else reply(b"", status="401 Unauthorized")]
        if request.startswith(b"POST"):
            self._post(path, who, fields)
            return [reply(b"<p>Fait</p>")]
        if path == "/journal":
            return [reply(self.notes.get(who, "").encode())]
        if path == "/proche":
            owners = [owner for owner, carer in self.carers.items() if carer == who]
            return [reply(" ".join(self.notes[owner] for owner in owners).encode())]
        return list(super()._pieces(path))

    def _post(self, path: str, who: str, fields: dict[str, str]) -> None:
        if path == "/mesures":
            self.notes[who] = fields["note"]
        elif path == "/partage":
            self.carers[who] = fields["a"]
        elif not self.leaks:
            (self.carers if path == "/fin-partage" else self.notes).pop(who, None)


def looked(folder: Path, kind: str, leaks: bool) -> tuple[list[tuple[str, str, str]], dict[str, list[str]]]:
    """What was tried (act, stage, outcome), and the notes in the answers to GET by stage."""
    with Diary(leaks) as server:
        bench = Bench(folder, server, kinds=KINDS, journeys=JOURNEYS, signed_in_pages=("/journal",))
        bench.run(kind)
        acts = [seen.data for seen in bench.observations if seen.kind == ACT_KIND]
        bodies: dict[str, list[str]] = {}
        for seen in bench.observations:
            if seen.kind == "http.exchange" and seen.data["request"]["method"] == "GET":
                digest = seen.blobs["response_body"].removeprefix("sha256:")
                body = (folder / "blobs" / digest[:2] / digest).read_text()
                bodies.setdefault(seen.data["tags"].get("stage", ""), []).append(body)
    return [(one["act"], one["stage"], one["outcome"]) for one in acts], bodies


@pytest.mark.parametrize("leaks", [False, True], ids=["sound", "leaky"])
def test_access_is_given_used_taken_back_and_tried_again(tmp_path: Path, leaks: bool) -> None:
    acts, bodies = looked(tmp_path, "rights.minors", leaks)
    assert [one for one in acts if "access" in one[0]] == [
        ("grant_access", "granted", "accepted"),
        ("use_access", "granted", "accepted"),
        ("revoke_access", "revoked", "accepted"),
        ("use_access", "revoked", "accepted"),
    ]
    assert bodies["granted"][0].startswith("canari-health-")
    assert bodies["revoked"] == ([bodies["granted"][0]] * 2 if leaks else ["", ""])


@pytest.mark.parametrize("leaks", [False, True], ids=["sound", "leaky"])
def test_a_deleted_account_is_asked_for_in_every_way(tmp_path: Path, leaks: bool) -> None:
    acts, bodies = looked(tmp_path, "rights.deletion", leaks)
    outcome = "accepted" if leaks else "refused"
    assert acts[-2:] == [("delete_account", "delete", "accepted"), ("sign_in", "login", outcome)]
    assert bodies["before"][0].startswith("canari-health-")
    assert [body[:13] for body in bodies["old_session"]] == ["canari-health"] if leaks else [""]
    assert ("login" in bodies) == leaks


def test_each_age_comes_and_goes(tmp_path: Path) -> None:
    acts, _ = looked(tmp_path, "rights.minors", False)
    assert [stage for act, stage, _ in acts if act == "sign_up"] == [
        "age_14", "age_15", "age_18", "delegation", "delegation"
    ]  # fmt: skip
