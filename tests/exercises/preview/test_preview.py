"""Every screen of every exercise before it is started: to the end, as a picture, and without a trace."""

from __future__ import annotations

import re
from functools import cache

import pytest
from django.db import connections

from couples.accounts.models import User
from exercises import catalog
from exercises.live.models import Stream
from exercises.preview import screens
from exercises.preview.still import still
from exercises.preview.walk import walk
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.live.rooms import NEED

pytestmark = pytest.mark.django_db
SLUGS = [one.slug for one in catalog.couple_definitions()]
STARTABLE = [one.slug for one in catalog.startable()]
FOR_ONE = [*(one.address for one in catalog.writings()), catalog.check_in().address]
IDS = re.compile(r' id="([^"]+)"')
POINTS = re.compile(r' (?:for|aria-describedby|aria-labelledby)="([^"]+)"')


@pytest.mark.parametrize("slug", SLUGS)
def test_the_invented_two_reach_the_end_of_every_exercise(slug):
    exercise = catalog.named(slug).exercise()
    moments = list(walk(exercise))
    assert moments[-1].now.over
    assert moments[-1].now.played_through
    assert {moment.now.index for moment in moments} >= set(range(len(exercise.steps)))


@pytest.mark.parametrize("slug", SLUGS)
def test_both_are_shown_in_every_step(slug):
    parts = screens.parts_of(catalog.named(slug).exercise())
    assert [part.number for part in parts][-1] == 0
    for part in parts:
        for which in (0, 1):
            assert any(scene.screens[which].markup or scene.screens[which].is_same for scene in part.scenes)


@cache
def main_of(address: str) -> str:
    """The page of this exercise, as Alex finds it, made once: it rests on nothing but the exercise."""
    user = User.objects.get(name="Alex")
    found = signed_in(user).get(f"/exercises/{address}/preview/")
    assert found.status_code == 200
    page: str = found.content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.by_turns
@pytest.mark.parametrize("address", [*STARTABLE, *FOR_ONE])
def test_nothing_in_it_can_be_sent_or_followed(couple, alex, address):
    """Every control is in a disabled group, which holds no form, no link and no hidden field."""
    page = main_of(address)
    groups = re.findall(r"<fieldset disabled.*?</fieldset></div>", page, re.S)
    outside = re.sub(r"<fieldset disabled.*?</fieldset></div>", "", page, flags=re.S)
    assert groups
    assert not re.search(r"<(button|input|select|textarea)\b", outside)
    for group in groups:
        assert not re.search(r'<form|href=|type="hidden"| name="|data-command|tabindex', group)


@pytest.mark.by_turns
@pytest.mark.parametrize("address", [*STARTABLE, *FOR_ONE])
def test_every_id_is_there_once_and_every_label_finds_its_field(couple, alex, address):
    page = main_of(address)
    ids = IDS.findall(page)
    assert len(ids) == len(set(ids))
    pointed = {one for value in POINTS.findall(page) for one in value.split()}
    assert pointed <= set(ids)
    assert page.count("<h1") == 1


@pytest.mark.parametrize("address", [NEED, FOR_ONE[0], FOR_ONE[-1]])
def test_looking_writes_nothing(couple, alex, address):
    client = signed_in(alex)
    client.get("/exercises/")
    written: list[str] = []

    def notice(execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            written.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(notice), connections["keys"].execute_wrapper(notice):
        for what in ("preview", "paper"):
            assert client.get(f"/exercises/{address}/{what}/").status_code == 200
        assert written == []
        client.post("/sessions/start/", {"slug": NEED})
    assert written, "a session writes, and so it would have been noticed"
    assert Stream.objects.count() == 1


def test_a_counselor_may_look_at_what_is_done_with_her_alone(casey, monkeypatch):
    marked = catalog.named(NEED).model_copy(update={"with_counselor": True})
    monkeypatch.setattr(catalog, "all_definitions", lambda: (marked,))
    assert signed_in(casey).get(f"/exercises/{NEED}/preview/").status_code == 200


def test_nobody_is_named_by_the_address_of_one_for_one(couple, alex):
    for definition in (*catalog.writings(), catalog.check_in()):
        assert signed_in(alex).get(f"/exercises/{definition.slug}/preview/").status_code == 404


def test_a_picture_loses_what_would_act():
    before = (
        '<form id="a" method="post" data-command="x"><!--form-tokens--><input type="hidden" name="v" value="1">'
        '<label for="b">B</label><input id="b" name="n" type="text" aria-describedby="c d" required>'
        '<a class="btn" href="/">Home</a><h1 tabindex="-1">T</h1></form>'
    )
    assert still(before, "7") == (
        '<div class="was-form" id="a-7"><label for="b-7">B</label>'
        '<input id="b-7" type="text" aria-describedby="c-7 d-7"><a class="btn">Home</a><h3>T</h3></div>'
    )


def test_of_a_long_form_the_pages_after_the_first_are_folded():
    pages = "".join(f'<section data-page class="stack"><section>{n}</section></section>' for n in "abc")
    assert still(f"<form data-pages>{pages}</form><section>d</section>", "7") == (
        '<div class="was-form"><div class="stack"><div>a</div></div>'
        '<details class="stack"><summary>Page 2 of this form</summary><div>b</div></details>'
        '<details class="stack"><summary>Page 3 of this form</summary><div>c</div></details></div><div>d</div>'
    )
