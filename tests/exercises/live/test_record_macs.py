"""The digest of a stream: the same for ever and in every database, and another one for anything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from exercises.live.store import record_macs
from exercises.live.store.record_macs import Record, WhatItIs

NOON = datetime(2026, 11, 30, 12, 0, 0, 123456, tzinfo=UTC)
WHAT = WhatItIs(UUID(int=1), "session", UUID(int=2), UUID(int=3), UUID(int=4), "abc", NOON)
EVENTS = [
    {"name": "sheet.handed_in", "data": {"by": "a"}, "sealed": "AbC="},
    {"name": "sheet.opened", "data": {"facts": {"é": [1, None, True]}}},
]
ONE = Record(1, UUID(int=3), UUID(int=5), NOON, "ab", EVENTS)
TWO = Record(2, None, UUID(int=6), NOON, "", [])
OTHERS = {
    "sequence": 3, "person": UUID(int=4), "command_id": UUID(int=9), "at": NOON + timedelta(microseconds=1),
    "seen_by": "b", "events": EVENTS[::-1],
}  # fmt: skip
PINNED = [
    "58ae8e1b89ad72cf2dfd84016fd363955291b39c99597ce1d2676deb8bd73e1a",
    "f60433b6aa813293cd6c1919b7d4ab0b9a312357a3c5cb29d148843e68fb2da7",
    "c428815148057a127201ae66cc5c1da1de1934ec4ff177b8d5031955544e522f",
]


def test_it_is_what_it_was_when_it_was_signed_first():
    """If this changes, nothing stored holds any more: `signing.FORMAT` has to be another one."""
    assert [one.hex() for one in record_macs.digests(WHAT, [ONE, TWO])] == PINNED


def test_sealed_words_that_are_taken_out_leave_it_as_it_was():
    events = [{**one} for one in EVENTS]
    assert [record_macs.take_out(one) for one in events] == [True, False]
    assert "sealed" not in events[0]
    assert record_macs.after(b"", ONE._replace(events=events)) == record_macs.after(b"", ONE)
    assert not record_macs.take_out(events[0])


def test_a_time_is_the_same_in_any_zone():
    there = NOON.astimezone(timezone(timedelta(hours=5)))
    assert record_macs.after(b"", ONE._replace(at=there)) == record_macs.after(b"", ONE)


@pytest.mark.parametrize("field", OTHERS)
def test_whatever_a_record_says_is_in_it(field):
    assert record_macs.after(b"", ONE._replace(**{field: OTHERS[field]})) != record_macs.after(b"", ONE)


@pytest.mark.parametrize("at", range(len(WHAT)))
def test_whatever_a_stream_is_is_in_it(at):
    other = WHAT._replace(**{WhatItIs._fields[at]: None})
    assert other.digest != WHAT.digest


def test_what_came_before_is_in_it():
    assert record_macs.digests(WHAT, [TWO, ONE])[-1] != record_macs.digests(WHAT, [ONE, TWO])[-1]


@pytest.mark.parametrize("events", [["x"], [{}], [{"name": 1, "sealed": 2}], [None]])
def test_what_is_no_event_of_ours_is_only_another_one(events):
    assert record_macs.after(b"", ONE._replace(events=events)) != record_macs.after(b"", ONE)
