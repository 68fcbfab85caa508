"""A counselor's pages: hers alone, each scope separately, consents read on each request, and every report recorded."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from couples.accounts import users
from couples.counseling import consent, links, scopes
from couples.counseling.models import AccessRecord
from exercises.counselor.assignments import taking
from exercises.counselor.assignments.models import Assignment
from tests.cast import with_second_step
from tests.couples.counseling.consents import allow, both_allow
from tests.exercises.counselor.assignments.test_assignments import played
from tests.exercises.counselor.at_work import couple_path, given, link, page, reading_path, signed_in
from tests.exercises.live.rooms import EVERY, NEED, opened

pytestmark = pytest.mark.django_db
CLOSED = "You don’t have access to this"
READ = (scopes.AGREEMENTS, scopes.BALANCE, scopes.ANSWERS)


def paths(linked) -> list[str]:
    here = couple_path(linked)
    return ["/counsel/", here, f"{here}assign/", *(reading_path(linked, scope) for scope in READ)]


def other_counselor():
    return with_second_step(users.create("other@example.org", "Other", is_counselor=True))


def test_home_leads_a_counselor_to_her_couples(linked, casey):
    assert signed_in(casey).get("/").url == "/counsel/"
    assert "Alex and Blair" in page(casey, "/counsel/")
    assert "not an emergency service" in page(casey, "/counsel/")


def test_strangers_and_partners_find_nothing(linked, alex, blair, drew):
    for path in paths(linked):
        for user in (alex, blair, drew):
            assert signed_in(user).get(path).status_code == 404
            assert signed_in(user).post(path, {"exercise": NEED}).status_code in (404, 405)


def test_another_counselor_finds_nothing_of_this_couple(linked):
    other = other_counselor()
    assert "Alex" not in page(other, "/counsel/")
    for path in paths(linked)[1:]:
        assert signed_in(other).get(path).status_code == 404
    one = given(linked)
    assert signed_in(other).post(f"{couple_path(linked)}assignments/{one.pk}/withdraw/").status_code == 404
    assert Assignment.objects.get().withdrawn_at is None


def test_whoever_is_not_signed_in_is_asked_to(linked, client):
    for path in paths(linked):
        assert client.get(path).url.startswith("/account/login/")


@pytest.mark.parametrize("over", ["ended", "parted", "no counselor any more"])
def test_what_is_over_is_not_there(linked, casey, couple, over):
    if over == "ended":
        links.end(linked)
    elif over == "parted":
        couple.ended_at = timezone.now()
        couple.save()
    else:
        casey.is_counselor = False
        casey.save()
    for path in paths(linked)[1:]:
        assert signed_in(casey).get(path).status_code == 404


def test_an_invitation_that_one_accepted_looks_like_one_that_nobody_saw(couple, alex, blair, casey):
    half = link(casey)
    before = page(casey, "/counsel/")
    links.accept(half, alex, 1)
    assert page(casey, "/counsel/") == before
    assert "open until" in before
    assert signed_in(casey).get(couple_path(half)).status_code == 404
    links.accept(half, blair, 1)
    assert "Alex and Blair" in page(casey, "/counsel/")


def test_before_any_consent_only_linked_is_visible(linked, room, alex, blair, casey):
    before = page(casey, couple_path(linked))
    room.walk()
    assert page(casey, couple_path(linked)) == before
    assert before.count(CLOSED) == len(READ) + 1
    assert str(room.id) not in before
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("scope", READ)
def test_who_refused_or_withdrew_changes_no_byte(linked, room, alex, blair, casey, scope):
    room.walk()
    seen = set()

    def look() -> None:
        seen.add(page(casey, reading_path(linked, scope)))

    look()
    for one, other in ((alex, blair), (blair, alex)):
        allow(linked, one, scope)
        look()
        allow(linked, other, scope)
        assert page(casey, reading_path(linked, scope)) not in seen
        consent.withdraw(linked, one, scope)
        look()
        consent.withdraw(linked, other, scope)
        look()
    assert len(seen) == 1
    assert CLOSED in seen.pop()


@pytest.mark.parametrize("scope", READ)
def test_one_scope_opens_nothing_of_another(linked, casey, scope):
    both_allow(linked, scope)
    for other in READ:
        assert (CLOSED in page(casey, reading_path(linked, other))) is (other is not scope)


def test_each_report_leaves_one_record_and_a_closed_one_none(linked, casey, couple):
    both_allow(linked, scopes.BALANCE, scopes.AGREEMENTS)
    for scope in READ:
        page(casey, reading_path(linked, scope))
    found = AccessRecord.objects.values_list("couple", "reader", "role", "what")
    assert sorted(found) == [(couple.pk, casey.pk, "counselor", what) for what in ("agreements", "balance")]


def test_no_page_leaves_no_record_and_no_scope_has_another_name(linked, casey):
    both_allow(linked, *scopes.SCOPES)
    for scope in ("progress", "live", "everything"):
        assert signed_in(casey).get(reading_path(linked, scope)).status_code == 404
    assert not AccessRecord.objects.exists()


def test_with_progress_she_sees_done_or_not_and_nothing_finer(linked, alex, blair, casey):
    one = given(linked)
    both_allow(linked, scopes.PROGRESS)
    before = page(casey, couple_path(linked))
    assert "not done yet" in before
    room = played(one, alex, blair, whole=False)
    assert page(casey, couple_path(linked)) == before
    room = played(one, alex, blair)
    after = page(casey, couple_path(linked))
    assert after == before.replace("not done yet", "done")
    assert str(room.id) not in after
    assert set(AccessRecord.objects.values_list("what", flat=True)) == {"progress"}


def test_while_a_session_of_it_goes_on_her_page_stays_the_same(linked, alex, blair, casey, couple):
    one = given(linked)
    both_allow(linked, scopes.PROGRESS)
    before = page(casey, couple_path(linked))
    taking.take_up(couple, alex, one.pk)
    assert page(casey, couple_path(linked)) == before


def test_without_progress_from_both_done_or_not_is_nowhere(linked, alex, blair, casey):
    one = given(linked)
    allow(linked, alex, scopes.PROGRESS)
    before = page(casey, couple_path(linked))
    played(one, alex, blair)
    assert page(casey, couple_path(linked)) == before
    assert CLOSED in before
    assert not AccessRecord.objects.exists()


def test_the_way_to_their_room_is_there_only_with_live_from_both(linked, room, alex, blair, casey):
    way = f"/counseling/{linked.pk}/room/"
    allow(linked, alex, scopes.LIVE)
    assert way not in page(casey, couple_path(linked))
    allow(linked, blair, scopes.LIVE)
    assert way in page(casey, couple_path(linked))
    assert f'href="/sessions/{room.id}/"' in page(casey, way)
    consent.withdraw(linked, alex, scopes.LIVE)
    assert way not in page(casey, couple_path(linked))


@pytest.mark.parametrize("slug", EVERY)
def test_every_finished_exercise_can_be_read(linked, couple, alex, blair, casey, slug):
    both_allow(linked, *scopes.SCOPES)
    for seed in range(3):
        opened(couple, alex, blair, slug).walk(seed)
    text = "".join(page(casey, reading_path(linked, scope)) for scope in READ)
    assert "None" not in text
    assert " you " not in page(casey, reading_path(linked, scopes.BALANCE)).split("</header>")[1].lower()


def test_an_open_report_learns_when_it_may_not_be_read_any_more(linked, alex, casey):
    both_allow(linked, scopes.ANSWERS)
    client = Client()
    client.force_login(casey)
    address = f"{couple_path(linked)}still/answers/"
    assert client.get(address).status_code == 204
    assert client.get(f"{couple_path(linked)}still/balance/").status_code == 404
    assert not AccessRecord.objects.exists()
    consent.withdraw(linked, alex, scopes.ANSWERS)
    assert client.get(address).status_code == 404
