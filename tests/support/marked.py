"""Pages that a browser opened with markers, in a line each."""

from __future__ import annotations

from typing import Any

from criteria.execution_record import END_KIND, PAGE_KIND, ExecutionEnd, ExecutionRecord, MarkerEnd
from criteria.observation import Subject
from tests.support.evidence import BASE, Looked, Sight, looked, sight

LOOK = "hostile.execution"


def marker(way: Any = "fragment", parameter: str = "/ #", **more: Any) -> MarkerEnd:
    """One marker; it stayed text unless ``more`` says otherwise."""
    return MarkerEnd(**{"marker": "pbt-0a1b2c3d", "parameter": parameter, "way": way, "shown": True, **more})


def opened(*markers: MarkerEnd, url: str = f"{BASE}/", status: int = 200, **more: Any) -> Sight:
    """One page that was opened with these markers."""
    record = ExecutionRecord(url=url, ended=url if status else "", status=status, markers=markers, **more)
    return sight(PAGE_KIND, record, target=url)


def executed(*pages: Sight, planned: int = -1, subject: Subject = "candidate", **more: Any) -> Looked:
    """The whole look, with its end; all planned pages were opened unless told otherwise."""
    end = ExecutionEnd(planned=len(pages) if planned < 0 else planned, **more)
    return looked(LOOK, *pages, sight(END_KIND, end), subject=subject)


RAN = marker(ran=("element",), stood=("element",))
"""What the control app's look sees."""
