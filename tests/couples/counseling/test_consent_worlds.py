"""One thing is missing in each world, and each answer about what a counselor may read says that nothing is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import consent, links, scopes
from couples.counseling.models import Consent, Counseling, CounselorProfile
from couples.pairing import acceptance
from couples.pairing.models import Couple
from tests.cast import with_second_step
from tests.couples.counseling.consents import allow, both_allow

pytestmark = pytest.mark.django_db
ALL = frozenset(scopes.SCOPES)


@pytest.fixture
def world(linked, drew, settings) -> Counseling:
    """Casey may read all of Alex and Blair, and of another couple. Drew is linked with both couples, too."""
    settings.DEMO = False
    User.objects.filter(pk=drew.pk).update(is_counselor=True)
    drew.refresh_from_db()
    kim, robin = (users.create(f"{name}@example.net", name) for name in ("Kim", "Robin"))
    acceptance.pair(kim, robin)
    couple = [membership.user for membership in linked.couple.memberships.order_by("voice")]
    for counselor, people in ((linked.counselor, (kim, robin)), (drew, (kim, robin)), (drew, couple)):
        if not Authenticator.objects.filter(user=counselor).exists():
            with_second_step(counselor)
        both_allow(_linked(counselor, *people))
    Consent.objects.filter(counseling__couple=linked.couple, counseling__counselor=drew).first().delete()
    both_allow(linked)
    return Counseling.objects.get(pk=linked.pk)


def _linked(counselor: User, *people: User) -> Any:
    profile, _made = CounselorProfile.objects.get_or_create(user=counselor, defaults={"confidences": "x"})
    found = invitation = links.invite(counselor)
    for person in people:
        found = links.accept(invitation, person, profile.confidences_version)
    return found


def withdraw_all(link: Counseling) -> None:
    for scope in scopes.SCOPES:
        consent.withdraw(link, link.couple.memberships.get(voice="a").user, scope)


Act = Callable[[Any], Any]
MISSING: dict[str, Act] = {
    "the couple": lambda link: Couple.objects.filter(pk=link.couple_id).update(ended_at=timezone.now()),
    "an acceptance": lambda link: Counseling.objects.filter(pk=link.pk).update(linked_at=None),
    "the link": lambda link: Counseling.objects.filter(pk=link.pk).update(ended_at=timezone.now()),
    "a partner": lambda link: link.couple.memberships.filter(voice="b").update(left_at=timezone.now()),
    "her account": lambda link: User.objects.filter(pk=link.counselor_id).update(is_active=False),
    "her role": lambda link: User.objects.filter(pk=link.counselor_id).update(is_counselor=False),
    "her factor": lambda link: Authenticator.objects.filter(user=link.counselor).delete(),
    "a consent": withdraw_all,
    "the version": lambda link: Consent.objects.filter(counseling=link).update(version=0),
}
BY_THE_CALLER = {
    "shared": {"the couple", "an acceptance", "the link", "her account", "her role", "her factor"},
    "counseling": {"a partner", "a consent", "the version"},
}
"""What an answer leaves to whoever asks, as its docstring says."""


def fresh(link: Any) -> tuple[User, Couple]:
    return User.objects.get(pk=link.counselor_id), Couple.objects.get(pk=link.couple_id)


ANSWERS: dict[str, Act] = {
    "counseling": lambda link: consent.counseling(*fresh(link)),
    "scopes": lambda link: consent.scopes(*fresh(link)),
    "allowed_now": lambda link: consent.allowed_now(link.counselor_id, link.couple_id),
    "readers": lambda link: [
        name for name in consent.readers(link.couple_id, *scopes.SCOPES) if name == "Casey"
    ],
    "shared": lambda link: consent.shared(link),
}


def test_with_everything_there_all_is_allowed_and_to_nobody_else(world, drew):
    found = {name: answer(world) for name, answer in ANSWERS.items()}
    assert found == dict.fromkeys(ANSWERS, ALL) | {"counseling": world, "readers": ["Casey"]}
    assert consent.allowed_now(drew.pk, world.couple_id) != ALL
    assert consent.allowed_now(users.create("lee@example.net", "Lee").pk, world.couple_id) is None


def test_with_one_thing_missing_nothing_is(world):
    for missing, take_away in MISSING.items():
        with taken_back():
            take_away(world)
            for name, answer in ANSWERS.items():
                if missing not in BY_THE_CALLER.get(name, ()):
                    assert not answer(world), (missing, name)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within it is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_partner_sees_their_own_choices_of_each_link_apart(world, drew):
    alex = world.couple.memberships.get(voice="a").user
    theirs = Counseling.objects.get(counselor=drew, couple=world.couple)
    consent.withdraw(world, alex, scopes.ANSWERS)
    consent.withdraw(theirs, alex, scopes.LIVE)
    assert consent.own(world, alex) == ALL - {scopes.ANSWERS}
    assert scopes.LIVE not in consent.own(theirs, alex)
    allow(world, alex, scopes.ANSWERS)
    assert consent.own_of([world], alex) == {world.pk: ALL}
