"""A mail that waits is withdrawn when what it rests on is over: for a while an account is unused, and a link open."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from couples.counseling import counselors, removal
from couples.counseling.models import CounselorInvitation
from couples.mail_queue import sender
from couples.mail_queue.models import QueuedMail
from couples.pairing.models import Couple, Membership
from couples.privacy import erasure, unused
from tests.couples.accounts.signing_in import signed_in, somebody
from tests.couples.clock import later
from tests.couples.privacy.test_unused import YEAR, last_used

__all__ = ["later"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
ERIN = "erin@example.org"


def leave() -> int:
    """Send what waits. Returns how many mails left; none waits any more."""
    sent = sender.send_due()
    assert not QueuedMail.objects.exists()
    assert len(mail.outbox) == sent
    return sent


def nothing(*_anything) -> None:
    """Or these tests would find fault with nothing."""


def signs_in(kim, _settings) -> None:
    signed_in(kim)


def is_erased(kim, _settings) -> None:
    erasure.erase(kim)


def is_switched_off(kim, _settings) -> None:
    kim.write(is_active=False)


def becomes_operator(kim, _settings) -> None:
    kim.write(is_staff=True)


def finds_active_partner(kim, _settings) -> None:
    couple = Couple.objects.create()
    for voice, person in (("a", kim), ("b", somebody("robin@example.org"))):
        Membership.objects.create(couple=couple, user=person, voice=voice)


def nobody_is_erased_here_any_more(_kim, settings) -> None:
    settings.UNUSED_ACCOUNT_MONTHS = 0


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.parametrize(
    ("act", "sent"),
    [
        (nothing, 1),
        (signs_in, 0),
        (is_erased, 0),
        (is_switched_off, 0),
        (becomes_operator, 0),
        (finds_active_partner, 0),
        (nobody_is_erased_here_any_more, 0),
    ],
)
def test_a_mail_about_an_unused_account_leaves_only_while_it_is_unused(act, sent, time, settings, later):
    settings.UNUSED_ACCOUNT_MONTHS = 12
    kim = somebody()
    last_used(kim, YEAR)
    assert unused.send_first() == 1
    if time == 2:
        assert leave() == 1
        mail.outbox.clear()
        later(days=24)
        assert unused.send_second() == 1
    act(kim, settings)
    assert leave() == sent


def is_invited_again() -> None:
    counselors.invite(ERIN)


def has_expired() -> None:
    CounselorInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def is_erased_with_this_address() -> None:
    erasure.erase(somebody(ERIN))


def is_removed() -> None:
    erin = somebody(ERIN)
    erin.write(is_counselor=True)
    removal.remove(erin)


def has_accepted() -> None:
    counselors.accept(
        CounselorInvitation.objects.get(), somebody(ERIN), "North Street", "It stays with me.", "In a day."
    )


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        (nothing, 1),
        (is_invited_again, 0),
        (has_expired, 0),
        (is_erased_with_this_address, 0),
        (is_removed, 0),
        (has_accepted, 0),
    ],
)
def test_a_mail_with_a_counselors_link_leaves_only_while_the_link_is_open(act, sent):
    call_command("invite_counselor", ERIN, "--mail")
    act()
    assert leave() == sent
