"""SEC-18: files that no app should keep, and what was given back of them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.evidence import (
    BASE,
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    exchange,
    failed,
    judge_one,
    looked,
    page,
    sight,
)

KIND = "hostile.uploads"
PDF, SVG = "application/pdf", "image/svg+xml"


def sent(variant: str, status: int = 303, error: str = "") -> Sight:
    tags = {"variant": variant, "journey": "upload", "step": "2"}
    return exchange(f"{BASE}/documents", "x", method="POST", status=status, error=error, purpose="uploads", tags=tags)


def back(
    variant: str, same: str = "whole", kind: str = PDF, role: str = "readback", *, status: int = 200, size: int = 9,
    headers: tuple[tuple[str, str], ...] = (), cut: str = "",
) -> Sight:
    tags = {"variant": variant, "role": role, "same": same}
    seen = exchange(
        f"{BASE}/documents/7/fichier", b"x" * size, status=status, content_type=kind, headers=headers,
        purpose="uploads", tags=tags,
    )
    if cut:
        seen.data["response"]["cut"] = cut
    return seen


def ended(**data: Any) -> Sight:
    whole = {"declared": True, "file": True, "limit": 1000, "type": PDF, "sent": ["sound"]}
    return sight("hostile.uploads_summary", {**whole, **data})


def control() -> Looked:
    return looked(
        KIND,
        *(sent(one) for one in ("sound", "malware", "html", "large")),
        back("sound"), back("malware", role="settled"), back("html", kind="text/html"), back("large"), ended(),
        subject="control",
    )


ATTACHED = (("content-disposition", "attachment; filename=x"),)
SANDBOX = (("content-security-policy", "default-src 'none'; sandbox"),)
SOUND = [sent("sound"), back("sound")]
REFUSED = [sent(one, 422) for one in ("malware", "html", "svg", "large", "archive", "climbing")]
CASES: dict[str, tuple[list[Sight], str, str]] = {
    "only the sound one is taken": ([*SOUND, *REFUSED], "pass", "sound"),
    "malware is kept": (
        [*SOUND, sent("malware"), back("malware"), back("malware", role="settled")], "fail", "malware_kept",
    ),
    "the session ended before the scan": (
        [*SOUND, sent("malware"), back("malware"), back("malware", "", role="settled", status=401)], "inconclusive",
        "malware_unsettled",
    ),
    "a sign-in page is no removal": (
        [*SOUND, sent("malware"), back("malware"), back("malware", "", role="settled", kind="text/html")],
        "inconclusive",
        "malware_unsettled",
    ),
    "the end was not looked at": ([*SOUND, sent("malware"), back("malware")], "inconclusive", "malware_unsettled"),
    "a file that was held back": ([*SOUND, sent("html", 429)], "inconclusive", "unanswered"),
    "a reading that was held back": (
        [*SOUND, sent("svg"), back("svg", "", status=503)], "inconclusive", "unanswered",
    ),
    "malware goes after a scan": (
        [*SOUND, sent("malware"), back("malware"), back("malware", "", role="settled", status=404)], "pass",
        "malware_removed",
    ),
    "a page inline": ([*SOUND, sent("html"), back("html", kind="text/html")], "fail", "served_active"),
    "a drawing inline": ([*SOUND, sent("svg"), back("svg", kind=SVG)], "fail", "served_active"),
    "a drawing as a download": ([*SOUND, sent("svg"), back("svg", kind=SVG, headers=ATTACHED)], "pass", "sound"),
    "a drawing in a sandbox": (
        [*SOUND, sent("svg"), back("svg", kind=SVG, headers=SANDBOX)], "review", "active_sandboxed",
    ),
    "a page under the name of a PDF": ([*SOUND, sent("html"), back("html")], "pass", "sound"),
    "over the limit": ([*SOUND, sent("large"), back("large", "part", cut="size")], "fail", "too_large_kept"),
    "hung up over the limit": ([*SOUND, sent("large", error="closed")], "pass", "sound"),
    "hung up at a page": ([*SOUND, sent("html", error="closed")], "inconclusive", "unanswered"),
    "an archive as it came": ([*SOUND, sent("archive"), back("archive", kind="application/zip")], "pass", "sound"),
    "an archive expanded": (
        [*SOUND, sent("archive"), back("archive", "", kind="text/plain", size=2000)], "fail", "archive_expanded",
    ),
    "a name that climbs": ([*SOUND, sent("climbing"), back("climbing", role="escaped")], "fail", "name_escapes"),
    "a climbing name led nowhere": (
        [*SOUND, sent("climbing"), back("climbing", role="escaped", status=404)], "pass", "sound",
    ),
    "an image made anew": ([sent("sound"), back("sound", "")], "pass", "sound"),
    "the sound one is refused": ([sent("sound", 422)], "inconclusive", "sound_refused"),
    "the sound one is lost": ([sent("sound", 200)], "inconclusive", "not_read_back"),
}


def evidence(*seen: Sight, crawled: tuple[Sight, ...] = (), truncated: bool = False, **summary: Any) -> MemoryEvidence:
    return bundle_of(
        looked("http.crawl", page("/", "<h1>Accueil</h1>"), *crawled, crawl_summary(truncated=truncated)),
        looked(KIND, *seen, ended(**summary)),
        control(),
    )


@pytest.mark.parametrize(("seen", "verdict", "stated"), CASES.values(), ids=CASES.keys())
def test_what_comes_back(seen: list[Sight], verdict: str, stated: str) -> None:
    judged = judge_one("SEC-18", evidence(*seen))
    assert judged.verdict == verdict
    assert stated in clauses(judged)


def test_no_limit_declared() -> None:
    judged = judge_one("SEC-18", evidence(*SOUND, limit=0))
    assert (judged.verdict, "no_limit" in clauses(judged)) == ("inconclusive", True)


NONE = {"declared": False, "file": False, "limit": 0, "type": "", "sent": []}
SIGN_IN = page("/connexion", "<form method=post><input name=u><input type=password name=p></form>")
FORM = page("/depot", "<form><input type=file name=f></form>")
SCRIPT = exchange(f"{BASE}/a.js", "i.type = 'file'", content_type="text/javascript", purpose="crawl")


@pytest.mark.parametrize(
    ("crawled", "truncated", "verdict", "stated"),
    [
        ((), False, "not_applicable", "no_upload"),
        ((FORM,), False, "inconclusive", "not_declared"),
        ((), True, "inconclusive", "crawl_bounded"),
        ((SIGN_IN,), False, "inconclusive", "behind_sign_in"),
    ],
)
def test_no_journey(crawled: tuple[Sight, ...], truncated: bool, verdict: str, stated: str) -> None:
    judged = judge_one("SEC-18", evidence(crawled=crawled, truncated=truncated, **NONE))
    assert (judged.verdict, clauses(judged)) == (verdict, [stated])


def test_a_script_that_asks_for_files_is_an_upload_function() -> None:
    assert clauses(judge_one("SEC-18", evidence(crawled=(SCRIPT,), **NONE))) == ["not_declared"]


def test_a_mobile_package_was_not_searched() -> None:
    mobile = msgspec.structs.replace(CANDIDATE, faces=("web", "mobile"))
    whole = bundle_of(looked("http.crawl", crawl_summary()), looked(KIND, ended(**NONE)), control(), candidate=mobile)
    assert clauses(judge_one("SEC-18", whole)) == ["mobile_unseen"]


def test_without_its_look() -> None:
    missing = bundle_of(looked("http.crawl", crawl_summary()), failed(KIND, "gap.missing_input", input="accounts.a"))
    assert judge_one("SEC-18", missing).verdict == "inconclusive"


@pytest.mark.parametrize("name", CASES)
def test_deletion_never_passes(name: str) -> None:
    assert_deletion_never_passes("SEC-18", evidence(*CASES[name][0]))
