"""Around New Year's midnight in Shanghai, wherever the server's clock stands: the right day, year and figures."""

import json

import pytest

from tests.reliability.support import script

BEFORE, AFTER = (
    "2025-12-31T15:59:59",
    "2025-12-31T16:00:00",
)  # UTC: a second before midnight in Shanghai, and midnight
LATE = "2026-01-01T15:59:59"


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_year_turns_at_midnight_in_shanghai(zone, database):
    result = script(database, "calendar_of", BEFORE, AFTER, LATE, TZ=zone)
    assert result.returncode == 0, result.stderr[-2000:]
    before, after, late = json.loads(result.stdout)
    assert (before["today"], before["years"], before["page"], before["cut-off"]) == (
        "2025-12-31",
        2025,
        2025,
        "2025-12-31",
    )
    assert before["saved"] == {"2025-12-31": 302, "2026-01-01": 422, "2026-01-02": 422}
    assert before["trips"]["2025"] == 1
    for told in (after, late):
        assert (told["today"], told["years"], told["page"], told["cut-off"]) == (
            "2026-01-01",
            2026,
            2026,
            "2026-01-01",
        )
        assert told["saved"] == {"2025-12-31": 302, "2026-01-01": 302, "2026-01-02": 422}
        assert told["trips"] == {"2025": 1, "2026": 1}
    # with the clock of UTC the first eight hours of the year would still be last year's
    assert after["in UTC"] == "2025-12-31"
