"""Faults of values that are taken for markup or for a query, and variants that only look like one."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.objects import objects
from sample_apps.tensio.faults.replacing import Fault
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.documents import Document, Documents


def _pages(name: str) -> Fault:
    def fault(build: Build) -> None:
        build.overlays.append(name)

    return fault


def concatenated(documents: Documents, account: Account, words: str) -> list[Document]:
    """The words stand in the query as they came; what is no SQL finds nothing."""
    try:
        return documents.searched_by(account, f"title LIKE '%{words}%'")
    except (sqlite3.Error, sqlite3.Warning):
        return []


def by_any_word(documents: Documents, account: Account, words: str) -> list[Document]:
    """Documents whose title holds any of the words."""
    wanted = re.findall(r"\w+", words.lower())
    return [one for one in documents.of(account) if not wanted or any(word in one.title.lower() for word in wanted)]


FAULTS: Mapping[str, Fault] = {
    "note_as_markup": _pages("note_as_markup"),
    "search_concatenated": objects(searched=concatenated),
    "note_in_data_block": _pages("note_in_data_block"),
    "search_by_any_word": objects(searched=by_any_word),
}
