"""The same form sent several times at the same moment adds one thing, and each answer is that of the first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from couples.counseling.models import Counseling
from couples.meetings.models import Meeting
from couples.pairing.models import Invitation
from exercises import catalog
from exercises.counselor.asking.models import AskedFor
from exercises.counselor.assignments.models import Assignment
from exercises.live.models import Stream
from exercises.private import store
from tests.cast import with_second_step
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor import at_work
from tests.exercises.live.rooms import NEED
from tests.exercises.private.locked_pages import locked
from tests.exercises.test_leaving_races import at_once
from tests.fuzz.forms import forms_of

__all__ = ["locked"]
pytestmark = pytest.mark.django_db(transaction=True)

IN_A_WEEK: Final = str(timezone.localdate() + timedelta(days=7))
WRITING: Final = catalog.writings()[0]
TIMES: Final = 3


def entries_of(section: str) -> Callable[[Any], int]:
    return lambda user: len(store.read(opened_store(user))[section])


def rows_of(model: Any) -> Callable[[Any], int]:
    return lambda _user: model.objects.count()


CASES: Final = {
    "a limit": ("alex", "/alone/b/", {"limit": "Not after ten"}, entries_of("limits")),
    "a person": ("alex", "/alone/c/", {"who": "M.", "areas": "emotional"}, entries_of("map")),
    "a writing": (
        "alex",
        f"/alone/d/{WRITING.address}/",
        {WRITING.questions[0].name: "What I saw"},
        entries_of("sheets"),
    ),
    "a time": ("alex", "/meeting/", {"day": IN_A_WEEK, "time": "19:00", "zone": "UTC"}, rows_of(Meeting)),
    "a session": ("alex", f"/exercises/{NEED}/", {"slug": NEED}, rows_of(Stream)),
    "an invitation": ("drew", "/invite/", {}, rows_of(Invitation)),
    "a link": (
        "casey",
        "/counselor/couples/",
        {"label": "Tuesdays at four"},
        lambda user: Counseling.objects.filter(couple=None).count(),
    ),
    "a scope asked for": ("casey", "ask", {"scope": "balance", "before": ""}, rows_of(AskedFor)),
    "an assignment": ("casey", "assign", {"exercise": NEED, "note": "", "due_on": ""}, rows_of(Assignment)),
}


def filled(client: Client, page: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the address and the fields of the form on this page that has a value of its own."""
    form = next(one for one in forms_of(client.get(page).content.decode()) if "id" in one.choices)
    return form.action or page, {"id": form.choices["id"][0]} | given


def send(client: Client, path: str, fields: dict[str, str]) -> tuple[int, str]:
    own = Client()  # of this thread
    own.cookies = client.cookies
    answer = own.post(path, fields)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.by_turns
@pytest.mark.parametrize("what", CASES)
def test_sent_several_times_at_once_it_is_there_once(linked, drew, casey, alex, what):
    who, page, given, count = CASES[what]
    user = {"alex": alex, "drew": drew, "casey": casey}[who]
    page = page if page.startswith("/") else f"{at_work.couple_path(linked)}{page}/"
    if user == casey:
        with_second_step(casey)
    client = at_work.signed_in(user)
    path, fields = filled(client, page, given)
    before = count(user)
    answers = at_once(*[lambda: send(client, path, fields)] * TIMES)
    assert len(set(answers)) == 1, answers
    assert answers[0][0] == 302, answers
    assert count(user) == before + 1
    assert send(client, path, fields) == answers[0]
    assert count(user) == before + 1


def test_other_words_under_the_same_value_are_another_thing(alex):
    client = at_work.signed_in(alex)
    path, fields = filled(client, "/alone/b/", {"limit": "Not after ten"})
    send(client, path, fields)
    send(client, path, fields | {"limit": "Not before ten"})
    assert entries_of("limits")(alex) == 2


def test_the_value_of_somebody_elses_form_is_another_thing(couple, alex, blair):
    """Whoever learns it can neither find out what was added with it, nor keep it from being added."""
    client = at_work.signed_in(alex)
    path, fields = filled(client, "/alone/b/", {"limit": "Not after ten"})
    send(at_work.signed_in(blair), path, fields)
    send(client, path, fields)
    ids = [store.read(opened_store(user))["limits"][0]["id"] for user in (alex, blair)]
    assert ids[0] != ids[1]


def test_what_is_over_is_begun_again_by_the_same_form(couple, alex, blair):
    client = at_work.signed_in(alex)
    path, fields = filled(client, f"/exercises/{NEED}/", {"slug": NEED})
    first = send(client, path, fields)
    Stream.objects.update(status=Stream.Status.OVER)
    cache.clear()
    assert send(client, path, fields) != first
    assert Stream.objects.count() == 2


def test_a_refused_form_can_be_sent_again_and_is_there_once(alex):
    client = at_work.signed_in(alex)
    path, fields = filled(client, "/alone/b/", {"limit": "x" * 401})
    answer = client.post(path, fields)
    assert answer.status_code == 422
    assert "x" * 401 in answer.content.decode()
    shorter = {"id": fields["id"], "limit": "x" * 400}
    assert send(client, path, shorter) == send(client, path, shorter)
    assert entries_of("limits")(alex) == 1


def test_sent_twice_while_the_pages_are_locked_it_is_kept_and_both_answers_say_so(locked):
    value = {"id": "of-this-form", "limit": "Not after ten"}
    answers = [locked.post("/alone/b/", value).url for _time in range(2)]
    assert answers[0] == answers[1]
    assert "late=kept" in answers[0]
    assert "late=lost" in locked.post("/alone/b/", value | {"limit": "Not before ten"}).url
