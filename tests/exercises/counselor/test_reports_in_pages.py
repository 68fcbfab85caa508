"""A report shows all that can be read, some on each page, and nothing of how many sessions there were."""

from __future__ import annotations

import re
from html import unescape

import pytest

from couples.counseling import scopes
from exercises.counselor import finished
from exercises.live.models import Stream
from exercises.live.store import versions
from exercises.translate import in_language
from tests.couples.counseling.consents import both_allow
from tests.exercises.balance_check_ins import OPEN, checked_in
from tests.exercises.counselor.at_work import page, reading_path, signed_in
from tests.exercises.live.rooms import BALANCE, NEED, opened
from tests.exercises.page_costs.crowd import completed

pytestmark = pytest.mark.django_db
READ = (scopes.AGREEMENTS, scopes.BALANCE, scopes.ANSWERS)


@pytest.mark.parametrize("scope", [scopes.BALANCE, scopes.ANSWERS])
def test_sessions_that_were_ended_early_hide_nothing(linked, couple, alex, blair, casey, scope):
    both_allow(linked, scope)
    checked_in(couple, alex, blair, "2", "3", "4")
    before = page(casey, reading_path(linked, scope))
    assert "There is nothing to read yet" not in before
    for _number in range(finished.SESSIONS_ON_A_PAGE + 1):
        opened(couple, alex, blair, NEED).alex.do("end")
    assert page(casey, reading_path(linked, scope)) == before


def test_no_number_stands_without_what_was_rated(linked, couple, alex, blair, casey):
    """In the words of the version that the two answered, which she can look up nowhere else."""
    both_allow(linked, scopes.BALANCE)
    checked_in(couple, alex, blair, "2", "3", "4")
    shown = unescape(page(casey, reading_path(linked, scopes.BALANCE)))
    body = versions.body_of(Stream.objects.get(definition__slug=BALANCE).definition_id)
    (step,) = [one for one in body["steps"] if one["kind"] == "perception"]
    rated = {in_language(one["title"]): in_language(one["own"]).split("{partner}") for one in step["areas"]}
    areas = shown.split('<section class="area">')[1:]
    assert len(areas) == len(OPEN)
    for area in areas:
        words, (title,) = area.split("<svg")[0], re.findall(r"<h4>(.*?)</h4>", area)
        assert [part for part in rated[title] if part not in words] == []
        assert "{" not in words


def test_all_that_can_be_read_is_on_one_of_the_pages(linked, couple, alex, blair, casey, monkeypatch):
    monkeypatch.setattr(finished, "SESSIONS_ON_A_PAGE", 2)
    both_allow(linked, scopes.ANSWERS)
    for _number in range(5):
        completed(opened(couple, alex, blair, NEED))
    path, seen = reading_path(linked, scopes.ANSWERS), []
    address = path
    while address:
        shown = page(casey, address)
        seen.append(shown.count("started on"))
        earlier = re.search(r"\?after=[\w-]+", shown)
        address = path + earlier.group() if earlier else ""
    assert seen == [2, 2, 1]


def test_a_page_after_what_is_no_session_of_theirs_is_not_there(linked, room, casey):
    both_allow(linked, *READ)
    for scope in READ:
        for after in (room.id, linked.pk, "nonsense", ""):
            path = f"{reading_path(linked, scope)}?after={after}"
            assert signed_in(casey).get(path).status_code == 404
