"""Events come back as they went, contents only with their author's key, and only from where they were put."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_type_hints
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from couples.keys.data_keys import CannotOpen
from exercises.core.events import content_fields, without_content
from exercises.core.pair import Observer, Partner
from exercises.core.text import GONE
from exercises.live.store import event_codec

STREAM = UUID("11111111-2222-4333-8444-555555555555")
CASEY = Observer("22222222-3333-4444-8555-666666666666")
KEYS = {Partner.A: b"a" * 32, Partner.B: b"b" * 32, CASEY: b"c" * 32}
words = st.text(st.characters(exclude_categories=["Cs"]))
answers = st.dictionaries(words, st.none() | words | st.integers(0, 6) | st.booleans())
calm = settings(max_examples=20, deadline=None, database=None, derandomize=True)
calmer = settings(calm, max_examples=10)
every_event = pytest.mark.parametrize("name", event_codec.EVENTS)


def value(hint: Any) -> st.SearchStrategy[Any]:
    """Anything that a field of this type may hold."""
    known = {
        Partner: st.sampled_from(Partner),
        Observer: st.just(CASEY),
        str: words,
        int: st.integers(-(2**31), 2**53),
        datetime: st.datetimes(timezones=st.just(UTC)),
        date: st.dates(),
        type(None): st.none(),
    }
    if hint in known:
        return known[hint]
    parts = [each for each in getattr(hint, "__args__", ()) if each in known]
    return st.one_of(*map(known.__getitem__, parts)) if parts and "Mapping" not in str(hint) else answers


@cache
def events(name: str) -> st.SearchStrategy[Any]:
    kind = event_codec.EVENTS[name]
    hints = get_type_hints(kind)
    return st.builds(kind, **{each.name: value(hints[each.name]) for each in fields(kind)})


def stored(event: Any, sequence: int = 3, keys: Any = KEYS) -> list[dict[str, Any]]:
    """As the database keeps it: JSON, there and back."""
    found: list[dict[str, Any]] = json.loads(
        json.dumps(event_codec.encode([event], STREAM, sequence, keys.get))
    )
    return found


@pytest.mark.by_turns
@every_event
@calm
@given(data=st.data())
def test_every_event_comes_back_as_it_went(name, data):
    event = data.draw(events(name))
    assert event_codec.decode(stored(event), STREAM, 3, KEYS.get) == [event]


@pytest.mark.by_turns
@every_event
@calmer
@given(data=st.data())
def test_without_the_authors_key_the_contents_are_gone_and_the_rest_stays(name, data):
    event = data.draw(events(name))
    author = getattr(event, "by", Partner.A)
    others = {who: key for who, key in KEYS.items() if who != author}
    found = event_codec.decode(stored(event), STREAM, 3, others.get)
    assert found == [without_content(event, author)]


@pytest.mark.by_turns
@every_event
@calmer
@given(data=st.data())
def test_contents_that_are_gone_are_stored_as_gone(name, data):
    event = data.draw(events(name))
    gone = without_content(event, getattr(event, "by", Partner.A))
    assert event_codec.decode(stored(gone), STREAM, 3, KEYS.get) == [gone]
    assert "sealed" not in stored(gone)[0]


def letter() -> Any:
    return event_codec.EVENTS["closing.closed"](Partner.A, "It was good to talk.")


@pytest.mark.parametrize(
    "position",
    [(STREAM, 4, "closing.closed", "a"), (uuid4(), 3, "closing.closed", "a"), (STREAM, 3, "listening.said_back", "a"),
     (STREAM, 3, "closing.closed", "b")],
    ids=["another sequence", "another stream", "another event", "another author"],
)  # fmt: skip
def test_contents_moved_to_another_place_do_not_open(position):
    stream, sequence, name, by = position
    (moved,) = stored(letter())
    moved = {**moved, "name": name, "data": {"by": by}}
    with pytest.raises(CannotOpen):
        event_codec.decode([moved], stream, sequence, dict.fromkeys(Partner, KEYS[Partner.A]).get)


def test_contents_do_not_open_in_another_row_of_the_same_record():
    (first,) = stored(letter())
    with pytest.raises(CannotOpen):
        event_codec.decode([first, first], STREAM, 3, KEYS.get)


def test_another_persons_key_opens_nothing():
    with pytest.raises(CannotOpen):
        event_codec.decode(stored(letter()), STREAM, 3, {Partner.A: KEYS[Partner.B]}.get)


def test_the_length_of_short_words_does_not_show():
    lengths = {len(stored(event_codec.EVENTS["closing.closed"](Partner.A, text))[0]["sealed"])
               for text in ("", "No.", "x" * 200)}  # fmt: skip
    assert len(lengths) == 1


def test_what_has_content_names_its_author():
    for kind in event_codec.EVENTS.values():
        names = [each.name for each in fields(kind)]
        assert "by" in names or not any(each.metadata.get("content") for each in fields(kind))


def test_gone_is_one_thing():
    assert without_content(letter(), Partner.A).sentence is GONE
    assert [each.name for each in content_fields(letter())] == ["sentence", "understood"]
