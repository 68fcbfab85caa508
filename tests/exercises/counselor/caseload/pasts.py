"""Couples of one counselor with different pasts, and what their cells must show: read from the sessions themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import consent, scopes
from couples.counseling.models import AccessRecord, Counseling
from couples.counseling.scopes import Scope
from couples.pairing import acceptance
from exercises.core.pair import Pair, Partner
from exercises.core.revealed import agreed, revealed
from exercises.core.settlement import Closing, Settlement
from exercises.counselor import finished
from exercises.counselor.assignments import stored
from exercises.live import access
from exercises.live.models import Stream
from exercises.live.store import ledgers, several
from tests.exercises.balance_check_ins import checked_in
from tests.exercises.counselor.at_work import link
from tests.exercises.live.rooms import NEED, Room, opened

DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Cells:
    """What a row shows besides names and what is allowed."""

    due: tuple[int, int, Any] | None
    new: frozenset[Scope]
    is_review_due: bool
    is_room_open: bool


def completed(room: Room) -> Room:
    """Both open a letter, and the session reaches its end."""
    room.write_apart().open_the_letter()
    room.blair.do("say_back", words="You were tired, I heard")
    room.alex.do("thats_it")
    room.blair.do("go_on")
    room.blair.do("say_yes")
    return room.walk()


def opened_words(two: list[User], linked: Counseling) -> None:
    completed(opened(linked.couple, two[0], two[1], NEED))


def a_check_in(two: list[User], linked: Counseling) -> None:
    checked_in(linked.couple, two[0], two[1], "1", "2", "3")


def ended_early(two: list[User], linked: Counseling) -> None:
    room = opened(linked.couple, two[0], two[1], NEED).write_apart().open_the_letter()
    room.blair.do("end")


def in_the_room(two: list[User], linked: Counseling) -> None:
    opened(linked.couple, two[0], two[1], NEED)


def entered(two: list[User], linked: Counseling, *settled: Any) -> None:
    room = opened(linked.couple, two[0], two[1], NEED)
    granted = access.of_partner(room.id, room.alex.caller)
    for one in settled:
        ledgers.enter(granted, [one], timezone.now() - 30 * DAY)
    room.alex.do("end")


def agreement(review_in: int, key: str = "") -> Settlement:
    today = timezone.localdate()
    words = Pair("We eat at eight", "We eat at eight")
    return Settlement("agreement", Partner.A, words, today - 29 * DAY, today + review_in * DAY, key=key)


def review_due(two: list[User], linked: Counseling) -> None:
    entered(two, linked, agreement(0), agreement(9))


def none_is_due(two: list[User], linked: Counseling) -> None:
    """One was ended, one has lapsed, one is due later."""
    entered(two, linked, agreement(-1, "first"), Closing(Partner.B, "first"), agreement(-15), agreement(1))


def nothing(two: list[User], linked: Counseling) -> None:
    """They have done nothing yet."""


PASTS: Final[tuple[Callable[..., None], ...]] = (
    nothing,
    opened_words,
    a_check_in,
    ended_early,
    in_the_room,
    review_due,
    none_is_due,
)


def couples_with_pasts(counselor: User) -> list[Counseling]:
    """One couple with each of these."""
    found = []
    for number, past in enumerate(PASTS):
        two = [users.create(f"{name}{number}@example.net", f"{name} {number}") for name in ("Ada", "Ben")]
        acceptance.pair(*two)
        linked = link(counselor, *two)
        past(two, linked)
        found.append(linked)
    return found


def read_at(linked: Counseling, scope: Scope, at: datetime) -> None:
    assert linked.couple is not None
    said = {"reader": linked.counselor, "role": AccessRecord.Role.COUNSELOR, "what": scope.value}
    AccessRecord.objects.create(couple=linked.couple, at=at, **said)


def told(linked: Counseling) -> Cells:
    """What the row of this couple must show, by what both allow and by what its sessions and ledger say."""
    allowed = consent.shared(linked)
    states = _states(linked)
    return Cells(
        due=_due(linked) if scopes.PROGRESS in allowed else None,
        new=frozenset(
            one for one in (scopes.ANSWERS, scopes.BALANCE) if one in allowed and _is_new(linked, one, states)
        ),
        is_review_due=scopes.AGREEMENTS in allowed and _is_review_due(states),
        is_room_open=scopes.LIVE in allowed
        and linked.couple.streams.filter(kind="session", status=Stream.Status.ROOM).exists(),
    )


def _states(linked: Counseling) -> list[tuple[Stream, Any]]:
    granted = finished.access([one.pk for one in linked.couple.streams.all()], linked.couple)
    states = several.states(granted.values())
    return [(one, states[one.pk]) for one in linked.couple.streams.all() if one.pk in states]


def _due(linked: Counseling) -> tuple[int, int, Any] | None:
    given = list(stored.given_to(linked))
    if not given:
        return None
    done = stored.done(given)
    days = [one.due_on for one in given if one.pk not in done and one.due_on]
    return len(done), len(given), min(days, default=None)


def _is_new(linked: Counseling, scope: Scope, states: list[tuple[Stream, Any]]) -> bool:
    last = AccessRecord.objects.filter(couple=linked.couple, reader=linked.counselor, what=scope.value)
    read = max(last.values_list("at", flat=True), default=None)
    for stream, state in states:
        if stream.kind != "session" or not any(one.scope == scope.value for one in revealed(state)):
            continue
        ended = stream.records.get(sequence=F("stream__head")).at
        if read is None or ended > read:
            return True
    return False


def _is_review_due(states: list[tuple[Stream, Any]]) -> bool:
    now = timezone.localtime()
    return any(
        entry["state"] == "review_due"
        for stream, state in states
        if stream.kind == "ledger"
        for entry in agreed(state, now)
    )
