"""Sessions of the past must replay with the code of today, to the end, with every word where it was."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from exercises import catalog
from exercises.core import session
from exercises.core import view as views
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.live.store import event_codec
from tests.recorded_sessions.record import FOLDER, KEY

ROWS = {  # what the two said of themselves; which areas were drawn is in the recording
    "emotional": [5, 4],
    "reassurance": [4, 2],
    "decisions": [2, 3],
    "money": [4, 1],
    "practical": [3, 4],
    "own_time": [2, 4],
    "outside": [1, 4],
    "influence": [3, 4],
}
RECORDINGS = sorted(FOLDER.glob("*.json"))


def replayed(path: Path) -> tuple[dict[str, Any], Session]:
    found = json.loads(path.read_text())
    state = session.new_session(
        catalog.exercise_of(found["definition"]), datetime.fromisoformat(found["started_at"])
    )
    for sequence, stored in enumerate(found["records"], 1):
        events = event_codec.decode(stored, UUID(found["stream"]), sequence, lambda _partner: KEY)
        state = session.replay(state, events)
    return found, state


def test_there_is_something_to_replay():
    assert len(RECORDINGS) >= 2


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_a_recorded_session_replays_to_its_end(path: Path):
    _found, state = replayed(path)
    assert state.over
    for partner in Partner:
        seen = views.view_of(state, partner, state.since)
        assert [step.kind for step in seen.recap] == [step.kind.name for step in state.exercise.steps]


def test_the_check_in_still_says_what_each_put():
    _found, state = replayed(FOLDER / "balance-check-in.v1.json")
    look = next(
        step for step in views.view_of(state, Partner.A, state.since).recap if step.kind == "perception"
    )
    rows = {area.key: [row.by_self for row in area.rows] for area in look.seen.theirs.areas}
    assert 3 <= len(rows) <= 6
    assert all(ROWS[area] == said for area, said in rows.items())


def test_a_recorded_event_keeps_its_name():
    for path in RECORDINGS:
        for stored in json.loads(path.read_text())["records"]:
            assert {event["name"] for event in stored} <= set(event_codec.EVENTS)
