"""Links that were given out go on opening: how their secrets and hashes are made is pinned, and never changes."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from couples.counseling import counselors, links
from couples.counseling.models import Counseling, CounselorInvitation, CounselorProfile
from couples.pairing import invitations
from couples.pairing.models import Invitation

pytestmark = pytest.mark.django_db
ID = UUID("6f0c5a3e-9f0a-4a57-9d3e-2b8f6f1c7a10")
INVITATION_TOKEN = "XsTBwSlQxIljKrntBb3GRw"
INVITATION_HASH = "65cb1d1a22e3f0e97f8adde521ebe5c3ae6f3bb550c2e037530ee61907b4a633"
COUNSELING_TOKEN = "Vd_IK4Vjwhi-AHG2L02Nwg"
COUNSELING_HASH = "8b65f404353a830e8a30ad2c78e6fad6545cab4580e4c0af7795ecb836d267bb"
COUNSELOR_TOKEN = "kB4p1r8n0tA2vX6yQw9eJm3sZc7dUfHg"
COUNSELOR_HASH = "5b12de38464df6b0292eaf06974be53cfe28359e3fe55dfb11034dcbb8a99f8b"


@pytest.fixture(autouse=True)
def _known_key(settings):
    settings.MASTER_KEYS = [b"m" * 32]


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


def test_the_link_of_an_invitation_is_derived_and_found_as_ever(alex, tomorrow):
    row = Invitation(pk=ID, inviter=alex, expires_at=tomorrow, token_hash=INVITATION_HASH)
    row.save(force_insert=True)

    assert invitations.token_of(row) == INVITATION_TOKEN
    assert invitations.find(INVITATION_TOKEN) == row


def test_the_link_of_a_counselor_for_a_couple_is_derived_and_found_as_ever(casey, tomorrow):
    CounselorProfile.objects.create(user=casey, confidences="Stays with me.")
    row = Counseling(pk=ID, counselor=casey, expires_at=tomorrow, token_hash=COUNSELING_HASH)
    row.save(force_insert=True)

    assert links.token_of(row) == COUNSELING_TOKEN
    assert links.find(COUNSELING_TOKEN) == row


def test_an_invitation_to_become_a_counselor_is_found_by_the_hash_stored_ever_since(tomorrow):
    row = CounselorInvitation.objects.create(
        email="erin@example.org", token_hash=COUNSELOR_HASH, expires_at=tomorrow
    )

    assert counselors.find(COUNSELOR_TOKEN) == row
