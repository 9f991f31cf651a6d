"""The plugin that hands an audit to the items of ``test_criteria.py`` and keeps the suite's own settings out."""

from __future__ import annotations

import pytest

from criteria.audit import Audit
from criteria.text import Language


class AuditPlugin:
    """Registered with ``pytest.main``; parametrises the one test by the verdicts of the audit."""

    def __init__(self, audit: Audit, language: Language) -> None:
        self.audit = audit
        self.spoken = language

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "judged" in metafunc.fixturenames:
            every = [pytest.param(one, id=one.criterion) for one in self.audit.verdicts]
            metafunc.parametrize("judged", every, scope="session")
        if "engine_error" in metafunc.fixturenames:
            bugs = [pytest.param(error, id=error.criterion) for error in self.audit.errors]
            metafunc.parametrize("engine_error", bugs)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Without engine errors there is no item for them (pytest would show a skipped one)."""
        if not self.audit.errors:
            items[:] = [item for item in items if getattr(item, "originalname", "") != "test_engine"]

    @pytest.fixture
    def language(self) -> Language:
        """The language of titles and messages."""
        return self.spoken

    @pytest.fixture
    def observed(self) -> dict[str, str]:
        """One line on each observation that a finding cites, by its id."""
        return {cited.id: f"{cited.at} {cited.summary}" for cited in self.audit.observations}
