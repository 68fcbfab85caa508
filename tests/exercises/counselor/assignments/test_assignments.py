"""An assignment is on both partners' home pages; either takes it up, or declines it without anybody noticing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from couples.counseling import links, scopes
from couples.keys import data_keys
from couples.pairing import acceptance, membership
from couples.privacy import export
from exercises.core.text import Refused
from exercises.counselor.assignments import cards as home_cards
from exercises.counselor.assignments import giving, stored, taking, words
from exercises.counselor.assignments.models import Assignment, AssignmentDeclined
from exercises.counselor.assignments.words import Said
from exercises.live.models import Stream
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import NOTE, TOKEN, couple_path, given, link, page, signed_in
from tests.exercises.live.rooms import LIMIT, NEED, Chair, Room

pytestmark = pytest.mark.django_db
MOVED_ON = "This has changed since you opened it"


def take_up(user, assignment):
    return signed_in(user).post(f"/counsel/assignments/{assignment.pk}/take-up/")


def not_this(user, assignment):
    return signed_in(user).post(f"/counsel/assignments/{assignment.pk}/not-this/")


def cards(user) -> list:
    return [card["id"] for card in home_cards.for_home(membership.couple_of(user), user)]


def played(assignment, alex, blair, whole=True) -> Room:
    """Let Alex take it up and both complete it; or, unless `whole`, let Blair end it at once."""
    session = taking.take_up(membership.couple_of(alex), alex, assignment.pk)
    room = Room(session, Chair(session, alex), Chair(session, blair))
    room.blair.do("enter")
    if whole:
        return room.walk()
    room.blair.do("end")
    return room


def test_both_read_from_whom_it_is_what_it_is_the_day_and_the_note(linked, alex, blair):
    day = timezone.localdate() + timedelta(days=9)
    given(linked, due_on=day)
    for user in (alex, blair):
        home = page(user, "/")
        for sentence in (
            "From Casey",
            "Say one thing I need",
            NOTE,
            f"{day:%-d %B %Y}",
            "Have a look",
            "Not this one",
        ):
            assert sentence in home


def test_a_day_that_has_passed_is_not_held_against_anybody(linked, alex, casey):
    one = given(linked)
    before = page(alex, "/")
    Assignment.objects.filter(pk=one.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    assert page(alex, "/") == before
    for user, path in ((alex, "/"), (casey, couple_path(linked))):
        assert "overdue" not in page(user, path).lower()


def test_both_and_the_counselor_download_what_was_assigned_and_nobody_the_note(
    linked, alex, blair, casey, drew
):
    given(linked)
    not_this(alex, given(linked, slug=LIMIT))
    for user in (alex, blair, casey):
        found = export.collect(user)
        assert [one["exercise"] for one in found["assignments"]] == [
            "Say one thing I need",
            "Sort out one thing between us",
        ]
        assert NOTE not in str(found)
    assert export.collect(drew)["assignments"] == []


def test_the_note_is_not_readable_in_the_database(linked):
    one = given(linked, note="A canary in the note")
    with connection.cursor() as cursor:
        cursor.execute("select * from exercises_assignment")
        assert "canary" not in str(
            [[bytes(x) if isinstance(x, memoryview) else x for x in row] for row in cursor]
        )
    assert words.of([one])[one.pk].note == "A canary in the note"


def test_a_note_moved_to_another_assignment_opens_nothing(linked):
    one, two = given(linked, note="one"), given(linked, slug=LIMIT, note="two")
    one.sealed = two.sealed
    assert words.of([one, two]) == {two.pk: Said("two")}


def test_a_note_whose_counselor_is_erased_is_gone_and_the_homes_still_work(linked, alex, casey):
    given(linked)
    data_keys.destroy(casey.pk)
    home = page(alex, "/")
    assert "From Casey" in home
    assert not {NOTE, "GONE"} & set(re.split(r"[<>]", home))


def test_taking_it_up_opens_its_session_for_both(linked, alex, blair):
    one = given(linked)
    answer = take_up(alex, one)
    stream = Stream.objects.get(assignment=one)
    assert answer.url == f"/sessions/{stream.pk}/"
    assert "Alex has opened a session" in page(blair, "/")
    assert cards(alex) == cards(blair) == []


def test_what_was_set_aside_or_done_is_no_card_and_what_was_ended_is_one_again(linked, alex, blair):
    one = given(linked)
    room = played(one, alex, blair, whole=False)
    assert cards(alex) == cards(blair) == [one.pk]
    room = played(one, alex, blair, whole=False)
    assert Stream.objects.get(pk=room.id).played_through is False
    played(one, alex, blair)
    assert cards(alex) == cards(blair) == []


def test_it_plays_the_version_that_was_assigned(linked, couple, alex):
    one = given(linked)
    session = taking.take_up(couple, alex, one.pk)
    assert Stream.objects.get(pk=session).definition_id == one.definition_id


def test_while_a_session_is_open_it_cannot_be_taken_up(linked, room, alex):
    one = given(linked)
    home = page(alex, "/")
    assert "One session is open at a time. You can take this up when it has ended, or apart now." in home
    assert "Not this one" in home
    assert "Take it up:" not in home
    assert take_up(alex, one).url == "/"
    assert Stream.objects.filter(assignment=one).count() == 0


def test_not_this_one_hides_it_on_the_own_home_and_changes_no_byte_elsewhere(linked, alex, blair, casey):
    both_allow(linked, *scopes.SCOPES)
    one, other = given(linked), given(linked, slug=LIMIT)
    elsewhere = (blair, "/"), (casey, "/counsel/"), (casey, couple_path(linked))
    before = [page(*each) for each in elsewhere]
    assert not_this(alex, one).url == "/"
    assert cards(alex) == [other.pk]
    assert cards(blair) == [one.pk, other.pk]
    assert [page(*each) for each in elsewhere] == before
    assert AssignmentDeclined.objects.count() == 1


def test_who_declined_it_still_finds_the_session_that_the_other_opens(linked, alex, blair):
    one = given(linked)
    not_this(alex, one)
    take_up(blair, one)
    assert "Blair has opened a session" in page(alex, "/")


def test_pressing_twice_is_pressing_once(linked, alex):
    one = given(linked)
    assert [not_this(alex, one).status_code for _ in range(2)] == [302, 302]
    assert AssignmentDeclined.objects.count() == 1


@pytest.mark.parametrize("over", ["withdrawn", "ended", "counselor left"])
def test_what_is_over_is_on_nobodys_home_and_cannot_be_taken_up(linked, alex, blair, casey, over):
    one = given(linked)
    if over == "withdrawn":
        giving.withdraw(casey, linked.couple, one.pk)
    elif over == "ended":
        links.end(linked)
    else:
        casey.is_active = False
        casey.save()
    assert cards(alex) == cards(blair) == []
    assert (
        MOVED_ON
        in signed_in(alex).post(f"/counsel/assignments/{one.pk}/take-up/", follow=True).content.decode()
    )
    assert (
        MOVED_ON
        in signed_in(alex).post(f"/counsel/assignments/{one.pk}/not-this/", follow=True).content.decode()
    )
    assert not Stream.objects.exists()


def test_a_link_that_only_one_accepted_gives_nothing(couple, alex, casey):
    half = link(casey, alex)
    with pytest.raises(Refused):
        giving.assign(casey, couple, giving.NewAssignment(NEED, None, ""))
    assert half.linked_at is None


@pytest.mark.parametrize("act", [take_up, not_this])
def test_others_find_no_assignment(linked, casey, drew, act):
    one = given(linked)
    assert act(casey, one).status_code == act(drew, one).status_code == 404
    assert not Stream.objects.exists()
    assert not AssignmentDeclined.objects.exists()


@pytest.mark.parametrize("act", [take_up, not_this])
def test_another_couple_finds_no_assignment(linked, casey, drew, act):
    acceptance.pair(casey, drew)
    assert act(drew, given(linked)).status_code == 404


def test_so_many_may_be_given_and_one_more_is_refused_until_one_is_withdrawn(linked, casey, couple):
    for _number in range(giving.MAX_ASSIGNMENTS):
        one = given(linked)
    with pytest.raises(Refused):
        given(linked)
    giving.withdraw(casey, couple, one.pk)
    given(linked)


def test_what_was_given_long_ago_takes_no_room_and_is_still_there(linked, casey):
    """Work for years needs nothing to be withdrawn, and her page shows all of it, some at a time."""
    for _number in range(giving.MAX_ASSIGNMENTS):
        given(linked)
    Assignment.objects.update(created_at=timezone.now() - giving.COUNTED_FOR)
    newest = given(linked)
    first, second = (page(casey, f"{couple_path(linked)}?page={number}") for number in (1, 2))
    shown = [str(one.pk) for one in stored.given_to(linked)]
    assert len(shown) == giving.MAX_ASSIGNMENTS + 1
    assert str(newest.pk) in first
    assert [one for one in shown if (one in first) + (one in second) != 1] == []


def test_without_consent_a_finished_one_changes_nothing_that_the_counselor_can_try_out(
    linked, couple, alex, blair, casey
):
    """Neither a byte of her pages changes, nor whether she can assign another one."""
    all_given = [given(linked) for _number in range(giving.MAX_ASSIGNMENTS)]
    own, form = couple_path(linked), f"{couple_path(linked)}assign/"
    more = {"exercise": NEED, "note": "", "due_on": ""}

    def seen() -> tuple:
        answer = signed_in(casey).post(form, more)
        refusal = TOKEN.sub("", answer.content.decode())
        return page(casey, "/counsel/"), page(casey, own), page(casey, form), answer.status_code, refusal

    before = seen()
    played(all_given[0], alex, blair)
    assert stored.done(all_given)
    assert before[3] == 422
    assert seen() == before


def test_what_is_meant_apart_can_be_taken_up_apart_alone(linked, alex):
    given(linked)
    assert page(alex, "/").count(">Take it up</button>") == 1
    given(linked, slug="two-minutes-of-thanks")
    home = page(alex, "/")
    assert home.count(">Take it up apart</button>") == 2
    assert home.count(">Take it up</button>") == 1


@pytest.mark.parametrize("is_open", [False, True])
def test_each_card_says_before_its_buttons_that_the_other_sees_the_session(linked, alex, blair, is_open):
    if is_open:
        taking.take_up(membership.couple_of(alex), alex, given(linked).pk)
    for slug in (NEED, LIMIT, "two-minutes-of-thanks"):
        given(linked, slug=slug)
    for user, other in ((alex, blair), (blair, alex)):
        home = page(user, "/")
        several = re.findall(r'<section [^>]*aria-labelledby="given-.*?</section>', home, re.DOTALL)
        assert len(several) == 3
        for card in several:
            said = f"If you take it up, {other.name} sees the session too."
            assert 0 < card.find(said) < card.index("Take it up apart")
