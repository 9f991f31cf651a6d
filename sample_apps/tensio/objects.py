"""Who may reach which object, and how files come in and go out: decisions that a fault may replace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sample_apps.tensio.files import Refusal, checked, stored_name
from sample_apps.tensio.pairing.keys import ClientKey
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.documents import Document, Documents
from sample_apps.tensio.store.measures import Measure, Measures

MAX_FILE = 5 * 1024 * 1024


def own_measure(measures: Measures, account: Account, measure_id: str) -> Measure | None:
    """The measure, if it is this account's."""
    return measures.find(account, measure_id)


def own_document(documents: Documents, account: Account | None, document_id: str) -> Document | None:
    """The document, if it is this account's."""
    found = documents.find(document_id)
    return found if found and account and found.account == account.id else None


def searched(documents: Documents, account: Account, words: str) -> list[Document]:
    """The documents whose title holds these words."""
    return documents.of(account, words)


def as_attachment(document: Document) -> Mapping[str, str]:
    """Always a download, never a page of this site."""
    return {
        "Content-Type": document.type,
        "Content-Disposition": f'attachment; filename="{document.name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }


@dataclass(frozen=True)
class ObjectPolicy:
    """``measure``, ``report``, ``by_interface``, ``document`` and ``file`` say who reaches an object, ``renamed`` who
    changes it; ``owner_of_token`` reads a bearer token (an e-mail address, or nothing)."""

    measure: Callable[[Measures, Account, str], Measure | None] = own_measure
    report: Callable[[Measures, Account, str], Measure | None] = own_measure
    by_interface: Callable[[Measures, Account, str], Measure | None] = own_measure
    document: Callable[[Documents, Account | None, str], Document | None] = own_document
    file: Callable[[Documents, Account | None, str], Document | None] = own_document
    renamed: Callable[[Documents, Account | None, str], Document | None] = own_document
    searched: Callable[[Documents, Account, str], list[Document]] = searched
    checked: Callable[[str, bytes], str | Refusal] = checked
    stored_name: Callable[[str, str], str] = stored_name
    served: Callable[[Document], Mapping[str, str]] = as_attachment
    kept_in_folder: bool = False
    owner_of_token: Callable[[ClientKey, str], str] = ClientKey.email_of
    refused_status: int = 404
    largest: int = MAX_FILE
