"""How a case ends otherwise than well, and the expectations that end it so. Returning is a pass."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

from conformance.contract.errors import issue
from conformance.suite.answer import Answer, at
from criteria.messages import text
from criteria.text import Text


class Ended(Exception):
    """A case that ended early. ``said`` is what was seen; ``answers`` are the exchanges that it rests on."""

    def __init__(self, key: str, *answers: Answer, **params: object) -> None:
        self.said: Text = text(f"space_check.{key}", **params)
        self.observations = tuple(dict.fromkeys(one.seen for one in answers))
        super().__init__(self.said.en)

    def on(self, *seen: str) -> Ended:
        """The same, resting on these recorded exchanges too."""
        self.observations = (*self.observations, *seen)
        return self


class Broken(Ended):
    """The space broke the clause."""


class Unseen(Ended):
    """The clause could not be observed: what comes before it did not work."""


class Inapplicable(Ended):
    """The space was seen not to offer, or the manifest not to give, what the clause is about."""


def expect(condition: object, key: str, *answers: Answer, **params: object) -> None:
    """Raise ``Broken`` with a message of ``space_check.yaml`` unless ``condition`` holds."""
    if not condition:
        raise Broken(key, *answers, **params)


def expect_status(answer: Answer, *wanted: int) -> None:
    """The answer has one of these statuses."""
    told = " / ".join(str(one) for one in wanted)
    expect(answer.status in wanted, "status", answer, call=answer.name, status=answer.status, wanted=told)


def expect_same(what: str, seen: object, wanted: object, *answers: Answer) -> None:
    """A member of an answer (``what``, as its texts call it) has this value."""
    expect(seen == wanted, "value", *answers, what=what, seen=shown(seen), wanted=shown(wanted))


def expect_outcome(answer: Answer, error: str, *more: str, **fields: str) -> None:
    """The answer is an OperationOutcome that tells one of these errors of the contract, in its words.

    ``fields`` fill the words; a field that is left out may be anything.
    """
    named = [issue(one) for one in (error, *more)]
    expect_status(answer, *sorted({one.status for one in named}))
    expect_same("resourceType", answer.member("resourceType"), "OperationOutcome", answer)
    issues = answer.member("issue")
    for told in issues if isinstance(issues, list) else ():
        for wanted in named:
            # Words that are the profile's own come with its own code.
            right = wanted.diagnostics.startswith("{") or at(told, "code") == wanted.code
            right = right and at(told, "details", "text") == wanted.text
            if right and _fits(at(told, "diagnostics"), wanted.diagnostics, fields):
                return
    seen = [at(told, "diagnostics") for told in issues] if isinstance(issues, list) else issues
    wanted_words = " / ".join(f"{one.text} | {one.code} | {one.diagnostics}" for one in named)
    raise Broken("outcome", answer, call=answer.name, seen=shown(seen), wanted=wanted_words)


def expect_oauth_error(answer: Answer, *codes: str, statuses: tuple[int, ...] = (400, 401)) -> None:
    """The answer is an OAuth error (RFC 6749, section 5.2) with one of these codes."""
    expect_status(answer, *statuses)
    told = answer.member("error")
    expect(told in codes, "value", answer, what="error", seen=shown(told), wanted=" / ".join(codes))


def shown(value: Any) -> str:
    """A value of an answer in a sentence."""
    return value if isinstance(value, str) else repr(value)


def _fits(seen: Any, template: str, fields: dict[str, str]) -> bool:
    """Whether the words are those of the contract, its braces filled by ``fields`` or by anything."""
    parts = Formatter().parse(template)
    pattern = "".join(
        re.escape(literal) + ("" if name is None else re.escape(fields[name]) if name in fields else ".+")
        for literal, name, _, _ in parts
    )
    return isinstance(seen, str) and re.fullmatch(pattern, seen, re.DOTALL) is not None
