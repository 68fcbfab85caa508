"""Accounts that nobody uses: told twice, then erased like anybody; never operators, nor who has an active partner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from couples import security_log, tick
from couples.accounts import sign_ins
from couples.accounts.models import User
from couples.keys import data_keys, latest
from couples.keys.models import Latest
from couples.mail_queue import sender
from couples.privacy import erasure, unused
from couples.privacy.models import UnusedNotice
from couples.security_log import Kind
from tests import forging
from tests.couples.accounts import signing_in
from tests.couples.clock import later
from tests.couples.counseling.reading import signed_in

__all__ = ["later"]
pytestmark = pytest.mark.django_db
STEPS = (unused.forget_used, unused.send_first, unused.send_second, unused.erase_due)
YEAR = 12 * unused.MONTH


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.UNUSED_ACCOUNT_MONTHS = 12


def last_used(person, ago):
    at = timezone.now() - ago
    User.objects.filter(pk=person.pk).update(last_login=at)
    sign_ins.note_last(person.pk, at)


def run():
    return [step() for step in STEPS]


def is_erased(person):
    person.refresh_from_db()
    return person.email.endswith(erasure.ERASED_DOMAIN)


def test_told_twice_and_then_erased(drew, later):
    last_used(drew, YEAR - timedelta(days=31))
    assert run() == [0, 0, 0, 0]
    later(days=1, hours=1)
    assert run() == [0, 1, 0, 0]
    later(days=22)
    assert run() == [0, 0, 0, 0]
    later(days=1, hours=1)
    assert run() == [0, 0, 1, 0]
    later(days=6)
    assert run() == [0, 0, 0, 0]
    assert not is_erased(drew)
    security_log.take()
    later(days=1, hours=1)
    assert run() == [0, 0, 0, 1]

    assert is_erased(drew)
    assert data_keys.data_key(drew.pk) is None
    assert not UnusedNotice.objects.exists()
    assert security_log.take() == {Kind.UNUSED_ACCOUNT_ERASED: 1}
    assert [one.to for one in mail.outbox] == [["drew@example.org"]] * 2
    assert "thirty days" in mail.outbox[0].body
    assert "one week" in mail.outbox[1].body
    for one in mail.outbox:
        assert one.subject == "For you"
        assert not {"Drew", "partner", "couple", "Counterpoint", "http"} & set(
            one.body.replace(".", " ").split()
        )


def test_nobody_is_erased_sooner_because_the_server_slept_or_it_was_switched_on_late(drew, later):
    last_used(drew, 3 * YEAR)
    assert run() == [0, 1, 0, 0]
    later(days=22)
    assert run() == [0, 0, 0, 0]
    later(days=40)
    assert run() == [0, 0, 1, 0]
    later(days=6)
    assert run() == [0, 0, 0, 0]
    later(days=2)
    assert run() == [0, 0, 0, 1]


def test_off_it_does_nothing_and_forgets_what_it_began(drew, later, settings):
    last_used(drew, 3 * YEAR)
    run()
    settings.UNUSED_ACCOUNT_MONTHS = 0
    later(days=60)
    assert run() == [1, 0, 0, 0]
    assert len(mail.outbox) == 1


def test_who_signs_in_keeps_the_account_and_is_told_anew_a_year_later(drew, later):
    last_used(drew, 3 * YEAR)
    run()
    later(days=24)
    assert run() == [0, 0, 1, 0]
    last_used(drew, timedelta(days=1))
    later(days=8)
    assert run() == [1, 0, 0, 0]
    assert not is_erased(drew)
    later(days=330)
    assert run() == [0, 1, 0, 0]


def test_a_sign_in_that_still_holds_is_use(drew):
    client = signed_in(drew)
    last_used(drew, 3 * YEAR)
    assert run() == [0, 0, 0, 0]
    client.session.flush()
    assert run() == [0, 1, 0, 0]


@pytest.mark.parametrize("kept", [{"is_staff": True}, {"is_superuser": True}, {"is_active": False}])
def test_operators_and_who_was_switched_off_are_left_alone(drew, kept):
    last_used(drew, 3 * YEAR)
    User.objects.filter(pk=drew.pk).update(**kept)
    assert run() == [0, 0, 0, 0]


def test_whose_partner_is_active_is_left_alone_until_the_two_have_parted(couple, alex, blair, later):
    last_used(alex, 3 * YEAR)
    last_used(blair, timedelta(days=3))
    assert run() == [0, 0, 0, 0]
    couple.memberships.update(left_at=timezone.now())
    assert run() == [0, 1, 0, 0]


def test_two_who_have_both_stopped_are_both_erased(couple, alex, blair, later):
    for person in (alex, blair):
        last_used(person, 3 * YEAR)
    for days in (0, 24, 8):
        later(days=days)
        run()
    assert is_erased(alex)
    assert is_erased(blair)


def test_a_partner_who_comes_back_in_between_keeps_the_account_of_the_other(couple, alex, blair, later):
    for person in (alex, blair):
        last_used(person, 3 * YEAR)
    run()
    later(days=24)
    run()
    last_used(blair, timedelta(days=1))
    later(days=8)
    run()
    assert not is_erased(alex)


def test_while_mails_do_not_leave_nobody_is_erased(drew, later, settings):
    settings.EMAIL_BACKEND = "couples.mail_queue.backend.Queue"
    settings.MAIL_DELIVERY_BACKEND = "tests.couples.mail_queue.mail_servers.Away"
    last_used(drew, 3 * YEAR)
    for days, done in ((0, [0, 1, 0, 0]), (24, [0, 0, 1, 0]), (8, [0, 0, 0, 0])):
        later(days=days)
        assert run() == done
        assert sender.send_due() == 0
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    later(hours=1)
    assert sender.send_due() == 2
    assert run() == [0, 0, 0, 0]  # for a week, as the mail says that has just left
    later(days=7, hours=1)
    assert run() == [0, 0, 0, 1]
    assert is_erased(drew)


def test_who_signs_in_at_the_last_moment_is_not_erased(drew, later, monkeypatch):
    last_used(drew, 3 * YEAR)
    for days in (0, 24):
        later(days=days)
        run()
    later(days=8)
    read = User.objects.get(pk=drew.pk)
    last_used(drew, timedelta())
    assert unused._erase(read) is False
    assert not is_erased(drew)


@pytest.mark.django_db(transaction=True)
def test_many_processes_at_once_send_each_mail_once_and_erase_once(drew, later):
    def at_once():
        def one(_number):
            try:
                return run()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            return [sum(column) for column in zip(*pool.map(one, range(4)), strict=True)]

    last_used(drew, 3 * YEAR)
    assert at_once() == [0, 1, 0, 0]
    later(days=24)
    assert at_once() == [0, 0, 1, 0]
    later(days=8)
    assert at_once()[3] == 1
    assert len(mail.outbox) == 2


@pytest.mark.forges
def test_a_last_sign_in_that_somebody_wrote_has_nobody_told(couple, alex, blair, drew):
    """Not even somebody of whom `keys` knows nothing yet: for them the time begins."""
    last_used(alex, timedelta(days=3))
    last_used(blair, 3 * YEAR)
    User.objects.update(last_login=timezone.now() - 3 * YEAR)
    assert run() == [0, 0, 0, 0]
    forging.run("DELETE FROM couples_membership WHERE user_id = %s", alex.pk)
    assert run() == [0, 0, 0, 0]
    assert sign_ins.LAST_SIGN_IN in Latest.objects.filter(subject=drew.pk).values_list("purpose", flat=True)


def test_who_was_there_before_it_was_known_keeps_their_time(drew):
    User.objects.filter(pk=drew.pk).update(last_login=timezone.now() - 3 * YEAR)
    unused.keep_last()
    assert run() == [0, 1, 0, 0]
    last_used(drew, timedelta())
    unused.keep_last()
    User.objects.filter(pk=drew.pk).update(last_login=timezone.now() - 3 * YEAR)
    assert run() == [0, 0, 0, 0]


def test_a_sign_in_is_noted_and_forgotten_with_the_account():
    somebody = signing_in.somebody()
    signing_in.signed_in(somebody)
    assert latest.known(sign_ins.LAST_SIGN_IN, [somebody.pk])
    erasure.erase(somebody)
    assert not latest.known(sign_ins.LAST_SIGN_IN, [somebody.pk])


def test_the_duties_run_by_themselves():
    assert set(STEPS) <= {duty for _name, duty in tick.DUTIES}
