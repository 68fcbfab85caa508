"""Links that were given out go on opening: how their secrets and hashes are made is pinned, and never changes."""

import importlib
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.utils import timezone

from couples import secret_links
from couples.accounts import users
from couples.counseling import counselors, links
from couples.counseling.models import Counseling, CounselorInvitation, CounselorProfile
from couples.facts import guard, signing
from couples.keys.models import Latest
from couples.pairing import invitations
from couples.pairing.models import Invitation

pytestmark = pytest.mark.django_db
ID = UUID("6f0c5a3e-9f0a-4a57-9d3e-2b8f6f1c7a10")
BY = UUID("2f6f0f7c-7c53-4d0c-8f0e-1f1c6e0b9a55")
INVITATION_TOKEN = "I4b8JV6TDc47ilJjR78WKg"
INVITATION_HASH = "706f16d7dc803cd23b75848b6364cd7df2bc00ecf9c313364430b09a8efca3bb"
COUNSELING_TOKEN = "Oc7-KLO4gFAUoQWDyBsF6g"
COUNSELING_HASH = "25fdfce25c53c977b76d12e09629e088bc4516d431f28bfa28048a9769771f81"
COUNSELOR_TOKEN = "kB4p1r8n0tA2vX6yQw9eJm3sZc7dUfHg"
COUNSELOR_HASH = "817c5e59097e4515e4b7001ea4834eab5e9d394087820a8b266018ffc6d53956"
BEFORE_MACS = "5b12de38464df6b0292eaf06974be53cfe28359e3fe55dfb11034dcbb8a99f8b"
"""What was stored of the same link, until what is stored became a MAC."""
OF_NOBODY = {"invitation": "XsTBwSlQxIljKrntBb3GRw", "counseling": "Vd_IK4Vjwhi-AHG2L02Nwg"}
"""The secrets of the same links, until it was part of them whose they are."""


@pytest.fixture(autouse=True)
def _known_key(settings):
    settings.MASTER_KEYS = [b"m" * 32]


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def inviter():
    return users.create("pinned@example.org", "Pinned", id=BY)


@pytest.fixture
def counselor():
    casey = users.create("pinned@example.org", "Pinned", id=BY, is_counselor=True)
    CounselorProfile.objects.create(user=casey, confidences="Stays with me.")
    return casey


def test_the_link_of_an_invitation_is_derived_and_found_as_ever(inviter, tomorrow):
    row = Invitation(pk=ID, inviter=inviter, expires_at=tomorrow, token_hash=INVITATION_HASH)
    row.save(force_insert=True)

    assert invitations.token_of(row) == INVITATION_TOKEN
    assert invitations.find(INVITATION_TOKEN) == row


def test_the_link_of_a_counselor_for_a_couple_is_derived_and_found_as_ever(counselor, tomorrow):
    row = Counseling(pk=ID, counselor=counselor, expires_at=tomorrow, token_hash=COUNSELING_HASH)
    row.save(force_insert=True)

    assert links.token_of(row) == COUNSELING_TOKEN
    assert links.find(COUNSELING_TOKEN) == row


def test_an_invitation_to_become_a_counselor_is_found_by_the_hash_stored_ever_since(tomorrow):
    row = CounselorInvitation.objects.create(
        email="erin@example.org", token_hash=COUNSELOR_HASH, expires_at=tomorrow
    )
    counselors.keep(row)

    assert counselors.find(COUNSELOR_TOKEN) == row


def test_a_counselors_invitation_from_before_goes_on_opening(tomorrow):
    """As `migrate` does it: the column is changed, then what is there is signed and kept for the first time."""
    CounselorInvitation.objects.create(email="erin@example.org", token_hash=BEFORE_MACS, expires_at=tomorrow)
    keyed_links = importlib.import_module("couples.migrations.0010_keyed_links")
    assert counselors.find(COUNSELOR_TOKEN) is None

    guard.let_migrate()
    keyed_links.key(apps, None)
    guard.has_migrated()
    Latest.objects.filter(purpose=signing.FIRST_TIME).delete()
    signing.after_migrating()
    assert counselors.find(COUNSELOR_TOKEN)


def test_a_link_from_before_it_was_bound_to_anybody_opens_no_more(inviter, casey, tomorrow):
    """Its maker is told that it cannot be shown any more, and makes a new one."""
    CounselorProfile.objects.create(user=casey, confidences="Stays with me.")
    of = {
        kind: {"expires_at": tomorrow, "token_hash": secret_links.hash_of(OF_NOBODY[kind])}
        for kind in OF_NOBODY
    }
    invitation = Invitation(pk=ID, inviter=inviter, **of["invitation"])
    link = Counseling(pk=ID, counselor=casey, **of["counseling"])
    for row in (invitation, link):
        row.save(force_insert=True)
    assert invitations.find(OF_NOBODY["invitation"]) is None
    assert links.find(OF_NOBODY["counseling"]) is None
    assert not invitations.is_link_known(invitation)
    assert not links.is_link_known(link)


def test_a_link_goes_on_opening_while_its_master_key_is_there(alex, settings):
    invitation, token = invitations.invite(alex)
    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]
    assert invitations.find(token) == invitation
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    assert invitations.find(token) is None
    settings.MASTER_KEYS = [b"m" * 32]
