"""Every wrong space."""

from __future__ import annotations

from tests.conformance.suite.wrong_callers import WRONG_CALLERS
from tests.conformance.suite.wrong_consent import WRONG_CONSENTS
from tests.conformance.suite.wrong_http import WRONG_HTTP
from tests.conformance.suite.wrong_metadata import WRONG_METADATA
from tests.conformance.suite.wrong_others import WRONG_OTHERS
from tests.conformance.suite.wrong_pairing import WRONG_PAIRINGS
from tests.conformance.suite.wrong_searches import WRONG_SEARCHES
from tests.conformance.suite.wrong_space import Wrong
from tests.conformance.suite.wrong_tokens import WRONG_TOKENS
from tests.conformance.suite.wrong_writes import WRONG_WRITES

WRONG_SPACES: tuple[Wrong, ...] = (
    *WRONG_METADATA,
    *WRONG_PAIRINGS,
    *WRONG_CONSENTS,
    *WRONG_TOKENS,
    *WRONG_CALLERS,
    *WRONG_WRITES,
    *WRONG_SEARCHES,
    *WRONG_OTHERS,
    *WRONG_HTTP,
)
