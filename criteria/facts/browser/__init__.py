"""Facts of the browser: requests, cookies, storage, rendered pages, forms, consent interfaces, accessibility.

Each names in ``state``, ``moment``, ``context`` and ``journey`` when it was seen (``criteria/browser_record.py``), and
what it means (docstrings there). All are read from looks ``browser.visits`` and ``browser.journeys``.
"""

from criteria.facts.browser.consent import Banner, ConsentChoice
from criteria.facts.browser.journeys import BrokenStep, BrowserJourney
from criteria.facts.browser.pages import AxeResult, BrowserForm, BrowserPage, KeyboardWalk, RenderedPage, Visits
from criteria.facts.browser.requests import BrowserRequest
from criteria.facts.browser.stored import BrowserCookie, BrowserStorage, FingerprintCall

__all__ = [
    "AxeResult",
    "Banner",
    "BrokenStep",
    "BrowserCookie",
    "BrowserForm",
    "BrowserJourney",
    "BrowserPage",
    "BrowserRequest",
    "BrowserStorage",
    "ConsentChoice",
    "FingerprintCall",
    "KeyboardWalk",
    "RenderedPage",
    "Visits",
]
