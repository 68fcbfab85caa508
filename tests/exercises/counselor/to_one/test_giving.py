"""Casey gives an exercise to one of two: what arrives, what she sees, what is refused, and what sending twice does."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib import admin

from couples.accounts import users
from couples.counseling import links
from couples.privacy import erasure, export, leaving
from couples.refused import Refused
from exercises.counselor import linked_couples
from exercises.counselor.to_one import giving, lists
from exercises.counselor.to_one.models import HandoutList
from exercises.private.handouts import received, shown, slots
from exercises.private.handouts.received import MAX_NOTE_LENGTH
from exercises.private.models import Handouts
from tests.cast import with_second_step
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import link, signed_in
from tests.exercises.counselor.to_one.handing import MINE, NOTE, SLUG, give, listed, of, path, text
from tests.exercises.private.everything import inside

pytestmark = pytest.mark.django_db
SLOTS = 4


def test_it_stands_on_that_persons_private_pages_and_leads_to_the_exercise(linked, alex, blair):
    assert give(linked).status_code == 302
    page = text(inside(alex), MINE)
    assert "from Casey" in page
    assert NOTE in page
    assert f"/alone/d/{shown.of_slug(SLUG).address}/" in page
    assert NOTE not in text(inside(blair), MINE)
    assert NOTE not in text(inside(alex), "/alone/")


@pytest.mark.parametrize("one", shown.exercises(), ids=lambda one: one.slug)
def test_every_exercise_for_one_can_be_given_and_opens(linked, alex, one):
    give(linked, exercise=one.slug)
    (found,) = shown.handouts(opened_store(alex))
    assert inside(alex).get(found.at).status_code == 200


def test_she_sees_what_she_gave_on_the_page_about_that_person_alone(linked, alex, casey):
    give(linked, "b")
    client = signed_in(casey)
    assert NOTE in text(client, path(linked, "b"))
    for address in (
        path(linked),
        f"/counsel/one/{linked.pk}/",
        f"/counsel/couples/{linked.pk}/",
        "/counsel/",
    ):
        assert NOTE not in text(client, address)
    for address in (f"{path(linked, 'b')}give/", f"/counsel/one/{linked.pk}/"):
        assert "nothing says that" in text(client, address).casefold(), "what is told comes without a sign"


def test_nothing_that_person_does_changes_what_she_sees(linked, alex, casey):
    give(linked)
    client, mine = signed_in(casey), inside(alex)
    before = listed(linked, alex)
    (one,) = of(alex)
    mine.get(MINE)
    mine.post(f"/alone/d/{shown.of_slug(SLUG).address}/", {"a": "x"})
    mine.post(MINE, {"put_away": str(one.id)})
    assert of(alex) == []
    assert listed(linked, alex) == before
    assert NOTE in text(client, path(linked))


def test_the_longest_note_fits(linked, alex):
    note = "\U0001f343" * MAX_NOTE_LENGTH
    assert give(linked, note=note).status_code == 302
    assert of(alex)[0].note == note
    too_long = give(linked, note=note + "x")
    assert too_long.status_code == 422
    assert note in too_long.content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(linked):
    answer = give(linked, exercise="balance-check-in")
    assert answer.status_code == 422
    assert NOTE in answer.content.decode()
    assert give(linked, "c").status_code == 404


def test_sent_twice_it_is_there_once(linked, alex):
    form = str(uuid4())
    answers = [give(linked, id=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert len(of(alex)) == len(listed(linked, alex)) == 1


def test_taken_back_it_is_gone_from_both_and_again_is_nothing(linked, alex, blair, casey):
    give(linked)
    give(linked, "b")
    (one,) = of(alex)
    client, address = signed_in(casey), f"{path(linked)}{one.id}/take-back/"
    assert client.post(address.replace("/a/", "/b/")).status_code == 302
    assert len(of(alex)) == 1
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert of(alex) == []
    assert listed(linked, alex) == []
    assert len(of(blair)) == len(listed(linked, blair)) == 1


def test_how_much_she_may_give_depends_on_her_own_list_alone(linked, alex, blair, monkeypatch):
    monkeypatch.setattr(giving, "MOST_GIVEN", 2)
    for _ in range(giving.MOST_GIVEN):
        give(linked)
    for one in of(alex):
        inside(alex).post(MINE, {"put_away": str(one.id)})
    answer = give(linked)
    assert answer.status_code == 422
    assert NOTE in answer.content.decode()
    assert give(linked, "b").status_code == 302
    signed_in(linked.counselor).post(f"{path(linked)}{listed(linked, alex)[0].id}/take-back/")
    assert give(linked).status_code == 302


def test_there_is_a_limit_for_each_hour_also_if_it_is_taken_back(linked, alex, casey, monkeypatch):
    monkeypatch.setattr(giving, "GIVEN_AN_HOUR", 2)
    client = signed_in(casey)
    for _ in range(giving.GIVEN_AN_HOUR):
        give(linked)
        client.post(f"{path(linked)}{listed(linked, alex)[0].id}/take-back/")
    assert "Please wait a while" in give(linked).content.decode()
    assert of(alex) == []


def test_pages_that_are_full_take_what_is_new_and_give_up_what_ended_first(
    linked, alex, blair, casey, monkeypatch
):
    """She may not learn that they are full: it would say that nothing was put away."""
    monkeypatch.setattr(slots, "SLOTS", SLOTS)
    monkeypatch.setattr(giving, "MOST_GIVEN", SLOTS)
    dana = with_second_step(users.create("dana@example.org", "Dana", is_counselor=True))
    theirs = link(dana, alex, blair)
    give(linked, note="the first of hers")
    give(theirs, note="of Dana")
    for number in range(SLOTS - 2):
        give(linked, note=str(number))
    links.end(theirs)
    assert give(linked, note="new").status_code == 302
    notes = [one.note for one in of(alex)]
    assert len(notes) == SLOTS
    assert "new" in notes
    assert "of Dana" not in notes
    assert give(linked, note="newer").status_code == 422  # hers are as many as she may have
    monkeypatch.setattr(giving, "MOST_GIVEN", 100)
    give(linked, note="newest")
    assert "the first of hers" not in [one.note for one in of(alex)]


def test_two_counselors_know_nothing_of_each_other(linked, alex, blair):
    dana = with_second_step(users.create("dana@example.org", "Dana", is_counselor=True))
    theirs = link(dana, alex, blair)
    give(theirs, note="of Dana")
    give(linked)
    (_later, earlier) = of(alex)
    assert NOTE not in text(signed_in(dana), path(theirs))
    assert "of Dana" not in text(signed_in(linked.counselor), path(linked))
    signed_in(linked.counselor).post(f"{path(linked)}{earlier.id}/take-back/")
    assert len(of(alex)) == 2
    assert signed_in(dana).get(path(linked)).status_code == 404
    assert signed_in(dana).post(f"{path(linked)}give/", {"exercise": SLUG}).status_code == 404


def test_after_the_end_of_the_link_she_gives_and_sees_nothing_and_what_arrived_stays(linked, alex, casey):
    give(linked)
    links.end(linked)
    assert give(linked).status_code == 404
    assert signed_in(casey).get(path(linked)).status_code == 404
    page = text(inside(alex), MINE)
    assert NOTE in page
    assert "Tell Casey" not in page


def test_a_link_that_ends_in_the_middle_of_giving_is_no_link(linked, alex, casey):
    found = linked_couples.of(casey, linked.pk)
    links.end(linked)
    with pytest.raises(Refused):
        giving.give(found, alex.pk, giving.NewHandout(SLUG, NOTE), uuid4())
    with pytest.raises(Refused):
        giving.take_back(found, alex.pk, uuid4())
    assert of(alex) == []


@pytest.mark.parametrize("who", ["alex", "blair"])
def test_who_leaves_or_is_left_keeps_what_arrived(linked, alex, blair, who):
    give(linked)
    leaving.leave({"alex": alex, "blair": blair}[who])
    assert NOTE in text(inside(alex), MINE)
    assert give(linked).status_code == 404


def test_her_erasure_takes_her_words_and_hers_is_gone(linked, alex, casey):
    give(linked)
    erasure.erase(casey)
    assert not HandoutList.objects.exists()
    assert of(alex) == []
    assert "Nothing that a counselor gave to you alone is here now" in text(inside(alex), MINE)


def test_an_erasure_of_one_leaves_her_list_and_nothing_of_that_person(linked, alex, blair, casey):
    give(linked)
    erasure.erase(alex)
    assert {row.person_id for row in Handouts.objects.all()} >= {blair.pk}
    assert not Handouts.objects.filter(person=alex).exists()
    assert signed_in(casey).get(path(linked)).status_code == 404
    assert [one.note for contents in lists.all_of(casey.pk) for one in contents.given] == [NOTE]


def test_each_ones_download_has_their_own_with_what_only_they_can_see(linked, alex, blair, casey):
    give(linked)
    assert NOTE not in str(export.collect(alex)) + str(export.collect(casey))
    assert NOTE not in str(export.collect(blair, opened_store(blair)))
    (mine,) = export.collect(alex, opened_store(alex))["only_yours"]["for_you_alone"]
    assert (mine["from"], mine["note"]) == ("Casey", NOTE)
    (hers,) = export.collect(casey, opened_store(casey))["only_yours"]["given_to_one"]
    assert (hers["to"], hers["note"]) == ("Alex", NOTE)


def test_the_operator_has_no_page_of_them():
    assert not {Handouts, HandoutList} & set(admin.site._registry)


def test_what_somebody_writes_into_the_rows_is_read_by_nobody(linked, alex, blair):
    """Neither a row of somebody else, nor an older one of the same length under another key."""
    give(linked)
    of_alex = Handouts.objects.get(person=alex)
    Handouts.objects.filter(person=blair).update(received=of_alex.received, told=of_alex.told)
    assert of(blair) == []
    assert received.MAX_NOTE_LENGTH == MAX_NOTE_LENGTH
