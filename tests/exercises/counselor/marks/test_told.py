"""She is told of a marked item if, and only if, both opened it, both allow the scope, and it differs."""

from __future__ import annotations

import json
from html import unescape
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from couples import security_log
from couples.counseling import consent, readings, scopes
from couples.security_log import Kind
from exercises.counselor.assignments import giving
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.caseload import listing
from exercises.counselor.caseload.forms import Choice
from exercises.counselor.caseload.rows import Now
from exercises.counselor.marks import told as telling
from exercises.live.models import Stream
from exercises.live.store import streams
from tests.couples.counseling.consents import allow, both_allow
from tests.exercises.balance_check_ins import AREAS
from tests.exercises.calls import calls_of
from tests.exercises.counselor.at_work import couple_path, page, signed_in
from tests.exercises.counselor.marks import worlds
from tests.exercises.counselor.marks.worlds import CheckIn
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(databases="__all__")
MANY = 1000 if IS_LONG else 2
SIGN = "seen differently"
TITLES = {
    "emotional": "Comfort and talking",
    "reassurance": "Knowing that it is all right",
    "decisions": "Deciding and planning",
    "money": "Money",
    "practical": "Everyday things",
    "own_time": "Room for myself",
    "outside": "Other people to turn to",
    "influence": "Having a say",
}
OTHERS = tuple(one for one in scopes.SCOPES if one not in (scopes.BALANCE, scopes.PROGRESS))


def marks_path(one: Assignment) -> str:
    return f"{couple_path(one.counseling)}assignments/{one.pk}/marks/"


def told_on_pages(casey, one: Assignment) -> list[str]:
    """Return the titles that her pages of this couple tell, which must be the same on each."""
    pages = [unescape(page(casey, path)) for path in (couple_path(one.counseling), marks_path(one))]
    begins = ("They see this differently:</strong>", '<h2 id="differ-title">')
    ends = ("</p>", "<p>Mark up to")
    cut = [_between(text, *each) for text, each in zip(pages, zip(begins, ends, strict=True), strict=True)]
    found = [
        [title for title in TITLES.values() if f"{title} <" in text or f">{title}<" in text] for text in cut
    ]
    assert found[0] == found[1]
    return found[0]


def _between(text: str, begin: str, end: str) -> str:
    return text.split(begin)[1].split(end)[0] if begin in text else ""


def told_in_brief(casey, one: Assignment) -> list[str]:
    """Return the titles in the part of the brief, as its file has them; of a couple that allows nothing, none."""
    answer = signed_in(casey).get(f"{couple_path(one.counseling)}brief/json/")
    parts = json.loads(answer.content)["parts"] if answer.status_code == 200 else []
    lines = [line["about"] for part in parts if part["key"] == "marked" for line in part["lines"]]
    return [title for title in TITLES.values() if any(line.startswith(f"{title}:") for line in lines)]


def told_in_list(casey, one: Assignment) -> frozenset:
    (row,) = listing.of(casey, Choice(), Now(timezone.localdate(), timezone.localtime())).page
    return row.facts.differs


def test_told_if_and_only_if_both_opened_it_both_allow_it_and_it_differs(linked, casey, alex, blair):
    seen: set[int] = set()

    @settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def compare(chance: Random):
        with transaction.atomic():
            check_in = worlds.by_chance(chance)
            one = worlds.assigned(linked, check_in.marked)
            for person in (alex, blair):
                if chance.random() < 0.85:
                    allow(linked, person, scopes.BALANCE)
            chair = worlds.held(one, alex, blair, check_in)
            if is_withdrawn := chance.random() < 0.1:
                giving.withdraw(casey, linked.couple, one.pk)
            allowed = scopes.BALANCE in consent.shared(linked) and not is_withdrawn
            must = worlds.must_be_told(check_in, worlds.drawn_in(chair)) if allowed else []
            titles = [TITLES[area] for area in must]
            assert told_in_list(casey, one) == (frozenset({scopes.BALANCE}) if must else frozenset())
            assert told_in_brief(casey, one) == titles
            if not is_withdrawn:
                assert told_on_pages(casey, one) == titles
            seen.add(len(must))
            transaction.set_rollback(True)

    compare()
    assert not IS_LONG or seen >= {0, 1, 2}


def pages_and_questions(casey, one: Assignment) -> list:
    """Her pages of this couple, byte for byte, and how many questions each asked."""
    streams.memory.clear()
    found: list = []
    for path in (couple_path(one.counseling), marks_path(one)):
        with calls_of() as calls:
            found.append(page(casey, path))
        found.append(calls.count["query"])
    return found


SILENT = {
    "kept by one": CheckIn({"money": "differs"}, {"money": ["alex"]}),
    "kept by both": CheckIn({"money": "differs"}, {"money": ["alex", "blair"]}),
    "left out": CheckIn({"money": "left out"}),
    "alike": CheckIn({"money": "alike"}),
    "taken back": CheckIn({"money": "differs"}, taken_back=("blair",)),
    "too few opened": CheckIn({"money": "differs"}, {area: ["alex"] for area in AREAS if area != "money"}),
    "another one differs": CheckIn({"decisions": "differs", "money": "alike"}),
}


@pytest.mark.by_turns
@pytest.mark.parametrize("name", SILENT if IS_LONG else ["kept by one", "another one differs", "taken back"])
def test_what_is_not_told_is_as_no_session_at_all_in_each_byte_and_question(linked, casey, alex, blair, name):
    both_allow(linked, scopes.BALANCE)
    one = worlds.assigned(linked, ["money"])
    before = pages_and_questions(casey, one)
    worlds.held(one, alex, blair, SILENT[name])
    assert pages_and_questions(casey, one) == before
    assert not told_in_list(casey, one)


def everything_opens(**views) -> CheckIn:
    """A check-in in which exactly three areas may open, so that each does."""
    three = {"emotional", "decisions", "money"}
    return CheckIn(views, {area: ["alex"] for area in AREAS if area not in three})


@pytest.fixture
def told(linked, alex, blair):
    """Both opened money, which she had marked, and see it differently."""
    one = worlds.assigned(linked, ["money", "influence"])
    worlds.held(one, alex, blair, everything_opens(money="differs"))
    return one


def test_only_she_who_marked_it_is_told_and_the_newest_first(told, linked, casey, drew, alex, blair):
    again = worlds.assigned(linked, ["decisions", "money"])
    worlds.held(again, alex, blair, everything_opens(money="differs"))
    allowed = {linked.pk: [scopes.BALANCE]}
    found = telling.told(casey.pk, allowed)
    assert [one.assignment for one in found] == [again.pk, told.pk]
    assert found[0].at > found[1].at
    assert [[each.number for each in one.marked] for one in found] == [worlds.numbers(["money"])] * 2
    security_log.take()
    assert telling.told(drew.pk, allowed) == []
    assert not security_log.take()[Kind.MAC_BROKEN]


def test_what_somebody_else_stored_beside_a_session_tells_nothing_and_is_noted(told, linked, casey):
    Stream.objects.filter(kind="session").update(differing=b"nothing that was sealed")
    security_log.take()
    assert telling.told(casey.pk, {linked.pk: [scopes.BALANCE]}) == []
    assert security_log.take()[Kind.MAC_BROKEN]


@pytest.mark.parametrize("alone", ["alex", "blair"])
def test_while_one_withholds_the_scope_nothing_is_told_by_any_other(told, linked, casey, alex, blair, alone):
    both_allow(linked, *OTHERS)
    allow(linked, {"alex": alex, "blair": blair}[alone], scopes.BALANCE)
    assert told_on_pages(casey, told) == told_in_brief(casey, told) == []
    assert not told_in_list(casey, told)
    both_allow(linked, scopes.BALANCE)
    assert told_on_pages(casey, told) == told_in_brief(casey, told) == ["Money"]
    assert told_in_list(casey, told) == {scopes.BALANCE}


def test_a_withdrawal_while_the_page_is_made_leaves_nothing_on_it(told, linked, casey, blair, monkeypatch):
    both_allow(linked, scopes.BALANCE)
    asked = readings.allowed

    def taken_back_just_after(*args):
        said = asked(*args)
        if scopes.BALANCE in said:
            consent.withdraw(linked, blair, scopes.BALANCE)
        return said

    monkeypatch.setattr(readings, "allowed", taken_back_just_after)
    assert "They see this differently" not in page(casey, couple_path(linked))


@pytest.mark.parametrize("away", [giving.withdraw, giving.archive])
def test_an_assignment_that_is_out_of_the_way_tells_nothing(told, linked, casey, away):
    both_allow(linked, scopes.BALANCE)
    assert told_in_list(casey, told)
    away(casey, linked.couple, told.pk)
    assert not told_in_list(casey, told)
    assert told_in_brief(casey, told) == []
    assert "They see this differently" not in page(casey, couple_path(linked))


def test_an_open_page_closes_when_the_scope_is_taken_back(told, linked, casey, alex):
    both_allow(linked, scopes.BALANCE)
    still = f"{couple_path(linked)}still/"
    browser = signed_in(casey)
    assert 'data-shown="balance"' in page(casey, marks_path(told))
    assert browser.get(still, headers={"X-Shown": "balance"}).status_code == 204
    consent.withdraw(linked, alex, scopes.BALANCE)
    assert browser.get(still, headers={"X-Shown": "balance"}).status_code == 404


def test_what_is_stored_beside_a_session_is_of_one_length_whatever_differs(linked, alex, blair):
    lengths = set()
    for check_in in (everything_opens(money="alike"), everything_opens(money="differs", decisions="differs")):
        with transaction.atomic():
            worlds.held(worlds.assigned(linked, ["money"]), alex, blair, check_in)
            row = Stream.objects.get(kind="session")
            lengths.add((len(bytes(row.differing)), len(bytes(row.marks))))
            transaction.set_rollback(True)
    assert len(lengths) == 1
    assert min(lengths.pop()) > 200
