"""Leaving ends one couple, that of today, and touches nothing of others, nor of what the two had before."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from couples.accounts import users
from couples.meetings.models import Meeting, MeetingMail
from couples.pairing import acceptance
from couples.pairing.models import Couple, Membership
from couples.privacy import leaving

pytestmark = pytest.mark.django_db
STATE = Meeting.State
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def meeting(couple, user, starts_in, state=STATE.OPEN, sent=None) -> Meeting:
    """A meeting with a mail, which was sent or not."""
    made = Meeting.objects.create(
        couple=couple, suggested_by=user, starts_at=timezone.now() + starts_in, state=state
    )
    MeetingMail.objects.create(meeting=made, person=user, sent_at=sent)
    return made


@pytest.fixture
def two(alex, blair, drew) -> SimpleNamespace:
    """Alex was with Emery, and with Blair now; Drew and Robin are another couple, with dates and plans of their own."""
    emery, robin = (users.create(f"{name}@example.org", name.title()) for name in ("emery", "robin"))
    before = acceptance.pair(alex, emery)
    leaving.leave(emery)
    couple, others = acceptance.pair(alex, blair), acceptance.pair(drew, robin)
    leaving.choose_day(drew, timezone.localdate() + 9 * DAY)
    meeting(others, drew, DAY)
    meeting(others, robin, DAY, STATE.AGREED)
    return SimpleNamespace(before=before, couple=couple, others=others, emery=emery, robin=robin)


def rows(couple: Couple) -> list[Any]:
    """Everything about a couple that leaving can change."""
    return [
        Couple.objects.filter(pk=couple.pk).values_list("ended_at", flat=True).get(),
        list(couple.memberships.order_by("pk").values_list("pk", "left_at", "leaves_on")),
        list(couple.meetings.order_by("pk").values_list("pk", "state")),
        list(MeetingMail.objects.filter(meeting__couple=couple).order_by("pk").values_list("pk", "sent_at")),
    ]


def test_leaving_changes_no_row_of_another_couple_or_of_an_earlier_one(two, alex):
    kept = rows(two.others), rows(two.before)

    assert leaving.leave(alex) is True

    assert (rows(two.others), rows(two.before)) == kept
    assert not two.couple.memberships.filter(left_at=None).exists()
    assert leaving.leave(alex) is False, "there is nothing left to leave"
    assert (rows(two.others), rows(two.before)) == kept


def test_what_was_planned_is_taken_back_and_what_has_been_stays_as_it_was(two, alex, blair):
    sent = timezone.now() - DAY
    ahead, agreed = meeting(two.couple, alex, DAY), meeting(two.couple, blair, DAY, STATE.AGREED)
    past, over = (
        meeting(two.couple, blair, -DAY, STATE.AGREED, sent),
        meeting(two.couple, alex, DAY, STATE.NOT_NOW),
    )

    leaving.leave(blair)

    states = dict(two.couple.meetings.values_list("pk", "state"))
    assert states == {
        ahead.pk: STATE.TAKEN_BACK,
        agreed.pk: STATE.TAKEN_BACK,
        past.pk: STATE.AGREED,
        over.pk: STATE.NOT_NOW,
    }
    assert list(MeetingMail.objects.filter(meeting__couple=two.couple).values_list("meeting", flat=True)) == [
        past.pk
    ]


def test_a_suggestion_whose_time_has_passed_is_closed_too(two, alex):
    late = meeting(two.couple, alex, -HOUR)

    leaving.leave(alex)

    late.refresh_from_db()
    assert late.state == STATE.TAKEN_BACK


def test_a_day_is_chosen_dropped_and_read_for_the_couple_of_today_alone(two, alex):
    earlier, old_day = two.before.memberships.get(user=alex), timezone.localdate()
    Membership.objects.filter(pk=earlier.pk).update(leaves_on=old_day)
    assert leaving.chosen_day(alex) is None

    day = timezone.localdate() + DAY
    leaving.choose_day(alex, day)
    assert (leaving.chosen_day(alex), two.couple.memberships.get(user=alex).leaves_on) == (day, day)
    leaving.stay(alex)

    earlier.refresh_from_db()
    assert (leaving.chosen_day(alex), earlier.leaves_on) == (None, old_day)


def test_only_those_leave_whose_day_has_come_and_who_are_still_in_that_couple(two, alex, blair):
    """An old day of an earlier couple, and the other couple's later day, end nothing."""
    two.before.memberships.update(leaves_on=timezone.localdate() - DAY)
    kept = rows(two.others)
    assert leaving.leave_due() == 0
    assert rows(two.couple)[0] is None

    leaving.choose_day(blair, timezone.localdate() + DAY)
    assert leaving.leave_due(timezone.localdate() + DAY) == 1
    assert rows(two.others) == kept


def test_a_day_that_is_put_off_or_dropped_while_it_is_carried_out_ends_nothing(two, blair):
    tomorrow = timezone.localdate() + DAY
    leaving.choose_day(blair, tomorrow)
    found = two.couple.memberships.select_related("user").get(user=blair)  # as `leave_due` has found it
    for changed in (tomorrow + DAY, None):
        Membership.objects.filter(pk=found.pk).update(leaves_on=changed)
        assert leaving._leave_if_still_due(found, tomorrow) is False
    two.others.memberships.update(leaves_on=tomorrow)
    assert leaving._leave_if_still_due(found, tomorrow) is False, "the day of others is not this one"
    assert rows(two.couple)[0] is None


def test_who_has_left_meanwhile_leaves_no_new_couple(two, blair, drew):
    """The day belonged to the couple that ended, not to the next one."""
    tomorrow = timezone.localdate() + DAY
    leaving.choose_day(blair, tomorrow)
    found = two.couple.memberships.select_related("user").get(user=blair)
    leaving.leave(blair)
    assert leaving._leave_if_still_due(found, tomorrow) is False
    Membership.objects.filter(pk=found.pk).update(leaves_on=tomorrow)
    new = acceptance.pair(blair, two.emery)

    assert leaving._leave_if_still_due(found, tomorrow) is False
    assert rows(new)[0] is None


def test_the_page_says_that_it_is_closed_for_a_while_and_only_to_who_is_in_no_couple(two, alex):
    assert leaving.recently_closed(two.emery)
    assert not leaving.recently_closed(alex), "there is a new couple"
    long_ago = timezone.now() - leaving.CLOSED_SHOWN_FOR - HOUR
    two.before.memberships.update(joined_at=long_ago, left_at=long_ago)
    assert not leaving.recently_closed(two.emery)


def test_earlier_couples_are_ones_own_that_have_ended_each_with_the_other_ones_name(two, alex, blair):
    assert leaving.earlier_couples(alex) == [(two.before, "Emery")]
    assert leaving.earlier_couples(two.emery) == [(two.before, "Alex")]
    assert leaving.earlier_couples(blair) == leaving.earlier_couples(two.robin) == []
    leaving.leave(blair)
    assert leaving.earlier_couples(alex) == [(two.couple, "Blair"), (two.before, "Emery")]


@pytest.mark.parametrize(("busy", "ends"), [(leaving.MAX_ATTEMPTS - 1, True), (leaving.MAX_ATTEMPTS, False)])
def test_a_database_that_is_busy_is_asked_again_so_often(two, alex, monkeypatch, busy, ends):
    tries = []
    real = leaving._leave

    def at_first_busy(user):
        tries.append(user)
        if len(tries) <= busy:
            raise OperationalError("deadlock detected")
        return real(user)

    monkeypatch.setattr(leaving, "_leave", at_first_busy)
    if ends:
        assert leaving.leave(alex) is True
    else:
        with pytest.raises(OperationalError):
            leaving.leave(alex)
    assert len(tries) == leaving.MAX_ATTEMPTS
    assert (rows(two.couple)[0] is not None) is ends
