"""What the accounts of an audit hold that nobody else does: canaries of health and of identity, by ``account.name``."""

from __future__ import annotations

from collections.abc import Iterable

from criteria.candidate import Candidate
from criteria.fresh_person import FreshPerson

LOGIN = "login"


def is_identity(name: str) -> bool:
    """Whether a canary (``login``, ``identity_...``) tells who somebody is rather than how they are."""
    return name == LOGIN or name.startswith("identity")


def account_canaries(candidate: Candidate, fresh: Iterable[FreshPerson] = ()) -> dict[str, str]:
    """Every canary, those of people who signed up in the audit too; a login is a canary of identity."""
    known = {**candidate.canaries, **{one.name: one.canaries for one in fresh}}
    found = {f"{account}.{name}": value for account, held in known.items() for name, value in held.items()}
    return found | {f"{account}.{LOGIN}": value for account, value in candidate.logins.items()}


def health_canaries(candidate: Candidate, fresh: Iterable[FreshPerson] = ()) -> dict[str, str]:
    """Those of health alone."""
    every = account_canaries(candidate, fresh)
    return {name: value for name, value in every.items() if not is_identity(name.partition(".")[2])}
