"""What holds for limits, requests and agreements whatever two people do, over thousands of moves. Theory: D2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random

import pytest

from exercises.core import ledger_rules, ledger_view
from exercises.core.fields import Text
from exercises.core.ledger import standing
from exercises.core.ledger_rules import DECLINED, MAX_OPEN
from exercises.core.pair import Observer, Partner
from exercises.core.settlement import Settlement
from exercises.core.view import view_of
from exercises.core.wording import same_words
from exercises.steps.negotiation.item import Accepted, Offered, PutOff
from exercises.steps.negotiation.moves import MOST_TIMES
from exercises.steps.negotiation.seen import item_seen
from tests.core.bargaining import Months, Move
from tests.long_run import IS_LONG

MOVES = 100_000 if IS_LONG else 12_000
OF_ONE_COUPLE = 500


@cache
def lived() -> tuple[list[tuple[Months, Move]], int]:
    """All moves, each with what the two had after it, and how often words were refused. Each couple makes some."""
    found: list[tuple[Months, Move]] = []
    refused = 0
    for seed in range(MOVES // OF_ONE_COUPLE):
        going = Months(Random(seed))
        while len(found) < (seed + 1) * OF_ONE_COUPLE:
            if made := going.move():
                found.append((replace(going), made))
        refused += going.refused
    return found, refused


def moves() -> Iterator[tuple[Months, Move]]:
    return iter(lived()[0])


def put_off(months: Months, who: Partner) -> list[str]:
    """The proposals of this person that are put off."""
    return [
        entry
        for entry, line in months.book.lines.items()
        if line.listed.until and line.closed_on is None and line.listed.author is who
    ]


def can_close(months: Months, who: Partner) -> set[str]:
    offers = ledger_rules.offers(months.book, who, months.at)
    return {getattr(one.fields[0], "value", "") for one in offers if one.name == "close"}


def test_a_limit_changes_only_by_its_author_and_only_by_what_is_done_to_it():
    """I1 and I5: nothing that happens to another item moves it, and nobody answers it."""
    changes = 0
    for _months, move in moves():
        for entry, line in move.before.lines.items():
            after = move.after.lines[entry]
            if line.listed.kind == "limit" and after != line:
                changes += 1
                assert move.ask.by is line.listed.author or move.ask.name in ("open", "continue")
                assert move.ask.name in ("close", "withdraw", "reword", "open")
                assert move.item is None or move.item.kind == "limit"
        if move.item and move.item.kind == "limit":
            assert move.ask.name in ("read", "ask", "reply", "reword", "withdraw", "next")
    assert changes > MOVES / 200


def test_what_touches_a_limit_is_blocked_and_the_limit_is_not_named():
    """I5: these words can't be accepted by either, no limit moves, and nothing says which it is."""
    said = 0
    for months, move in moves():
        if move.ask.name == "touches_limit" and months.item and months.now:
            said += 1
            assert months.item.outcome == "limit"
            assert not any(isinstance(one, Text) for one in move.offer.fields)
            assert move.before.lines == move.after.lines
            for who in Partner:
                can = {one.name for one in view_of(months.now, who, months.at).commands}
                assert "accept" not in can
                assert "reword" not in can
    assert said > MOVES / 500


def test_an_agreement_comes_only_from_two_acceptances_of_the_same_words():
    """I2: by both, of the same digest, with no other words in between."""
    accepted: dict[Partner, str] = {}
    agreed = 0
    for _months, move in moves():
        for event in move.events:
            if isinstance(event, Accepted):
                accepted[event.by] = str(event.digest)
            elif isinstance(event, Offered) or type(event).__name__ in ("NextItem", "MovedOn"):
                accepted = {}
        for _entry, one in move.settled:
            if isinstance(one, Settlement) and one.kind == "agreement" and not one.until:
                agreed += 1
                assert move.ask.name == "accept"
                assert len(accepted) == 2
                assert len(set(accepted.values())) == 1
    assert agreed > MOVES / 1000


def test_time_alone_brings_nothing_into_force_and_renews_nothing():
    """I3: what time does to an entry is to begin on its day, to be due, to lapse, and to come back."""
    by_time = {
        *{("starts_soon", later) for later in ("standing", "review_due", "lapsed")},
        *{("standing", later) for later in ("review_due", "lapsed")},
        *{("review_due", "lapsed"), ("later", "look_again")},
    }
    for months, _move in list(moves())[::40]:
        for line in months.book.lines.values():
            now = standing(line, months.at.date())
            for days in (1, 14, 30, 400):
                then = standing(line, months.at.date() + timedelta(days=days))
                assert then == now or (now, then) in by_time


def test_whatever_is_in_force_can_be_ended_by_each_alone():
    """I4; and what is put off can be let go by each."""
    for months, _move in list(moves())[::10]:
        can = {who: can_close(months, who) for who in Partner}
        for entry, line in months.book.lines.items():
            if standing(line, months.at.date()) not in ("closed", "lapsed"):
                assert all(
                    entry in can[who] or (line.listed.kind == "limit" and who is not line.listed.author)
                    for who in Partner
                )


def test_how_it_went_is_seen_by_the_other_only_once_both_have_said_it():
    """I6: until then the other's page is the same."""
    alone = both = 0
    for months, move in moves():
        if move.ask.name == "tell_how":
            told = move.after.lines[move.ask.raw["entry"]].told
            pages = [
                ledger_view.view(book, move.ask.by.other, months.at) for book in (move.before, move.after)
            ]
            if told.of(move.ask.by.other) is None:
                alone += 1
                assert pages[0] == pages[1]
            else:
                both += 1
                assert pages[0] != pages[1]
    assert alone
    assert both


def test_few_proposals_are_open_and_nothing_is_put_off_for_ever():
    """I7."""
    most = 0
    for months, move in moves():
        for who in Partner:
            most = max(most, len(put_off(months, who)))
        if months.item:
            assert all(times <= MOST_TIMES for times in months.item.times)
        if any(isinstance(event, PutOff) for event in move.events):
            assert move.item is not None
            assert move.item.times.of(move.ask.by) < MOST_TIMES
    assert most == MAX_OPEN


def test_putting_off_asks_for_no_reason_and_says_no_more_than_a_day():
    """I8: whoever would rather not say no can put it off, and the other cannot tell which it is."""
    seen = 0
    for months, move in moves():
        if move.ask.name == "put_off" and months.item:
            seen += 1
            assert not any(isinstance(one, Text) for one in move.offer.fields)
            assert item_seen(months.item, move.ask.by.other).outcome == "later"
    assert seen


def test_only_the_two_can_do_anything():
    """I9: an observer is offered nothing and reads nothing."""
    for months, _move in list(moves())[::40]:
        assert ledger_view.view(months.book, Observer(), months.at) == []
        if months.now:
            screen = view_of(months.now, Observer(), months.at)
            assert (screen.commands, screen.step.seen.mine, screen.step.seen.theirs) == ((), None, None)


def test_words_that_got_a_no_are_not_proposed_again_by_the_same_person_for_a_while():
    said = 0
    for months, move in moves():
        is_proposed = move.ask.name == "offer" or (
            move.ask.name == "hand_in" and move.ask.raw.get("kind") != "limit"
        )
        for one in move.before.declined if is_proposed else ():
            rests = one.by is move.ask.by and months.at.date() < one.on + DECLINED
            assert not rests or not same_words(str(one.words), str(move.ask.raw["words"]))
            said += rests
    assert said
    assert lived()[1]


@pytest.mark.parametrize(
    "name",
    ["reword", "put_off", "withdraw", "say_no", "touches_limit", "tell_how", "renew", "accept", "reply"],
)
def test_the_two_have_made_every_kind_of_move(name):
    assert any(move.ask.name == name for _months, move in moves())
