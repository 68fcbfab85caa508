"""The brief on its page, on paper and in files: what is allowed and nothing else, the same in each, and recorded."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone

from couples.counseling import access_log, consent, scopes
from couples.counseling.models import AccessRecord
from exercises.counselor.brief.facts import BRIEFED
from exercises.counselor.notes import book, files
from exercises.counselor.notes.contents import Words
from exercises.counselor.programmes.delivery import When
from exercises.live.models import Stream
from tests.couples.counseling.consents import both_allow
from tests.exercises.balance_check_ins import checked_in
from tests.exercises.counselor.at_work import couple_path, given, signed_in
from tests.exercises.counselor.programmes.at_work import done, item, of, started
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED, opened
from tests.exercises.page_costs.crowd import settled

pytestmark = pytest.mark.django_db
FORMS = ("", "print/", "csv/", "json/")
MARKS = {
    scopes.PROGRESS: "Say one thing I need",
    scopes.ANSWERS: "=the marker of thanks",
    scopes.BALANCE: "Deciding and planning",
    scopes.AGREEMENTS: "We eat at eight",
}
"""Something that stands in a brief only by this scope."""


def _named(allowed):
    return " ".join(one.value for one in allowed) or "nothing"


@pytest.fixture
def lived(linked, couple, alex, blair):
    """Something to read of each scope."""
    given(linked, "see-feel-need-ask")
    thanked(couple, alex, blair)
    checked_in(couple, alex, blair, "2", "3", "4")
    settled(opened(couple, alex, blair, "limit-request-or-agreement"), 1)


def thanked(couple, alex, blair):
    room = opened(couple, alex, blair, "two-minutes-of-thanks")
    for chair in room.chairs:
        if "ready" in chair.offered():
            chair.do("ready", **({"together": "writing"}))
    room.alex.do("tell", what=MARKS[scopes.ANSWERS])
    room.walk()


def path(linked, form=""):
    return f"{couple_path(linked)}brief/{form}"


def read(casey, linked, form):
    answer = signed_in(casey).get(path(linked, form))
    assert answer.status_code == 200, form
    return answer.content.decode("utf-8-sig")


def text_of(casey, linked, form):
    """What stands in a form, with files read as programs read them."""
    found = read(casey, linked, form)
    if form == "csv/":
        return "\n".join(" ".join(row) for row in csv.reader(io.StringIO(found)))
    return json.dumps(json.loads(found), ensure_ascii=False) if form == "json/" else unescape(found)


@pytest.mark.parametrize("allowed", [(), *((one,) for one in BRIEFED), BRIEFED], ids=_named)
def test_each_form_holds_what_is_allowed_and_nothing_else(lived, linked, casey, allowed):
    if allowed:
        both_allow(linked, *allowed)
    if not allowed:
        assert {signed_in(casey).get(path(linked, form)).status_code for form in FORMS[1:]} == {404}
    for form in FORMS if allowed else FORMS[:1]:
        shown = text_of(casey, linked, form)
        held = {scope for scope, mark in MARKS.items() if mark in shown}
        assert held == set(allowed), form


def test_the_files_hold_exactly_what_the_page_shows(lived, linked, casey):
    both_allow(linked, *BRIEFED)
    data = json.loads(read(casey, linked, "json/"))
    lines = [line for part in data["parts"] for line in part["lines"]]
    rows = list(csv.DictReader(io.StringIO(read(casey, linked, "csv/"))))
    page = " ".join(unescape(read(casey, linked, "")).split())
    paper = " ".join(unescape(read(casey, linked, "print/")).split())
    assert len(lines) > 12
    told = [row for row in rows if row["part"] not in ("In short", "closed")]
    assert [row["words"].removeprefix("'") for row in told] == [line["words"] for line in lines]
    assert [row["words"] for row in rows if row["part"] == "In short"] == data["one_minute"]
    for words in [
        *(line["words"] for line in lines),
        *(line["about"] for line in lines),
        *data["one_minute"],
    ]:
        assert (words in page, words in paper) == (True, True), words


def test_no_cell_is_taken_for_a_formula(lived, linked, casey):
    both_allow(linked, *BRIEFED)
    cells = [cell for row in csv.reader(io.StringIO(read(casey, linked, "csv/"))) for cell in row]
    assert "'=the marker of thanks" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(("form", "taken"), [("", 0), *((one, 1) for one in FORMS[1:])])
def test_each_form_leaves_the_record_of_a_reading(lived, linked, couple, casey, alex, form, taken):
    both_allow(linked, *BRIEFED)
    read(casey, linked, form)
    kinds = [one.what for one in AccessRecord.objects.filter(couple=couple)]
    assert sorted(kinds) == sorted([one.value for one in BRIEFED] + [access_log.TAKEN] * taken)
    said = signed_in(alex).get("/counselors/who-read-what/").content.decode()
    assert ("printed or saved" in said) is bool(taken)


def test_what_was_allowed_for_the_older_text_is_read_and_does_not_leave(lived, linked, casey, alex, blair):
    for person in (alex, blair):
        consent.give(linked, person, replace(scopes.ANSWERS, version=1))
    both_allow(linked, scopes.BALANCE)
    page = unescape(read(casey, linked, ""))
    assert MARKS[scopes.ANSWERS] in page
    assert "not yet to print or save" in page
    for form in FORMS[1:]:
        shown = text_of(casey, linked, form)
        assert MARKS[scopes.ANSWERS] not in shown
        assert MARKS[scopes.BALANCE] in shown


def test_nothing_leaves_where_both_allowed_the_older_text_only(lived, linked, casey, alex, blair):
    for person in (alex, blair):
        consent.give(linked, person, replace(scopes.ANSWERS, version=1))
    assert "Nothing of this may be printed or saved" in read(casey, linked, "")
    assert {signed_in(casey).get(path(linked, form)).status_code for form in FORMS[1:]} == {404}


@pytest.mark.parametrize(("since", "says"), [("nonsense", "valid date"), ("2999-01-01", "yet to come")])
def test_a_day_that_is_none_is_said_at_its_field(linked, casey, since, says):
    answer = signed_in(casey).get(path(linked), {"since": since})
    assert answer.status_code == 200
    assert says in answer.content.decode()


def test_her_own_question_stays_on_the_page(lived, linked, casey):
    both_allow(linked, *BRIEFED)
    file = files.of_couple(casey.pk, linked.couple_id)
    page_id, today = uuid4(), timezone.localdate()
    book.begin(file, files.BOTH, page_id, today.isoformat())
    words = Words(day=today.isoformat(), question="Who called Sunday?")
    book.finish(file, book.page(file, files.BOTH, page_id), words, "form", "")
    assert text_of(casey, linked, "").count("Who called Sunday?") == 2
    assert "they stay on this page" in read(casey, linked, "")
    for form in FORMS[1:]:
        assert "Who called Sunday" not in text_of(casey, linked, form), form


def test_what_is_closed_is_called_as_her_list_calls_it(linked, casey):
    assert "Closed to you now: Progress, What they opened, Balance, Agreements." in read(casey, linked, "")


def test_of_a_programme_it_names_the_one_that_is_with_them_and_nothing_that_is_to_come(
    linked, couple, alex, casey
):
    both_allow(linked, scopes.PROGRESS)
    given(linked, "two-minutes-of-thanks", due_on=timezone.localdate())
    first, second, _third = of(started(linked, item(NEED), item(LIMIT), item(BALANCE, When.DAYS_AFTER, 3)))
    now = {
        "Say one thing I need": "not done yet",
        "Two minutes of thanks": "not done yet; the day to aim for:",
    }
    assert assigned(casey, linked) == now
    assert "0 of 4 done, 2 to come later in a programme" in read(casey, linked, "")
    done(couple, alex, first)
    assert "Sort out one thing between us" in " ".join(json.loads(read(casey, linked, "json/"))["one_minute"])
    done(couple, alex, second)
    waiting = assigned(casey, linked)
    (to_come,) = (title for title, words in waiting.items() if words == "comes next")
    assert to_come not in " ".join(json.loads(read(casey, linked, "json/"))["one_minute"])
    Stream.objects.filter(assignment=second).update(completed_at=timezone.now() - timedelta(days=9))
    assert assigned(casey, linked) == waiting, "nothing tells on which day they did it"


def assigned(casey, linked):
    parts = json.loads(read(casey, linked, "json/"))["parts"]
    (lines,) = (one["lines"] for one in parts if one["key"] == "assigned")
    return {line["about"]: line["words"] for line in lines if line["about"]}


def test_a_form_that_there_is_not_is_a_wrong_address(lived, linked, casey):
    both_allow(linked, *BRIEFED)
    assert signed_in(casey).get(path(linked, "docx/")).status_code == 404
