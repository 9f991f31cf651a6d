"""A person with a browser, as far as these tests need one."""

from __future__ import annotations

import pyotp
import requests
from selectolax.lexbor import LexborHTMLParser

ACCOUNTS = {
    "TENSIO_A_LOGIN": "alice@exemple.example",
    "TENSIO_A_PASSWORD": "quatre mots de passe",
    "TENSIO_A_CANARY": "CANARI-A",
    "TENSIO_A_TOTP": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "TENSIO_B_LOGIN": "bruno@exemple.example",
    "TENSIO_B_PASSWORD": "mots quatre de passe",
    "TENSIO_B_CANARY": "CANARI-B",
    "TENSIO_B_TOTP": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
}
SESSION = "__Host-session"


class Visitor:
    """Follows links and fills forms; ``http`` holds the cookies."""

    def __init__(self, url: str, ca: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.trust_env = False  # the environment may name another authority, or a proxy
        self.http.verify = ca

    def get(self, path: str, *, follow: bool = True) -> requests.Response:
        return self.http.get(self.url + path, allow_redirects=follow)

    def submit(
        self, page: str, action: str, fields: dict[str, str] | None = None, *, follow: bool = True
    ) -> requests.Response:
        """Sends the form of ``page`` that goes to ``action``, with its hidden fields."""
        form = LexborHTMLParser(self.get(page).text).css_first(f"form[action='{action}']")
        assert form is not None, f"{page} has no form for {action}"
        hidden = {one.attributes["name"]: one.attributes["value"] for one in form.css("input[type=hidden]")}
        return self.http.post(self.url + action, data=hidden | (fields or {}), allow_redirects=follow)

    def sign_in(self, account: str = "A", *, follow: bool = True) -> requests.Response:
        """Both steps; a Tensio that takes each code once lets an account in once in a while only."""
        self.give_password(account)
        code = pyotp.TOTP(ACCOUNTS[f"TENSIO_{account}_TOTP"]).now()
        return self.submit("/connexion/code", "/connexion/code", {"code": code}, follow=follow)

    def give_password(self, account: str = "A") -> requests.Response:
        """The first step alone."""
        login, password = ACCOUNTS[f"TENSIO_{account}_LOGIN"], ACCOUNTS[f"TENSIO_{account}_PASSWORD"]
        return self.submit("/connexion", "/connexion", {"email": login, "mot_de_passe": password})


def notice(response: requests.Response) -> str:
    """What the page tells the person: its alert or its status message."""
    found = LexborHTMLParser(response.text).css_first("[role=alert], [role=status]")
    return found.text() if found else ""
