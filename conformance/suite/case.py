"""The cases: small functions, each named by the clause that it tries."""

from __future__ import annotations

from collections.abc import Callable

from conformance.suite.bench import Bench

Case = Callable[[Bench], None]
CASES: dict[str, Case] = {}


def case(clause: str) -> Callable[[Case], Case]:
    """Register a function as the case of one clause. It returns when the clause holds, else raises ``Ended``."""

    def registered(made: Case) -> Case:
        if clause in CASES:
            raise ValueError(f"two cases for {clause}")
        CASES[clause] = made
        return made

    return registered
