"""What she changes in a programme that runs: one added at the end, a skip taken back. Neither tells her anything."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from couples.refused import Refused
from exercises import catalog
from exercises.counselor import screening
from exercises.counselor.assignments import giving, taking
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.programmes import adding, running, templates
from exercises.counselor.programmes.delivery import When
from tests.exercises.counselor.at_work import TOKEN, couple_path, page, signed_in
from tests.exercises.counselor.programmes.at_work import done, item, of, shown, started
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED
from tests.exercises.test_leaving_races import at_once

pytestmark = pytest.mark.django_db
TOPIC = "One more thing, about Sundays"
FILLED = {
    "exercise": BALANCE,
    "when": "after",
    "topic": TOPIC,
    "note": "At the end",
    "alone_1": "",
    "alone_2": "",
}


def here(linked, programme) -> str:
    return f"{couple_path(linked)}programmes/{programme.pk}/"


def add(linked, programme, *items) -> None:
    cache.clear()
    for one in items:
        adding.add(linked.counselor, linked.couple, programme.pk, one, {})


def test_a_skip_is_taken_back_in_its_place_and_the_same_twice_is_once(linked, couple, alex, blair, casey):
    programme = started(linked)
    first, second, _third = of(programme)
    give_again = f"{here(linked, programme)}{first.pk}/again/"
    assert "Give it again" not in page(casey, here(linked, programme))
    giving.withdraw(casey, couple, first.pk)
    assert give_again in page(casey, here(linked, programme))
    assert shown(couple, alex) == shown(couple, blair) == [(LIMIT, 1, 2, False)]
    for _time in range(2):
        answer = signed_in(casey).post(give_again, follow=True)
        assert "It is in the programme again" in answer.content.decode()
    assert shown(couple, alex) == shown(couple, blair) == [(NEED, 1, 3, False)]
    done(couple, alex, first)
    assert shown(couple, blair) == [(LIMIT, 2, 3, False)]
    giving.withdraw(casey, couple, second.pk)
    running.end(linked, programme.pk)
    running.give_again(linked, programme.pk, second.pk)
    assert Assignment.objects.get(pk=second.pk).withdrawn_at is not None, "it had ended"


def test_what_was_put_away_or_done_stays_so_where_a_skip_is_taken_back(linked, couple, alex, blair, casey):
    programme = started(linked, item(NEED), item(LIMIT), item(BALANCE))
    first, second, _third = of(programme)
    taking.decline(couple, alex, first.pk)
    giving.withdraw(casey, couple, first.pk)
    done(couple, blair, second)
    running.give_again(linked, programme.pk, first.pk)
    assert shown(couple, alex) == [(BALANCE, 3, 3, False)]
    assert shown(couple, blair) == [(NEED, 1, 3, False)]


def test_a_skip_of_another_programme_stays(linked, couple, casey):
    one, another = started(linked), started(linked)
    skipped = of(one)[0]
    giving.withdraw(casey, couple, skipped.pk)
    running.give_again(linked, another.pk, skipped.pk)
    assert Assignment.objects.get(pk=skipped.pk).withdrawn_at is not None


def test_it_is_added_at_the_end_once_and_comes_when_its_turn_comes(linked, couple, alex, blair, casey):
    programme, client = started(linked, item(NEED)), signed_in(casey)
    path = f"{here(linked, programme)}add/"
    assert path in page(casey, here(linked, programme))
    form = client.get(path).content.decode().split('name="id" value="')[1].split('"')[0]
    for _time in range(2):
        answer = client.post(path, FILLED | {"id": form}, follow=True)
        assert "Added. It comes last." in answer.content.decode()
    first, added = of(programme)
    assert shown(couple, alex) == [(NEED, 1, 2, False)]
    assert TOPIC not in page(blair, "/")
    done(couple, alex, first)
    assert shown(couple, blair) == [(BALANCE, 2, 2, False)]
    assert TOPIC in page(blair, "/")
    done(couple, blair, added)
    add(linked, programme, item(LIMIT, When.WEEKLY), item(NEED))
    assert [(slug, number) for slug, number, _of, _comes in shown(couple, alex)] == [(LIMIT, 3)]
    running.move(linked, programme.pk, of(programme)[3].pk, 1)
    assert shown(couple, alex) == [(NEED, 1, 4, False)]


def test_what_is_wrong_is_said_and_nothing_is_lost(linked, casey):
    programme, client = started(linked), signed_in(casey)
    path = f"{here(linked, programme)}add/"
    marked = next(one.slug for one in catalog.couple_definitions() if one.with_counselor)
    for wrong, field in (({"exercise": ""}, "exercise"), ({"when": "days_after", "days": ""}, "days")):
        answer = client.post(path, FILLED | wrong)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert TOPIC in answer.content.decode()
    assert client.post(path, FILLED | {"exercise": marked}).status_code == 302, "she spoke with both"
    running.end(linked, programme.pk)
    answer = client.post(path, FILLED)
    assert (answer.status_code, TOPIC in answer.content.decode()) == (422, True)
    assert client.get(path).headers["Location"] == here(linked, programme)
    assert len(of(programme)) == 4


def test_there_is_room_for_twenty_with_the_skipped_ones(linked, couple, casey):
    programme = started(linked, *(item(NEED) for _number in range(templates.MAX_ITEMS)))
    giving.withdraw(casey, couple, of(programme)[0].pk)
    assert "Add an exercise at the end" not in page(casey, here(linked, programme))
    with pytest.raises(Refused):
        add(linked, programme, item(NEED))


def acts(client, linked, programme, skipped) -> list[object]:
    """What she is answered, and asks of the database, when she adds something and when she takes a skip back."""
    found: list[object] = []
    for path, sent in (("add/", FILLED), (f"{skipped.pk}/again/", {})):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(f"{here(linked, programme)}{path}", sent)
        found.append((answer.status_code, answer.headers["Location"], len(queries)))
    Assignment.objects.filter(pk=of(programme)[-1].pk).delete()
    giving.withdraw(linked.counselor, linked.couple, skipped.pk)
    for path in ("", "add/"):
        with CaptureQueriesContext(connection) as queries:
            shown_there = TOKEN.sub("", client.get(f"{here(linked, programme)}{path}").content.decode())
        found.append((shown_there, len(queries)))
    return found


def test_neither_tells_what_the_two_have_done(linked, couple, alex, blair, casey):
    programme, client = started(linked), signed_in(casey)
    first, second, third = of(programme)
    giving.withdraw(casey, couple, second.pk)
    acts(client, linked, programme, second)
    before = acts(client, linked, programme, second)
    taking.decline(couple, blair, first.pk)
    assert acts(client, linked, programme, second) == before
    for one in (first, third):
        Assignment.objects.filter(pk=one.pk).update(due_on=None)
        done(couple, alex, one)
        assert acts(client, linked, programme, second) == before


def test_what_needs_her_is_added_only_after_both_conversations(linked, couple, alex, blair, casey):
    marked = next(one.slug for one in catalog.couple_definitions() if one.with_counselor)
    template = templates.begin(casey, "Before", uuid4())
    templates.put(casey, template, item(NEED))
    programme = running.start(casey, couple, templates.find(casey, template), {}, uuid4())
    path, client = f"{here(linked, programme)}add/", signed_in(casey)
    assert client.post(path, FILLED | {"exercise": marked}).status_code == 422
    today = timezone.localdate()
    with pytest.raises(Refused):
        adding.add(casey, couple, programme.pk, item(marked), {alex.pk: today})
    assert not any(screening.days(linked).values())
    adding.add(casey, couple, programme.pk, item(marked), {alex.pk: today, blair.pk: today})
    assert len(of(programme)) == 2


@pytest.mark.django_db(transaction=True)
def test_raced_the_form_adds_one_and_a_programme_that_ends_stays_as_it_was(linked, alex, blair, casey):
    couple, programme, one = linked.couple, started(linked), item(NEED)
    cache.clear()
    at_once(*[lambda: adding.add(casey, couple, programme.pk, one, {})] * 2)
    assert len(of(programme)) == 4
    skipped = of(programme)[0]
    giving.withdraw(casey, couple, skipped.pk)
    at_once(
        lambda: running.end(linked, programme.pk),
        lambda: running.give_again(linked, programme.pk, skipped.pk),
        lambda: running.move(linked, programme.pk, skipped.pk, 4),
    )
    assert len({each.position for each in running.items_of(programme)}) == 4
    assert shown(couple, alex) == shown(couple, blair) == []
