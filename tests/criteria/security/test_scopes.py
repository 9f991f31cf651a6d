"""What declared scopes let a client do, in both forms of SMART scopes."""

from __future__ import annotations

import pytest

from criteria.candidate import SpaceClient
from criteria.security.scopes import asks_to

CASES = [
    (("openid", "patient/Observation.c"), True, False),
    (("patient/Observation.rs",), False, True),
    (("patient/Observation.c", "patient/Observation.rs"), True, True),
    (("patient/*.cruds",), True, True),
    (("patient/Observation.write",), True, False),
    (("user/Observation.read",), False, True),
    (("patient/Observation.*",), True, True),
    (("patient/Observation.rs?category=vital-signs",), False, True),
    (("openid", "offline_access"), True, True),
    ((), True, True),
]


@pytest.mark.parametrize(("scopes", "writes", "reads"), CASES)
def test_scopes_say_what_a_client_may_do(scopes: tuple[str, ...], writes: bool, reads: bool) -> None:
    client = SpaceClient(client_id="app", scopes=scopes)
    assert (asks_to("write", client), asks_to("read", client)) == (writes, reads)


def test_without_a_client_nothing_is_excluded() -> None:
    assert asks_to("write", None) and asks_to("read", None)
