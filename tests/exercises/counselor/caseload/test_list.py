"""The page with all couples of a counselor: what it shows of whom, in which order, and what it leaves in the log."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from couples.accounts import users
from couples.counseling import access_log, check_chains, consent, labels, links, scopes
from couples.counseling.models import AccessRecord, Counseling
from couples.meetings.models import CounselorMeeting
from couples.pairing import acceptance
from exercises.counselor.caseload import facts
from tests import forging
from tests.couples.counseling.consents import allow, both_allow
from tests.exercises.counselor.at_work import given, link, page, signed_in
from tests.exercises.counselor.caseload import pasts

pytestmark = pytest.mark.django_db(databases="__all__")
HOME = "/counsel/"
LATE = 'class="late"'


def a_couple(counselor, one: str, other: str, label: str = "", in_days: int | None = None) -> Counseling:
    two = [users.create(f"{name.lower()}-{one.lower()}@example.net", name) for name in (one, other)]
    acceptance.pair(*two)
    linked = link(counselor, *two)
    labels.put(linked, label)
    linked.save()
    if in_days is not None:
        CounselorMeeting.objects.create(
            counseling=linked, starts_at=timezone.now() + timedelta(days=in_days, hours=1)
        )
    return linked


def listed(counselor, query: str = "") -> list[str]:
    """Return the first name of each couple on the page, in order."""
    return re.findall(r'/counsel/couples/[\w-]+/">(\w+) and', unescape(page(counselor, HOME + query)))


def looks(linked) -> list[str]:
    """Return the kinds of reading in the couple's log."""
    return [one.what for one in access_log.of_couple(linked.couple)]


@pytest.fixture
def four(casey):
    """Couples in another order than they are to be listed."""
    return [
        a_couple(casey, "Ada", "Ben"),
        a_couple(casey, "Cleo", "Dan", "Tuesdays", in_days=5),
        a_couple(casey, "Eve", "Finn", in_days=2),
        a_couple(casey, "Gus", "Hana", in_days=2),
    ]


def test_the_next_meeting_comes_first_then_what_needs_attention_then_names(casey, four):
    day = timezone.localdate() - timedelta(days=1)
    assert listed(casey) == ["Eve", "Gus", "Cleo", "Ada"]
    both_allow(four[0], scopes.PROGRESS)
    given(four[0], due_on=day)
    CounselorMeeting.objects.all().update(starts_at=timezone.now() + timedelta(days=3))
    both_allow(four[3], scopes.PROGRESS)
    given(four[3], due_on=day)
    assert listed(casey) == ["Gus", "Cleo", "Eve", "Ada"]
    assert listed(casey, "?order=attention") == ["Gus", "Ada", "Cleo", "Eve"]
    assert listed(casey, "?order=name") == ["Ada", "Cleo", "Eve", "Gus"]
    assert listed(casey, "?only=attention") == ["Gus", "Ada"]
    assert listed(casey, "?only=nothing") == ["Cleo", "Eve"]
    assert listed(casey, "?only=anything&order=odd&page=none") == ["Gus", "Cleo", "Eve", "Ada"]


def test_she_finds_a_couple_by_a_name_or_by_her_own_label(casey, four):
    assert listed(casey, "?words=FIN") == ["Eve"]
    assert listed(casey, "?words=tues") == ["Cleo"]
    found = page(casey, HOME + "?words=%3Cb%3E")
    assert "No couple is like that" in found
    assert 'value="&lt;b&gt;"' in found
    assert "Tuesdays" not in page(four[1].couple.memberships.first().user, "/")


def _nearly_now(zone):
    """A moment of the same day there, also a minute before or after midnight."""
    now, minute = timezone.now(), timedelta(minutes=1)
    is_same_day = (now + minute).astimezone(zone).date() == now.astimezone(zone).date()
    return now + minute if is_same_day else now - minute


def test_today_is_the_day_where_she_is(casey, four):
    client = signed_in(casey)
    for zone in ("UTC", "Pacific/Auckland"):
        client.cookies["zone"] = zone
        CounselorMeeting.objects.filter(counseling=four[1]).update(starts_at=_nearly_now(ZoneInfo(zone)))
        assert "Cleo" in client.get(HOME + "?only=today").content.decode(), zone
    assert "Eve &amp; Finn" not in client.get(HOME + "?only=today").content.decode()
    over = timezone.now() - timedelta(hours=2)
    CounselorMeeting.objects.filter(counseling=four[1]).update(starts_at=over)
    assert "Cleo" not in client.get(HOME + "?only=today").content.decode()


def test_there_are_25_on_a_page_and_a_way_to_the_next_one(casey, monkeypatch, four):
    monkeypatch.setattr("exercises.counselor.caseload.listing.PAGE_SIZE", 3)
    first = page(casey, HOME + "?order=name")
    assert listed(casey, "?order=name") == ["Ada", "Cleo", "Eve"]
    (way,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert listed(casey, unescape(way)) == ["Gus"]
    assert listed(casey, "?order=name&page=9") == ["Gus"]


def test_one_couple_is_a_card_and_none_are_three_steps(casey):
    none = page(casey, HOME)
    assert none.count("<li>") == 3
    assert "data-still" not in none
    linked = a_couple(casey, "Ada", "Ben")
    one = page(casey, HOME)
    assert "<table" not in one
    assert f"/counsel/couples/{linked.pk}/" in one
    a_couple(casey, "Cleo", "Dan")
    assert "<table" in page(casey, HOME)


def test_invitations_and_ended_links_are_lists_of_their_own(casey, four):
    labels.put(invited := links.invite(casey, label="the two from Anna"), "the two from Anna")
    links.end(four[0])
    assert "the two from Anna" in page(casey, HOME + "?only=invited")
    assert "Ada &amp; Ben" in page(casey, HOME + "?only=ended")
    assert str(invited.pk) not in page(casey, HOME)
    assert "Ada &amp; Ben" not in page(casey, HOME)


def test_a_look_is_recorded_once_a_day_and_only_where_there_was_more_than_names(casey, four):
    for linked in four[:2]:
        both_allow(linked, scopes.PROGRESS)
    given(four[0])
    for _ in range(3):
        page(casey, HOME)
    assert [looks(linked) for linked in four] == [["caseload"], [], [], []]
    page(casey, HOME + "?only=nothing")
    AccessRecord.objects.update(at=timezone.now() - timedelta(days=1))
    page(casey, HOME + "?order=name")
    assert looks(four[0]) == ["caseload"] * 2
    assert next(line.what for line in access_log.lines(four[0].couple)) == access_log.kinds()["caseload"]


def test_the_chains_of_all_hold_after_a_look(casey):
    couples = pasts.couples_with_pasts(casey)
    for linked in couples:
        both_allow(linked)
        given(linked)
    before = {linked.pk: len(check_chains.links_of(linked.couple_id)) for linked in couples}
    page(casey, HOME)
    for linked in couples:
        found = check_chains.links_of(linked.couple_id)
        assert check_chains.holds(linked.couple_id, found)
        assert len(found) == before[linked.pk] + 1


def test_a_look_from_two_tabs_at_once_is_recorded_once(casey, four, monkeypatch):
    both_allow(four[0], scopes.PROGRESS)
    given(four[0])
    look = facts._looked
    monkeypatch.setattr(
        facts, "_looked", lambda *_of: look(casey.pk, [])
    )  # as the other tab, which has not committed
    page(casey, HOME)
    page(casey, HOME)
    assert looks(four[0]) == ["caseload"]


@pytest.mark.parametrize("end", ["progress", "link"])
def test_an_open_list_closes_when_one_of_its_couples_takes_something_back(casey, four, end):
    both_allow(four[0], scopes.PROGRESS, scopes.LIVE)
    client = signed_in(casey)
    opened = client.get(HOME).content.decode()
    (shown,) = re.findall(r'data-shown="([^"]*)"', opened)
    assert "js/still.js" in opened
    assert '<noscript><meta http-equiv="refresh"' in opened
    assert client.get("/counsel/still/", headers={"X-Shown": shown}).status_code == 204
    if end == "link":
        links.end(four[2])
    else:
        consent.withdraw(four[0], four[0].couple.memberships.first().user, scopes.PROGRESS)
    assert client.get("/counsel/still/", headers={"X-Shown": shown}).status_code == 404
    assert client.get("/counsel/still/", headers={"X-Shown": "no link:at all"}).status_code == 404


def test_a_couple_of_another_counselor_closes_a_page_that_names_it(casey, drew, four):
    other = users.create("dana@example.net", "Dana", is_counselor=True)
    both_allow(four[0])
    link(other, *(one.user for one in four[1].couple.memberships.all()))
    shown = f"{four[0].pk.hex}:progress"
    assert signed_in(casey).get("/counsel/still/", headers={"X-Shown": shown}).status_code == 204
    assert signed_in(other).get("/counsel/still/", headers={"X-Shown": shown}).status_code in (302, 404)


@pytest.mark.forges
@pytest.mark.django_db(databases="__all__", transaction=True)
def test_a_consent_that_nobody_gave_shows_nothing(casey, four):
    one, other = (member.user for member in four[0].couple.memberships.order_by("voice"))
    given(four[0], due_on=timezone.localdate() - timedelta(days=1))
    allow(four[0], one, scopes.PROGRESS)
    assert LATE not in page(casey, HOME)
    allow(four[0], other, scopes.PROGRESS)
    row = forging.copy_of("couples_consent", four[0].consents.get(person=other).pk)
    assert LATE in page(casey, HOME)
    consent.withdraw(four[0], other, scopes.PROGRESS)
    forging.put_back("couples_consent", row)
    assert LATE not in page(casey, HOME)
