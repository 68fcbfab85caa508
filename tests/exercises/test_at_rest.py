"""What lies in the database: no word that anybody typed, and nothing that a search could find again."""

from __future__ import annotations

from hashlib import sha256
from itertools import chain

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from exercises import access, drafts, starting
from exercises.models import Draft, RecordedEvent
from tests.exercises.rooms import EVERY, LETTER, opened

pytestmark = pytest.mark.django_db


def everything() -> str:
    """Every column of every row of every table, with bytes as text and as hexadecimal digits."""
    found: list[str] = []
    for model in apps.get_models():
        for row in chain.from_iterable(model._default_manager.values_list().iterator()):
            value = bytes(row) if isinstance(row, memoryview) else row
            if isinstance(value, bytes):
                found += [value.decode("latin-1"), value.hex()]
            else:
                found.append(DjangoJSONEncoder(ensure_ascii=False).encode(value))
    return "\n".join(found)


def test_the_search_finds_what_lies_open(couple, alex):
    """A search that finds nothing proves something only if it could find something."""
    session = starting.start(couple, alex.pk, EVERY[0])
    Draft.objects.create(stream_id=session, person=alex, visit=1, name="x", sealed=b"in the clear")
    assert "in the clear" in everything()
    assert alex.email in everything()


@pytest.mark.parametrize("slug", EVERY)
def test_no_word_of_a_whole_session_lies_open(couple, alex, blair, slug):
    room = opened(couple, alex, blair, slug).walk(seed=4)
    typed = {
        text
        for command in room.said
        for text in command.fields.values()
        if isinstance(text, str) and text.startswith(("Alex-", "Blair-"))
    }
    lying = everything()
    assert len(typed) > 1
    assert not [
        text for text in typed if text in lying or text.split()[0] in lying or text.encode().hex() in lying
    ]


def test_no_rating_and_no_guess_lies_open(couple, alex, blair):
    """Ratings are few and small: they must not even be found by trying all of them on a hash."""
    room = opened(couple, alex, blair, "balance-check-in").walk(seed=2)
    names = {
        name for command in room.said for name in command.fields if name.startswith(("own.", "comfort."))
    }
    lying = everything()
    records = str(list(RecordedEvent.objects.values_list("events", flat=True)))
    assert names
    assert not [name for name in names if name in records]
    assert '"answers"' not in lying


def test_what_is_being_typed_is_sealed_and_its_length_too(writing):
    seat = access.seat(writing.id, writing.alex.caller)
    drafts.save(seat, 2, "hand_in", LETTER)
    short = len(Draft.objects.get().sealed)
    drafts.save(seat, 2, "hand_in", {"see": "We"})
    assert not [text for text in LETTER.values() if text in everything()]
    assert len(Draft.objects.get().sealed) == short


def test_what_a_command_said_cannot_be_searched_for_without_the_key(writing):
    command = writing.alex.command("hand_in", **LETTER)
    writing.alex.send(command)
    stored = bytes(writing.records.get(command_id=command.id).body_mac)
    assert stored != sha256(command.body).digest()
    assert len(stored) == 32
