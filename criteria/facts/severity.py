"""How grave an advisory says that a vulnerability is: base scores of CVSS 3.x, and the critical vectors of CVSS 4.0."""

from __future__ import annotations

from criteria.page_kinds import patterns

HIGHEST = 10.0
LONGEST = 400
CRITICAL_4 = {"AV": "N", "PR": "N", "UI": "N", "VC": "H", "VI": "H"}
"""Metrics of CVSS 4.0 that make a vulnerability critical by themselves: open to anybody, and it gives everything away.
Its score comes from a table of expert comparisons (section 8), which is not carried here: our reading, on the safe
side.
"""


def base_score(vector: str) -> float | None:
    """The base score of ``CVSS:3.1/AV:N/...`` (section 7.1), ``None`` when the vector is not whole."""
    given = _metrics(vector)
    if given is None or not vector.startswith(("CVSS:3.0/", "CVSS:3.1/")) or given.get("S") not in ("U", "C"):
        return None
    changed, weights = given["S"] == "C", patterns("cvss_weights")
    try:
        confidentiality, integrity, availability = (weights["impact"][given[name]] for name in "CIA")
        rights = weights["PR_changed" if changed else "PR"][given["PR"]]
        reach = weights["AV"][given["AV"]] * weights["AC"][given["AC"]] * rights * weights["UI"][given["UI"]]
    except KeyError:
        return None
    lost = 1 - (1 - confidentiality) * (1 - integrity) * (1 - availability)
    impact = 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 if changed else 6.42 * lost
    if impact <= 0:
        return 0.0
    return _up(min((impact + 8.22 * reach) * (1.08 if changed else 1.0), HIGHEST))


def critical_by_version_4(vector: str) -> bool:
    """Whether a vector of CVSS 4.0 is surely critical."""
    given = _metrics(vector) if vector.startswith("CVSS:4.0/") else None
    return given is not None and all(given.get(name) == value for name, value in CRITICAL_4.items())


def _metrics(vector: str) -> dict[str, str] | None:
    parts = [part.partition(":") for part in vector[:LONGEST].split("/")[1:]]
    found = {name: value for name, _, value in parts}
    return found if parts and len(found) == len(parts) else None


def _up(score: float) -> float:
    """Up to one decimal, as the appendix A of version 3.1 does it in whole numbers."""
    whole = round(score * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (whole // 10_000 + 1) / 10
