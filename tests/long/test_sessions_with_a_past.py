"""What the benchmark writes in bulk reads like what commands write: a session is where it was, and goes on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from benchmarks import couples, past
from benchmarks.acts import ACTS
from couples.accounts.models import User
from exercises.live.models import RecordedEvent, Stream

LENGTH = 101


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS)
def test_a_session_with_a_past_is_where_it_was_without_and_goes_on(act: str) -> None:
    (made,) = couples.make(1, ACTS[act].exercise)
    session = UUID(made["session"])
    people = [User.objects.get(name=name) for name in ("a0", "b0")]
    before = views(session, people)

    past.lengthen([session], LENGTH)

    head = RecordedEvent.objects.filter(stream=session).count()
    assert head - LENGTH in (0, 1)
    assert heads(session) == {head}
    assert views(session, people) == before
    couples._do(session, people[0], "pause")
    assert heads(session) == {head + 1}
    assert views(session, people)[1]["paused"]


@pytest.mark.django_db
def test_a_session_that_is_long_enough_stays_as_it_is() -> None:
    (made,) = couples.make(1, ACTS["pause"].exercise)
    past.lengthen([UUID(made["session"])], 2)
    assert RecordedEvent.objects.count() == 2


def heads(session: UUID) -> set[int]:
    stream = Stream.objects.get(pk=session)
    return {stream.head, stream.head_a, stream.head_b, stream.head_o}


def views(session: UUID, people: list[User]) -> list[dict[str, Any]]:
    return [couples._view(session, person) for person in people]
