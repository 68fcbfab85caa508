"""Trying an exercise as both: every one to its end, on one page without a script, and without a row."""

from __future__ import annotations

import re
from html import unescape
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from couples import clock
from exercises import catalog
from exercises.core.pair import Partner
from exercises.core.view import view_of
from exercises.library import carried, trying
from exercises.live.screens import forms
from exercises.preview.filling import NAMES
from exercises.translate import Reader
from tests import walker
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.live.rooms import NEED
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db
EVERY = [one.slug for one in catalog.couple_definitions()]
PLAYED = EVERY if IS_LONG else [NEED, "both-tables" if "both-tables" in EVERY else EVERY[0]]
MOST = 400
STATE = re.compile(r'name="state" value="([^"]*)"')
FORM = re.compile(r"<form [^>]*id=\"([^\"]+)\"[^>]*>(.*?)</form>", re.S)
IDS = re.compile(r'\sid="([^"]+)"')
POINTS = re.compile(r'\s(?:for|aria-describedby|aria-labelledby|form)="([^"]+)"')
LINKS = re.compile(r'<a [^>]*href="#([^"]+)"')


class Table:
    """Casey, who plays both. `text`: the page as she has it."""

    def __init__(self, casey, slug: str) -> None:
        self.client, self.slug, self.casey = signed_in(casey), slug, casey
        self.path = f"/counsel/exercises/{slug}/try/"
        self.exercise = catalog.named(slug).exercise()
        self.text = self.took(self.client.get(self.path))

    def took(self, answer: Any, *statuses: int) -> str:
        assert answer.status_code in (statuses or (200,))
        return str(answer.content.decode())

    @property
    def state(self) -> str:
        return str(STATE.findall(self.text)[0])

    @property
    def attempt(self) -> trying.Attempt:
        return trying.replayed(self.exercise, *carried.opened(self.casey.pk, self.slug, self.state))

    def offered(self, by: Partner) -> list[dict[str, Any]]:
        """What this one is offered, as the protocol describes it."""
        view = view_of(self.attempt.now, by, clock.local())
        reader = Reader(by, NAMES)
        return [forms.described(one, view.visit, reader) for one in view.commands if one.scope == "step"]

    def form(self, by: Partner, name: str) -> str:
        """The form of this command in the frame of this one."""
        forms_here: dict[str, str] = dict(FORM.findall(self.text))
        return forms_here[f"form-{name}-{by.value}"]

    def press(self, by: Partner, command: Any, **fields: Any) -> int:
        inside = self.form(by, command["name"])
        for name in fields:
            assert f'name="{name}"' in inside or f'name="{name}"' in self.text, (name, command["name"])
        sent = {"state": self.state, "by": by.value, "command": command["name"], "visit": command["visit"]}
        answer = self.client.post(self.path, {**sent, **fields})
        self.text = self.took(answer, 200, 422)
        return int(answer.status_code)

    def play(self, seed: int, until: str = "It has ended for both.") -> int:
        """Both in turns, as the walker picks, until the page says so. Returns how many presses were taken."""
        rng, taken = Random(seed), 0
        for number in range(MOST):
            if until in self.text:
                return taken
            by = (Partner.A, Partner.B)[number % 2]
            if (command := walker.picked(self.offered(by), rng)) is None:
                continue
            taken += self.press(by, command, **walker.filled(command, rng, NAMES.of(by))) == 200
            check(self.text)
        raise AssertionError(f"no end of {self.slug}")


def check(page: str) -> None:
    """Ids are there once, whatever points finds something, and nothing leads out of a frame."""
    main = page.partition("<main")[2].partition("</main>")[0]
    ids = IDS.findall(main)
    assert len(ids) == len(set(ids))
    pointed = {one for value in POINTS.findall(main) for one in value.split()} | set(LINKS.findall(main))
    assert pointed <= set(ids), pointed - set(ids)
    assert main.count("<h1") == 1
    frames = main.partition('class="phones"')[2]
    assert "data-command" not in frames
    assert "<!--" not in frames
    assert not re.search(r'href="[^#]', frames)
    assert "<script" not in frames
    assert " style=" not in frames


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("slug", PLAYED)
def test_both_reach_the_end_by_the_forms_of_one_page_and_no_row_is_written(casey, slug):
    table = Table(casey, slug)
    before, written = rows(), []

    def notice(execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            written.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(notice), connections["keys"].execute_wrapper(notice):
        assert table.play(seed=1) > 5
    assert written == []
    assert rows() == before
    assert "It has ended for both." in table.text


def arrive(table: Table) -> None:
    """Both are ready, in writing, and Alex speaks first."""
    for by, name in ((Partner.B, "enter"), (Partner.A, "ready"), (Partner.B, "ready")):
        command = next(one for one in table.offered(by) if one["name"] == name)
        asked = {one["name"] for one in command["fields"]}
        fields = {"together": "writing", "first": "me" if by is Partner.A else "you"}
        fields = {key: value for key, value in fields.items() if key in asked}
        assert table.press(by, command, **fields) == 200


def test_what_one_keeps_closed_stands_in_no_frame_of_the_other(casey):
    table = Table(casey, NEED)
    arrive(table)
    command = next(one for one in table.offered(Partner.A) if one["name"] == "hand_in")
    fields = {one["name"]: "Closed so far" for one in command["fields"] if one["type"] == "text"}
    assert table.press(Partner.A, command, **fields) == 200
    mine, theirs = table.text.partition('id="frame-a"')[2].split('id="frame-b"')
    assert "Closed so far" in mine
    assert "Closed so far" not in theirs


def test_what_is_refused_stands_in_its_own_frame_with_what_was_typed(casey):
    table = Table(casey, NEED)
    arrive(table)
    before = table.attempt
    command = next(one for one in table.offered(Partner.A) if one["name"] == "hand_in")
    first = next(one["name"] for one in command["fields"] if one["type"] == "text")
    assert table.press(Partner.A, command, **{first: "Half of it <b>"}) == 422
    mine, theirs = table.text.partition('id="frame-a"')[2].split('id="frame-b"')
    assert "Something is still missing" in mine
    assert "Half of it &lt;b&gt;" in mine
    assert "Something is still missing" not in theirs
    assert table.attempt == before
    check(table.text)


def test_enough_for_today_in_a_form_sets_it_aside_for_both(casey):
    """Its button stands in the long form of the check-in, and its form in the bar of the room."""
    table = Table(casey, "balance-check-in")
    table.play(seed=1, until='form="command-enough-a"')
    sent = {"state": table.state, "by": "a", "command": "enough", "visit": table.attempt.now.visit}
    table.text = table.took(table.client.post(table.path, sent))
    assert table.attempt.now.set_aside
    check(table.text)


def test_a_press_is_taken_back_and_the_page_begins_again(casey):
    table = Table(casey, NEED)
    [enter] = table.offered(Partner.B)
    table.press(Partner.B, enter)
    assert "Blair has pressed" in unescape(table.text)
    table.text = table.took(table.client.post(table.path, {"state": table.state, "back": "yes"}))
    assert table.attempt.presses == ()
    assert [one["name"] for one in table.offered(Partner.B)] == ["enter"]
    table.text = table.took(table.client.post(table.path, {"state": table.state, "back": "yes"}))
    assert table.attempt.presses == ()


@pytest.mark.parametrize("spoilt", ["", "no", "AAAA", "é", "x" * 50_000])
def test_what_was_not_made_here_begins_anew(casey, spoilt):
    table = Table(casey, NEED)
    page = table.took(table.client.post(table.path, {"state": spoilt, "by": "b", "command": "enter"}))
    assert "It begins anew." in unescape(page)


def test_it_is_sealed_for_one_person_and_exercise_and_lasts_some_hours(casey, drew):
    table = Table(casey, NEED)
    state = table.state
    for person, slug in ((drew.pk, NEED), (casey.pk, EVERY[-1])):
        with pytest.raises(carried.Spoilt):
            carried.opened(person, slug, state)
    old = carried.packed(casey.pk, NEED, clock.local() - carried.LASTS, [])
    with pytest.raises(carried.Spoilt):
        carried.opened(casey.pk, NEED, old)


def test_what_has_become_too_long_is_said_and_not_taken(casey, monkeypatch):
    table = Table(casey, NEED)
    monkeypatch.setattr(carried, "MAX_PRESSES", 0)
    [enter] = table.offered(Partner.B)
    assert table.press(Partner.B, enter) == 422
    assert "too long to be carried on" in table.text


@pytest.mark.parametrize(
    "data", [{"by": "z"}, {"command": "no"}, {"command": "enter", "visit": "-1"}, {"x": "y"}]
)
def test_whatever_is_posted_is_answered(casey, data):
    table = Table(casey, NEED)
    assert table.client.post(table.path, {"state": table.state, **data}).status_code in (200, 422)
