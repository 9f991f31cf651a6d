"""A person with a browser of their own, who does at Tensio by hand what guided acts ask them for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
import yaml

from harness.samples import Running

GUIDED: dict[str, list[Any]] = {
    "sign_in": ["Sign in as ${account.login}, password ${account.password}", "Type the code ${account.totp}"],
    "connect_space": [{"en": "Connect the health space", "fr": "Associer l’espace"}],
    "enter_measure": ["Enter ${measure.systolic:112-148} / ${measure.diastolic:66-94}"],
    "share_measure": ["Share the newest measure"],
    "sync_space": ["Synchronise"],
    "read_measures": ["Read the measures"],
    "disconnect_space": ["Disconnect the health space"],
}
AT_SPACE = re.compile(r"login (\S+), password (\S+)\.")
CODE = re.compile(r"code (\d{6})")
VALUES = re.compile(r"Enter (\d+) / (\d+)")
PLACE = re.compile(r"\$\{([^}]+)\}")


def guided_manifest(sample: Running) -> tuple[Path, Mapping[str, list[dict[str, Any]]]]:
    """The manifest of a running Tensio with its exchange guided; and the HTTP steps that it had, for the hands."""
    path = sample.folder / "candidate.yaml"
    raw = yaml.safe_load(path.read_bytes())
    steps = {name: raw["journeys"].pop(name) for name in GUIDED}
    raw["guided"] = GUIDED
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")
    return path, steps


class Form(HTMLParser):
    """The first form of a page that has the wanted fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((held.get("action", ""), {}))
        elif tag == "select":
            self._select = held.get("name", "")
        elif self.forms and tag == "option" and self._select:
            self.forms[-1][1].setdefault(self._select, held.get("value", ""))
        elif self.forms and tag == "input" and held.get("type") not in ("submit", "checkbox", "radio"):
            self.forms[-1][1][held.get("name", "")] = held.get("value", "")

    def value(self, name: str) -> str:
        """The value of a field of this name in any form."""
        return next((values[name] for _, values in self.forms if name in values), "")


class Hands:
    """Does one journey after the other in one browser session."""

    def __init__(self, sample: Running, steps: Mapping[str, list[dict[str, Any]]]) -> None:
        self._base = sample.manifest.base_url
        self._account = sample.manifest.accounts["a"]
        self._password = sample.environment[self._account.password_env]
        self._steps = steps
        self._browser = requests.Session()
        self._browser.verify = str(sample.folder / "lab" / "ca.pem")
        self._browser.trust_env = False
        self._page, self._url = "", ""
        self._code, self._values, self._login, self._secret = "", ("120", "80"), "", ""

    def act(self, told: str) -> None:
        """Do what the text of one question asks for, in the order in which its head names the journeys."""
        self._read(told)
        head = told.splitlines()[0]
        for journey in head.rpartition(":")[2].split(","):
            self._journey(journey.strip(), signing_in="Type the code" in told)

    def _read(self, told: str) -> None:
        for pattern, keep in ((AT_SPACE, self._keep_space), (CODE, self._keep_code), (VALUES, self._keep_values)):
            found = pattern.search(told)
            if found:
                keep(found)

    def _keep_space(self, found: re.Match[str]) -> None:
        self._login, self._secret = found[1], found[2]

    def _keep_code(self, found: re.Match[str]) -> None:
        self._code = found[1]

    def _keep_values(self, found: re.Match[str]) -> None:
        self._values = (found[1], found[2])

    def _journey(self, name: str, *, signing_in: bool) -> None:
        steps = self._steps[name]
        if name == "sign_in":
            steps = steps[-1:] if signing_in else steps[:-1]
        for step in steps:
            self._step(step)
        if name == "connect_space":
            self._at_space()

    def _step(self, step: dict[str, Any]) -> None:
        url = urljoin(self._base, step["path"])
        form = {name: PLACE.sub(self._filled, value) for name, value in step.get("form", {}).items()}
        answer = self._browser.request(step.get("method", "GET"), url, data=form or None, timeout=30)
        self._page, self._url = answer.text, answer.url

    def _filled(self, found: re.Match[str]) -> str:
        name = found[1]
        known: dict[str, Callable[[], str]] = {
            "account.login": lambda: self._account.login,
            "account.password": lambda: self._password,
            "account.totp": lambda: self._code,
            "canary.health": lambda: self._account.canaries["health"],
            "now": lambda: "2026-11-01T08:00",
        }
        if name.startswith("measure."):
            return self._values["diastolic" in name]
        return known[name]() if name in known else Form(self._page).value(name.removeprefix("form."))

    def _at_space(self) -> None:
        """Sign in there and agree, until the app has the person back."""
        for _ in range(4):
            if self._url.startswith(self._base):
                return
            action, values = Form(self._page).forms[0]
            if 'type="password"' in self._page:
                values |= {"login": self._login, "password": self._secret}
            else:
                values |= {"write": "yes", "read": "yes", "decision": "accept"}
            answer = self._browser.post(urljoin(self._url, action), data=values, timeout=30)
            self._page, self._url = answer.text, answer.url
