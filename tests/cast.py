"""The cast: Alex and Blair are a couple, Casey counsels, Drew is a stranger. Only people; no sessions, no answers."""

import pytest
from allauth.mfa.models import Authenticator

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import links
from couples.counseling.models import Counseling, CounselorProfile
from couples.facts.changing import changing
from couples.pairing import acceptance
from couples.pairing.models import Couple


def with_second_step(user: User) -> User:
    """Who is trusted with what others write must have one."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


@pytest.fixture
def alex() -> User:
    return users.create("alex@example.org", "Alex")


@pytest.fixture
def blair() -> User:
    return users.create("blair@example.org", "Blair")


@pytest.fixture
def casey() -> User:
    return users.create("casey@example.org", "Casey", is_counselor=True)


@pytest.fixture
def drew() -> User:
    return users.create("drew@example.org", "Drew")


@pytest.fixture
def couple(alex: User, blair: User) -> Couple:
    """Alex (voice a) and Blair (voice b)."""
    return acceptance.pair(alex, blair)


@pytest.fixture
def linked(couple: Couple, alex: User, blair: User, casey: User) -> Counseling:
    """Casey, linked with Alex and Blair; nobody has allowed anything yet."""
    rule = "What one of you tells me alone stays with me."
    profile, _made = CounselorProfile.objects.get_or_create(
        user=casey,
        defaults={
            "practice": "Casey’s practice",
            "confidences": rule,
            "response_time": "By the next evening.",
        },
    )
    with changing(alex, blair, casey):  # as one change, which is signed once
        link = links.invite(casey)
        links.accept(link, alex, profile.confidences_version)
        return links.accept(link, blair, profile.confidences_version)
