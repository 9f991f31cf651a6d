"""The seeded accounts of a demonstration: a short diary, with the account's canary as one note."""

from __future__ import annotations

from datetime import timedelta

from sample_apps.tensio.clock import now
from sample_apps.tensio.settings import Seed
from sample_apps.tensio.store.accounts import Accounts
from sample_apps.tensio.store.measures import Measures

# Days ago, hour, systolic, diastolic, pulse.
DIARY = (
    (9, 7, 138, 86, 71), (8, 19, 134, 84, 68), (7, 7, 141, 88, 74), (6, 20, 132, 83, 66),
    (5, 7, 136, 85, 70), (4, 19, 129, 81, 65), (3, 7, 133, 84, 69), (2, 20, 127, 79, 64),
)


def seed(accounts: Accounts, measures: Measures, wanted: tuple[Seed, ...]) -> None:
    """Creates the accounts that do not exist yet."""
    for one in wanted:
        account = accounts.create(one.login, one.password)
        if account is None:
            continue
        if one.totp:
            accounts.set_factor(account, one.totp)
        for index, (days, hour, systolic, diastolic, pulse) in enumerate(DIARY):
            taken_at = (now() - timedelta(days=days)).replace(hour=hour, minute=15, second=0).isoformat()
            note = one.canary if index == len(DIARY) - 1 else ""
            measures.add(account, systolic, diastolic, pulse, taken_at, note)
