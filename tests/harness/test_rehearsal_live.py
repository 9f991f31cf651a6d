"""The rehearsal of recorded journeys: those of Sommeil, mailed code and all, and one that its page no longer fits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.audit.run import client_for
from harness.errors import ConfigurationError
from harness.rehearsal import rehearse
from harness.sommeil import running_sommeil
from tests.harness.probes.browser_room import need_browser

pytestmark = pytest.mark.slow


def test_the_recordings_of_sommeil_are_replayed_and_a_broken_one_is_told(tmp_path: Path) -> None:
    need_browser()
    try:
        with running_sommeil(tmp_path) as sample:
            http = client_for(sample.manifest, sample.folder)
            assert rehearse(sample.manifest, sample.folder, http, sample.environment) is None
            path = tmp_path / "recordings" / "sign_in.json"
            recording = json.loads(path.read_bytes())
            recording["steps"][4] |= {"selectors": [["aria/Recevoir le code"]], "timeout": 1000}
            path.write_text(json.dumps(recording))
            failed = rehearse(sample.manifest, sample.folder, http, sample.environment)
    except ConfigurationError as error:
        pytest.skip(str(error))
    assert failed is not None and failed.reason == "recording.broken_step"
    assert failed.params["step"] == "5" and failed.params["nearest"].startswith("Recevoir un code")
