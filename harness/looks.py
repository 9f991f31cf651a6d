"""Every kind of look that the probes can make, and how each expands to concrete looks of one subject."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import msgspec

from criteria.observation import Look, Nature, Subject
from harness.manifest.model import Manifest
from harness.probing import ProbeRoom

Run = Callable[[Look, ProbeRoom], None]
Targets = Callable[[Manifest], list[str]]


class LookKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of look. ``needs`` are inputs of the manifest (``accounts.a``, ``space``, ``authorisation``).

    ``control`` says whether the control app is looked at too. ``draws`` names a parameter of the look
    that is drawn when it is planned, so that nobody knows it before. ``last``: after every other look at its subject,
    since it reads what they brought about.
    """

    kind: str
    probe: str
    run: Run
    targets: Targets
    nature: Nature = "passive"
    needs: tuple[str, ...] = ()
    control: bool = True
    destroys: str = ""
    restores: str = ""
    draws: str = ""
    last: bool = False

    def looks(self, manifest: Manifest, subject: Subject) -> list[Look]:
        """The concrete looks at this subject."""
        return [
            Look(
                id=f"{subject}:{self.kind}/{target}",
                kind=self.kind,
                probe=self.probe,
                target=target,
                subject=subject,
                nature=self.nature,
                needs=self.needs,
                destroys=self.destroys,
                restores=self.restores,
                params=self._drawn(),
            )
            for target in self.targets(manifest)
        ]

    def _drawn(self) -> dict[str, str]:
        return {self.draws: f"EX-{secrets.token_hex(4).upper()}"} if self.draws else {}


def each_host(manifest: Manifest) -> list[str]:
    """One look for each host in scope."""
    return list(manifest.hosts)


def the_app(manifest: Manifest) -> list[str]:
    """One look at the whole app."""
    return [manifest.base_url]


def once(name: str) -> Targets:
    """One look at something that is not a host (a pack, a document folder)."""
    return lambda _manifest: [name]
