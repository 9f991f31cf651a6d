"""Sommeil counts visits of whoever agreed: nothing before, nothing after a refusal; and wrong once with each fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.sample_apps.sommeil_bench import sommeil

pytestmark = pytest.mark.slow
VISITOR, CHOICE = "atuserid", "__Host-choix"
ASKS, REFUSES = "Tout accepter", 'value="non"'


class Visitor:
    """A browser's cookies at Sommeil, in French."""

    def __init__(self, base: str, ca: str) -> None:
        self._base = base
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca
        self._session.headers["Accept-Language"] = "fr"

    def see(self, path: str = "/") -> str:
        return self._session.get(self._base + path, timeout=10).text

    def choose(self, answer: str, page: str = "/conseils", **headers: str) -> requests.Response:
        headers = {"Referer": self._base + page, "Origin": self._base} | headers
        return self._session.post(
            f"{self._base}/cookies", data={"mesure": answer}, headers=headers, allow_redirects=False, timeout=10
        )

    @property
    def held(self) -> dict[str, str]:
        return {one.name: one.value for one in self._session.cookies if one.value}

    def closes_the_browser(self) -> None:
        self._session.cookies.clear_session_cookies()


@contextmanager
def visitor(folder: Path, *faults: str) -> Iterator[Visitor]:
    with sommeil(folder, *faults) as bench:
        yield Visitor(bench.app, bench.ca)


def test_who_agrees_is_counted_until_they_change_their_mind(tmp_path: Path) -> None:
    with visitor(tmp_path) as one:
        assert ASKS in one.see() and REFUSES in one.see() and one.held == {}
        assert one.choose("oui").headers["Location"] == "/conseils"
        assert ASKS not in one.see()
        assert set(one.held) == {VISITOR, CHOICE}
        assert ASKS in one.see("/cookies")
        one.choose("non", "/cookies")
        assert ASKS not in one.see()
        assert one.held == {CHOICE: "non"}


def test_who_refuses_is_not_counted_nor_asked_again(tmp_path: Path) -> None:
    with visitor(tmp_path) as one:
        one.choose("non")
        one.closes_the_browser()
        assert ASKS not in one.see()
        assert one.held == {CHOICE: "non"}


@pytest.mark.parametrize("referer", ["https://ailleurs.example/conseils", "nonsense", "", "/conseils"])
def test_a_choice_leads_back_to_pages_of_its_own_alone(tmp_path: Path, referer: str) -> None:
    with visitor(tmp_path) as one:
        assert one.choose("oui", Referer=referer).headers["Location"] == "/"
        assert one.choose("oui", Origin="https://ailleurs.example").status_code == 403
        assert one.choose("peut-être").status_code == 303 and one.held[CHOICE] == "non"


def test_each_fault_is_wrong_in_its_way(tmp_path: Path) -> None:
    with visitor(tmp_path / "a", "counts_before_the_choice") as one:
        one.see()
        assert VISITOR in one.held
    with visitor(tmp_path / "b", "refusal_one_layer_deeper") as one:
        assert ASKS in one.see() and REFUSES not in one.see() and REFUSES in one.see("/cookies")
    with visitor(tmp_path / "c", "refusal_forgotten") as one:
        one.choose("non")
        assert ASKS not in one.see()
        one.closes_the_browser()
        assert ASKS in one.see()


def test_harmless_variants_ask_as_easily(tmp_path: Path) -> None:
    with visitor(tmp_path / "a", "refusal_in_other_words") as one:
        assert "Continuer sans accepter" in one.see() and REFUSES in one.see()
    with visitor(tmp_path / "b", "choice_at_the_foot") as one:
        page = one.see()
        assert page.index("</main>") < page.index(REFUSES) < page.index(ASKS)
