"""``hostile.uploads``: files that no app should keep, sent up by the declared journey ``upload``, and read back.

Tag ``variant`` names the file (see ``variants.py``), ``role`` what the exchange is: the last step ``sent``, then each
address that appeared with it as ``readback``, the malware once more at the end as ``settled`` (a scan may take a
while), and addresses outside the folder of the uploads as ``escaped``. Tag ``same`` says how much of what was sent came
back: ``whole``, ``part`` or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from criteria.facts.html import read_page
from criteria.facts.http.urls import canonical, resolve
from criteria.facts.upload_tries import SUMMARY_KIND, UploadSummary
from criteria.observation import Look
from harness.manifest.steps import Step, StepFile
from harness.net import Answer, Ask, follow
from harness.probes.exchange.step_request import content_of
from harness.probes.hostile.disposable import disposable
from harness.probes.hostile.variants import MALWARE, Variant, variants
from harness.probes.http.record import is_html, record
from harness.probes.objects.corpus import links_of
from harness.probes.person import Sitting, shared_sitting
from harness.probes.person.session import SIGN_IN
from harness.probing import ProbeRoom
from harness.sample_files import EICAR

PURPOSE = "uploads"
JOURNEY = "upload"
MOST_READ = 6
LEAST_PART = 64
"""Bytes from the start that must agree for an answer to be part of what was sent."""


def run(look: Look, room: ProbeRoom) -> None:
    """Send each variant. Without a journey the signed-in pages are seen, so that a form with a file would show.

    Raises ``LookFailed`` when nobody can sign up or in.
    """
    room.redactor.add(EICAR.decode("latin-1"), "eicar")
    steps = room.journeys.get(JOURNEY, ())
    place = next((rank for rank, step in enumerate(steps) if step.file), None)
    if place is None:
        _see_pages(room)
        _end(room, declared=bool(steps))
        return
    file = steps[place].file
    assert file is not None
    trying = _Trying(room, steps[: place + 1], file)
    names = [one.name for one in variants(file, trying.folders) if trying.send(one)]
    trying.settle()
    _end(room, declared=True, file=True, limit=file.limit, type=file.type, sent=tuple(names))


def _see_pages(room: ProbeRoom) -> None:
    if SIGN_IN in room.journeys and "a" in room.manifest.accounts:
        sitting = shared_sitting(room, "a")
        sitting.purpose = PURPOSE
        sitting.visit()


def _end(room: ProbeRoom, **data: object) -> None:
    room.observe(kind=SUMMARY_KIND, data=UploadSummary(**data), target=room.look.target)  # type: ignore[arg-type]


class _Trying:
    """One person who sends files and looks where they went."""

    def __init__(self, room: ProbeRoom, steps: tuple[Step, ...], file: StepFile) -> None:
        self._room = room
        self._steps = steps
        self._file = file
        self._sitting: Sitting = disposable(room, PURPOSE)
        self._sitting.visit()
        self._known = {canonical(url) for answer in self._sitting.heard for url in links_of(answer)}
        self._malware: list[Ask] = []
        self.folders = sorted({
            urlsplit(url).path.split("/")[1]
            for answer in self._sitting.heard
            for url in _assets(answer, room.base_url)
        })[:2]

    def send(self, variant: Variant) -> bool:
        """Send one file and read back what appeared; whether there was an answer."""
        file = variant.file(self._file)
        step = _replaced(self._steps[-1], file)
        walked = self._sitting.walk(JOURNEY, (*self._steps[:-1], step), variant=variant.name)
        if walked.last is None:
            return False
        sent = content_of(file, self._sitting.person.known)
        for answer in self._appeared(walked.last):
            ask = Ask(method="GET", url=answer)
            self._read(ask, variant.name, "readback", sent)
            if variant.name == MALWARE:
                self._malware.append(ask)
        for path in variant.escapes:
            url = resolve(self._room.base_url + "/", path)
            self._read(Ask(method="GET", url=url), variant.name, "escaped", sent)
        return True

    def settle(self) -> None:
        """Read the malware once more, now that everything else was done."""
        for ask in self._malware:
            self._read(ask, MALWARE, "settled", EICAR)

    def _appeared(self, last: Answer) -> Iterator[str]:
        """Addresses that were not there before: in the last answer, else on the signed-in pages; and behind them."""
        found = [*self._new(last)]
        if last.exchange.request.method == "GET" and canonical(last.url) not in self._known:
            self._known.add(canonical(last.url))
        if not found and last.status < 400:
            found = [url for answer in self._sitting.visit() for url in self._new(answer)]
        for count, url in enumerate(found):
            if count >= MOST_READ:
                return
            yield url
            seen = self._sitting.heard[-1]
            if len(found) < MOST_READ and canonical(seen.url) == canonical(url):
                found.extend(self._new(seen))

    def _new(self, answer: Answer) -> Iterator[str]:
        for url in links_of(answer):
            address = canonical(url)
            if url.startswith(f"{self._room.base_url}/") and address not in self._known:
                self._known.add(address)
                yield url

    def _read(self, ask: Ask, variant: str, role: str, sent: bytes) -> None:
        ready = msgspec.structs.replace(
            ask, labels=self._sitting.labels({"variant": variant, "role": role}), verify=self._room.verify
        )
        trail = follow(self._room.http, ready)
        for answer in trail.answers[:-1]:
            record(self._room, answer)
        record(self._room, trail.last, {"same": _same(trail.last.body, sent)})
        self._sitting.heard.append(trail.last)


def _same(body: bytes, sent: bytes) -> str:
    if body == sent:
        return "whole"
    return "part" if len(body) >= LEAST_PART and sent.startswith(body) else ""


def _replaced(step: Step, file: StepFile) -> Step:
    """The step with another file; whether it was taken is seen from what can be read back, not from its answer."""
    return Step(path=step.path, method=step.method, form=step.form, headers=step.headers, file=file)


def _assets(answer: Answer, base_url: str) -> Iterator[str]:
    """Addresses of style sheets and images: their folders are where an escaping name would be served from."""
    if not is_html(answer):
        return
    for one in read_page(answer.body, answer.url).subresources:
        if one.url.startswith(f"{base_url}/") and one.url.count("/") > 3:
            yield one.url
