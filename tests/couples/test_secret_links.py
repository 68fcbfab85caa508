"""Links that were given out go on opening: how their secrets and hashes are made is pinned, and never changes."""

import importlib
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.utils import timezone

from couples.counseling import counselors, links
from couples.counseling.models import Counseling, CounselorInvitation, CounselorProfile
from couples.facts import guard, signing
from couples.keys.models import Latest
from couples.pairing import invitations
from couples.pairing.models import Invitation

pytestmark = pytest.mark.django_db
ID = UUID("6f0c5a3e-9f0a-4a57-9d3e-2b8f6f1c7a10")
INVITATION_TOKEN = "XsTBwSlQxIljKrntBb3GRw"
INVITATION_HASH = "0fc3753d7f63072d09b4ac24c108fd3a7f23b56b84d5f1a7dc0bc5ab7dd38986"
COUNSELING_TOKEN = "Vd_IK4Vjwhi-AHG2L02Nwg"
COUNSELING_HASH = "15b0a4bccfd6306a146408fdd58da0ec97d535d15bf37fdaa49b6389c4f3444b"
COUNSELOR_TOKEN = "kB4p1r8n0tA2vX6yQw9eJm3sZc7dUfHg"
COUNSELOR_HASH = "817c5e59097e4515e4b7001ea4834eab5e9d394087820a8b266018ffc6d53956"
BEFORE_MACS = {
    "Invitation": "65cb1d1a22e3f0e97f8adde521ebe5c3ae6f3bb550c2e037530ee61907b4a633",
    "Counseling": "8b65f404353a830e8a30ad2c78e6fad6545cab4580e4c0af7795ecb836d267bb",
    "CounselorInvitation": "5b12de38464df6b0292eaf06974be53cfe28359e3fe55dfb11034dcbb8a99f8b",
}
"""What was stored of the same links, until what is stored became a MAC."""


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
    counselors.keep(row)

    assert counselors.find(COUNSELOR_TOKEN) == row


def test_links_from_before_go_on_opening(alex, casey, tomorrow):
    """As `migrate` does it: the column is changed, then what is there is signed and kept for the first time."""
    CounselorProfile.objects.create(user=casey, confidences="Stays with me.")
    given = {"expires_at": tomorrow}
    Invitation(pk=ID, inviter=alex, token_hash=BEFORE_MACS["Invitation"], **given).save(force_insert=True)
    Counseling(pk=ID, counselor=casey, token_hash=BEFORE_MACS["Counseling"], **given).save(force_insert=True)
    CounselorInvitation.objects.create(
        email="erin@example.org", token_hash=BEFORE_MACS["CounselorInvitation"], **given
    )
    keyed_links = importlib.import_module("couples.migrations.0010_keyed_links")
    assert counselors.find(COUNSELOR_TOKEN) is None

    guard.let_migrate()
    keyed_links.key(apps, None)
    guard.has_migrated()
    Latest.objects.filter(purpose=signing.FIRST_TIME).delete()
    signing.after_migrating()
    for find, token in (
        (invitations.find, INVITATION_TOKEN),
        (links.find, COUNSELING_TOKEN),
        (counselors.find, COUNSELOR_TOKEN),
    ):
        assert find(token)


def test_a_link_goes_on_opening_while_its_master_key_is_there(alex, settings):
    invitation, token = invitations.invite(alex)
    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]
    assert invitations.find(token) == invitation
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    assert invitations.find(token) is None
    settings.MASTER_KEYS = [b"m" * 32]
