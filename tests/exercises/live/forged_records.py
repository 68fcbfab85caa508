"""What somebody could do to the records of a session who can write to the main database, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from django.db.models import F

from exercises import catalog
from exercises.catalog.models import DefinitionVersion
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import streams, versions
from tests.exercises.live.rooms import LIMIT, Room

Forge = Callable[[Room, Room], None]
"""Takes a session, and one of another couple that has come further."""


def stream_of(room: Room) -> Any:
    return Stream.objects.filter(pk=room.id)


def changed(room: Room, number: int, **columns: Any) -> None:
    assert room.records.filter(sequence=number).update(**columns)


def added(room: Room, other: Room) -> None:
    """The letter is opened for Alex, by the record with which somebody else opened theirs."""
    theirs = other.records.last()
    number = room.records.last().sequence + 1
    row = {"person_id": room.alex.user.pk, "command_id": uuid4(), "body_mac": b"", "at": theirs.at}
    RecordedEvent.objects.create(
        stream_id=room.id, sequence=number, seen_by="ab", events=theirs.events, mac=theirs.mac, **row
    )
    stream_of(room).update(head=number, head_a=number, head_b=number)


def added_without_mac(room: Room, other: Room) -> None:
    added(room, other)
    changed(room, room.records.last().sequence, mac=b"")


def copied(room: Room, other: Room) -> None:
    """The last record says what that of another session says, in everything."""
    theirs = other.records.last()
    row = {name: getattr(theirs, name) for name in ("person", "command_id", "at", "seen_by", "events", "mac")}
    changed(room, room.records.last().sequence, **row)


def another_field(room: Room, _other: Room) -> None:
    record = next(one for one in room.records if one.events[0]["name"] == "session.entered")
    record.events[0]["data"]["by"] = "b"
    record.save()


def another_event(room: Room, _other: Room) -> None:
    record = room.records.last()
    record.events += [{"name": "sheet.ready_to_open", "data": {"by": "a"}}]
    record.save()


def not_an_event(room: Room, _other: Room) -> None:
    changed(room, 3, events=5)


def seen_by_others(room: Room, _other: Room) -> None:
    changed(room, room.records.last().sequence, seen_by="abo")


def another_time(room: Room, other: Room) -> None:
    changed(room, 2, at=other.records.first().at)


def another_person(room: Room, _other: Room) -> None:
    changed(room, 2, person=room.alex.user)


def another_command(room: Room, _other: Room) -> None:
    changed(room, 2, command_id=uuid4())


def swapped(room: Room, _other: Room) -> None:
    for now, then in ((3, 9003), (4, 3), (9003, 4)):
        changed(room, now, sequence=then)


def left_out(room: Room, _other: Room) -> None:
    assert room.records.filter(sequence=3).delete()[0]


def left_out_and_closed_up(room: Room, _other: Room) -> None:
    left_out(room, _other)
    for one in room.records.filter(sequence__gt=3):
        changed(room, one.sequence, sequence=one.sequence - 1)
    stream_of(room).update(head=F("head") - 1)


def end_left_out(room: Room, _other: Room) -> None:
    room.records.last().delete()


def begun_anew(room: Room, _other: Room) -> None:
    room.records.all().delete()
    stream_of(room).update(head=0)


def another_exercise(room: Room, _other: Room) -> None:
    stream_of(room).update(definition=versions.of(catalog.named(LIMIT)))


def forget_exercises() -> None:
    """As in a process that has read none yet."""
    streams.exercise.cache_clear()
    versions.body_of.cache_clear()


def another_definition(room: Room, _other: Room) -> None:
    version = DefinitionVersion.objects.get(pk=stream_of(room).get().definition_id)
    version.body["steps"] = version.body["steps"][1:]
    version.save()
    forget_exercises()


def another_start(room: Room, other: Room) -> None:
    stream_of(room).update(started_at=stream_of(other).get().started_at)


def another_partner(room: Room, other: Room) -> None:
    stream_of(room).update(person_b=other.blair.user.pk)


def given_to_others(room: Room, other: Room) -> None:
    """Another couple gets the session, after their own was taken out of the way."""
    stream_of(other).update(status="aside")
    theirs = stream_of(other).get()
    stream_of(room).update(couple=theirs.couple, person_a=theirs.person_a, person_b=theirs.person_b)


def couple_of_others(room: Room, other: Room) -> None:
    given_to_others(room, other)
    stream_of(room).update(person_a=room.alex.user.pk, person_b=room.blair.user.pk)


WAYS: Final[list[Forge]] = [
    added, added_without_mac, copied, another_field, another_event, not_an_event, seen_by_others, another_time,
    another_person, another_command, swapped, left_out, left_out_and_closed_up, end_left_out, begun_anew,
    another_exercise, another_start, another_partner, given_to_others, couple_of_others,
]  # fmt: skip
IN_USE: Final[list[Forge]] = [added, added_without_mac, end_left_out, another_exercise, another_start, another_partner,
                              given_to_others, couple_of_others, begun_anew]  # fmt: skip
"""Those that are noticed by a process that has the session in its memory. The others change nothing for it."""
