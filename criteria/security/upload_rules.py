"""What SEC-18 states of files that were sent up: what of them is kept, and how it is served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.facts.html import Page
from criteria.facts.http import Crawl
from criteria.facts.upload_tries import UploadSign, UploadSummary, UploadTry
from criteria.rights_acts import says_nothing
from criteria.security.sign_in import unseen_behind

MAY_HANG_UP = ("large", "archive")
"""Files that a server may refuse by ending the connection while they come in."""
REREAD = ("readback", "settled")
GONE = (400, 403, 404, 410, 415, 422, 451)
"""Answers to a file that is kept from everybody: refused, gone, or never there."""
Tries = list[Seen[UploadTry]]


def upload_notes(facts: Facts) -> Iterator[Note]:
    """Every fault, doubt and remark; ``sound`` when the sound file was taken and given back."""
    summary = facts.first(UploadSummary)
    if summary is None:
        yield note("not_tried")
    elif not summary.fact.file:
        yield from _without_journey(facts, summary)
    tries = list(facts.all(UploadTry))
    yield from _unanswered(tries)
    yield from _served_active(tries)
    yield from _malware(tries)
    for seen in tries:
        if seen.fact.role == "escaped" and seen.fact.same:
            yield note("name_escapes", seen, url=seen.fact.url)
    if summary is not None and summary.fact.file:
        yield from _with_journey(tries, summary)


def _without_journey(facts: Facts, summary: Seen[UploadSummary]) -> Iterator[Note]:
    """Nothing was sent: there is no upload function, or the manifest does not say how to use it."""
    signs: list[Seen[UploadSign] | Seen[Page]] = [*facts.all(UploadSign), *_with_file_field(facts.all(Page))]
    crawls = facts.all(Crawl)
    if summary.fact.declared or signs:
        where = signs[0].fact.url if signs else "journeys.upload"
        yield note("not_declared", summary, *signs, url=where)
    elif (behind := unseen_behind(facts.candidate, facts.all(Page))) is not None:
        yield note("behind_sign_in", summary, *behind[:1])
    elif not crawls or any(seen.fact.truncated for seen in crawls):
        yield note("crawl_bounded", *crawls)
    elif "mobile" in facts.candidate.faces:
        yield note("mobile_unseen", summary)
    else:
        yield note("no_upload", summary, *crawls)


def _with_file_field(pages: Iterable[Seen[Page]]) -> Iterator[Seen[Page]]:
    return (seen for seen in pages if any(one.type == "file" for form in seen.fact.forms for one in form.fields))


def _with_journey(tries: Tries, summary: Seen[UploadSummary]) -> Iterator[Note]:
    sound = _of(tries, "sound", "readback")
    whole = [seen for seen in sound if seen.fact.same or _remade(seen.fact, summary.fact)]
    if not whole:
        sent = _of(tries, "sound", "sent")
        refused = [seen for seen in sent if seen.fact.status >= 400]
        if refused:
            yield note("sound_refused", *refused, url=refused[-1].fact.url, status=refused[-1].fact.status)
        else:
            yield note("not_read_back", summary, *sent, *sound)
    yield from _too_large(tries, summary)
    if whole:
        variants = {seen.fact.variant for seen in tries if seen.fact.role == "sent"}
        yield note("sound", *tries, variants=len(variants), kept=len(whole))


def _remade(one: UploadTry, summary: UploadSummary) -> bool:
    """The file came back in another encoding of its own type, as images often do."""
    return one.status == 200 and one.type == summary.type and one.size > 0


def _too_large(tries: Tries, summary: Seen[UploadSummary]) -> Iterator[Note]:
    limit = summary.fact.limit
    if not limit:
        yield note("no_limit", summary)
    for seen in _of(tries, "large", *REREAD):
        if seen.fact.same:
            yield note("too_large_kept", summary, seen, url=seen.fact.url, limit=limit)
            break
    for seen in _of(tries, "archive", *REREAD):
        expanded = seen.fact.cut in ("size", "bomb") or seen.fact.size > limit
        if limit and expanded and not seen.fact.same:
            yield note("archive_expanded", summary, seen, url=seen.fact.url, limit=limit)


def _malware(tries: Tries) -> Iterator[Note]:
    """Kept at the end: a scan may take a while, so that what was given back once and no more is only told."""
    kept = [seen for seen in _of(tries, "malware", "settled") if seen.fact.same]
    once = [seen for seen in _of(tries, "malware", "readback") if seen.fact.same]
    given = {seen.fact.url for seen in once}
    last = [seen for seen in _of(tries, "malware", "settled") if seen.fact.url in given]
    if kept:
        yield note("malware_kept", *kept, url=kept[0].fact.url)
    elif once and not (last and all(_tells(seen.fact) for seen in last)):
        yield note("malware_unsettled", *once, *last, url=once[0].fact.url, status=last[-1].fact.status if last else 0)
    elif once:
        yield note("malware_removed", *once, *_of(tries, "malware", "settled"), url=once[0].fact.url)


def _tells(one: UploadTry) -> bool:
    """Whether the answer says what became of the file: another file in its place, or none any more."""
    return one.status in GONE or (200 <= one.status < 300 and not one.type.startswith("text/html"))


def _served_active(tries: Tries) -> Iterator[Note]:
    for variant in ("html", "svg"):
        for seen in _of(tries, variant, "readback"):
            if seen.fact.same and seen.fact.active:
                shown = {"url": seen.fact.url, "type": seen.fact.type or "-", "variant": variant}
                yield note("active_sandboxed" if seen.fact.sandboxed else "served_active", seen, **shown)


def _unanswered(tries: Tries) -> Iterator[Note]:
    for seen in tries:
        hung_up = seen.fact.role == "sent" and seen.fact.variant in MAY_HANG_UP
        told = {"url": seen.fact.url, "variant": seen.fact.variant}
        if not seen.fact.status and not hung_up:
            yield note("unanswered", seen, error=seen.fact.error, **told)
        elif says_nothing(seen.fact.status) and not hung_up and seen.fact.role != "escaped":
            yield note("unanswered", seen, error=seen.fact.status, **told)


def _of(tries: Tries, variant: str, *roles: str) -> Tries:
    return [seen for seen in tries if seen.fact.variant == variant and seen.fact.role in roles]
