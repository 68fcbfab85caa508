"""A link or code leads to who gave it away, whoever else is written into a row, and nobody else is shown it."""

import pytest
from django.urls import reverse

from couples.accounts import users
from couples.counseling import links
from couples.counseling.models import CounselorProfile
from couples.pairing import acceptance, digits, invitations
from couples.refused import Refused
from tests import forging
from tests.exercises.browsing import browser

pytestmark = [pytest.mark.django_db, pytest.mark.forges]
HERE = "here"


@pytest.fixture
def evil():
    return users.create("evil@example.net", "Drew")


def becomes(invitation, person) -> None:
    forging.run("UPDATE couples_invitation SET inviter_id = %s WHERE id = %s", person.pk, invitation.pk)


def test_a_friends_link_leads_to_nobody_else(drew, evil):
    invitation, token = invitations.invite(drew)
    becomes(invitation, evil)
    kim = browser(users.create("kim@example.org", "Kim"))
    assert kim.get(reverse("invitation", args=[token])).status_code == 404
    assert kim.post(reverse("invitation", args=[token]), {"answer": "accept"}).status_code == 404
    becomes(invitation, drew)
    assert kim.get(reverse("invitation", args=[token])).status_code == 200


def test_nor_does_it_with_its_hash_in_an_invitation_of_theirs(drew, evil):
    mine, token = invitations.invite(drew)
    theirs, _token = invitations.invite(evil)
    hashed = mine.token_hash
    forging.run("UPDATE couples_invitation SET token_hash = %s WHERE id = %s", "away", mine.pk)
    forging.run("UPDATE couples_invitation SET token_hash = %s WHERE id = %s", hashed, theirs.pk)
    assert invitations.find(token) is None


def test_nobody_is_shown_the_link_or_code_of_somebody_elses(drew, evil):
    invitation, token = invitations.invite(drew)
    digits.ask(drew)
    code = digits.of(invitations.open_invitation(drew))
    becomes(invitation, evil)
    page = browser(evil).get(reverse("invite")).content.decode()
    assert token not in page
    assert code not in page


@pytest.mark.parametrize("how", ["inviter", "hash"])
def test_a_friends_code_leads_to_nobody_else(drew, evil, how):
    invitation, _token = invitations.invite(drew)
    digits.ask(drew)
    code = digits.of(invitations.open_invitation(drew))
    if how == "inviter":
        becomes(invitation, evil)
    else:
        theirs, _token = invitations.invite(evil)
        row = forging.copy_of("couples_invitation", invitation.pk)
        forging.run("UPDATE couples_invitation SET code_hash = '' WHERE id = %s", invitation.pk)
        columns = "code_hash = %s, code_expires_at = %s"
        given = (row["code_hash"], row["code_expires_at"], theirs.pk)
        forging.run(f"UPDATE couples_invitation SET {columns} WHERE id = %s", *given)
    assert digits.enter(code, HERE) is None


def test_a_yes_is_given_to_who_was_shown(drew, evil, blair):
    invitation, token = invitations.invite(drew)
    shown = invitations.find(token)
    becomes(invitation, evil)
    with pytest.raises(Refused):
        acceptance.accept(shown, blair)
    assert acceptance.yes_of(blair) is None


def test_a_counselors_link_leads_to_nobody_else(casey, blair):
    second = users.create("second@example.net", "Sec", is_counselor=True)
    for one in (casey, second):
        CounselorProfile.objects.create(user=one, confidences="Stays with me.")
    link = links.invite(casey)
    token = links.token_of(link)
    forging.run("UPDATE couples_counseling SET counselor_id = %s WHERE id = %s", second.pk, link.pk)
    assert browser(blair).get(f"/counseling/{token}/").status_code == 404
    link.counselor = second
    assert not links.is_link_known(link)
