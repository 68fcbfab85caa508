"""Nothing is shown and no couple is formed before the inviter has confirmed the person."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client

from couples.pairing import acceptance, invitations, membership
from couples.pairing.models import Couple, Invitation, Membership
from couples.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(alex, blair):
    """Alex invited, Blair said yes."""
    invitation, _ = invitations.invite(alex)
    acceptance.accept(invitation, blair)
    return invitation


@pytest.fixture
def link(accepted):
    return f"/invite/{invitations.token_of(accepted)}/"


def at(user):
    client = Client()
    client.force_login(user)
    return client


def page(user, path):
    return at(user).get(path, follow=True).content.decode()


def says(user, answer, person):
    return at(user).post("/invite/confirm/", {"answer": answer, "person": str(person.pk)})


def test_a_yes_makes_no_couple(accepted, alex, blair):
    assert not Couple.objects.exists()
    assert membership.couple_of(alex) is membership.couple_of(blair) is None


@pytest.mark.parametrize("path", ["/", "/invite/"])
def test_the_inviter_is_asked_with_two_equal_buttons_whether_it_is_them(accepted, alex, path):
    shown = page(alex, path)

    assert "Blair accepted. Is this the person you invited?" in shown
    assert '<button class="btn" name="answer" value="yes">Yes, this is them</button>' in shown
    assert '<button class="btn" name="answer" value="no">No, cancel the invitation</button>' in shown


def test_yes_makes_the_couple(accepted, alex, blair):
    assert says(alex, "yes", blair).url == "/"

    assert membership.partner_of(alex) == blair
    accepted.refresh_from_db()
    assert accepted.confirmed_at


def test_pressing_yes_twice_leads_home_twice(accepted, alex, blair):
    assert [says(alex, "yes", blair).url for _ in range(2)] == ["/", "/"]
    assert Couple.objects.count() == 1


def test_no_takes_the_invitation_back_and_the_other_reads_one_neutral_sentence(accepted, link, alex, blair):
    says(alex, "no", blair)

    assert not Couple.objects.exists()
    assert acceptance.yes_of(blair) is None
    assert "You said yes" not in page(blair, "/")
    answer = at(blair).get(link)
    assert answer.status_code == 404
    assert "This invitation is no longer open" in answer.content.decode()


def test_the_one_who_said_yes_reads_when_it_begins(accepted, link, blair):
    for path in (link, "/welcome/"):
        assert "You can start once Alex has confirmed that it’s you" in page(blair, path)


def test_others_who_open_the_link_find_nothing(accepted, link, client, drew):
    assert client.get(link).status_code == 404
    assert at(drew).get(link).status_code == 404


def test_the_inviter_who_opens_the_link_is_led_to_the_answer(accepted, link, alex):
    assert at(alex).get(link).url == "/invite/"


def test_a_yes_can_be_taken_back_until_it_is_confirmed(accepted, link, alex, blair, client):
    at(blair).post("/invite/yes/take-back/")

    assert acceptance.yes_of(blair) is None
    assert "Blair" not in page(alex, "/invite/")
    assert client.get(link).status_code == 200
    with pytest.raises(Refused, match="no longer applies"):
        acceptance.confirm(alex, blair.pk)


def test_a_yes_to_the_name_that_was_shown_never_falls_to_somebody_else(accepted, alex, blair, drew):
    acceptance.take_yes_back(blair)
    acceptance.accept(accepted, drew)

    assert says(alex, "yes", blair).status_code == 422
    assert not Couple.objects.exists()


@pytest.mark.parametrize("person", ["", "x", "535b3a48-ce92-45d5-a23c-592ee8a29e9f"])
def test_a_yes_to_nobody_is_refused(accepted, alex, person):
    answer = at(alex).post("/invite/confirm/", {"answer": "yes", "person": person})

    assert answer.status_code == 422
    assert not Couple.objects.exists()


def test_nobody_else_can_confirm(accepted, blair, drew):
    for user in (blair, drew):
        says(user, "yes", blair)
        says(user, "no", blair)
    assert not Couple.objects.exists()
    assert acceptance.yes_of(blair) == accepted


def test_looking_confirms_nothing(accepted, alex):
    assert at(alex).get("/invite/confirm/").status_code == 405
    assert at(alex).get("/invite/yes/take-back/").status_code == 405


def test_somebody_who_found_a_partner_meanwhile_cannot_be_confirmed(accepted, alex, blair, drew):
    acceptance.pair(blair, drew)

    with pytest.raises(Refused, match="no longer applies"):
        acceptance.confirm(alex, blair.pk)
    assert membership.couple_of(alex) is None


def test_an_inviter_with_a_partner_cannot_confirm(accepted, alex, blair, drew):
    acceptance.pair(alex, drew)

    with pytest.raises(Refused, match="already have a partner"):
        acceptance.confirm(alex, blair.pk)
    assert membership.couple_of(blair) is None


def test_somebody_switched_off_cannot_be_confirmed(accepted, alex, blair):
    blair.is_active = False
    blair.save()

    with pytest.raises(Refused):
        acceptance.confirm(alex, blair.pk)


def test_one_person_says_yes_to_one_invitation_at_a_time(accepted, blair, drew):
    with pytest.raises(Refused, match="Withdraw that yes first"):
        acceptance.accept(invitations.invite(drew)[0], blair)


def test_pairing_takes_back_what_the_inviter_had_answered_elsewhere(accepted, alex, blair, drew):
    of_drew, token = invitations.invite(drew)
    acceptance.accept(of_drew, alex)

    acceptance.confirm(alex, blair.pk)

    assert invitations.find(token) == of_drew
    with pytest.raises(Refused):
        acceptance.confirm(drew, alex.pk)


def hours_pass(hours):
    ago = timedelta(hours=hours)
    Invitation.objects.update(
        created_at=F("created_at") - ago, expires_at=F("expires_at") - ago, accepted_at=F("accepted_at") - ago
    )


def test_a_yes_in_time_can_be_confirmed_for_three_days_and_then_no_more(accepted, alex, blair):
    hours_pass(71.9)
    assert acceptance.yes_of(blair) == invitations.open_invitation(alex) == accepted
    hours_pass(0.2)

    assert acceptance.yes_of(blair) is invitations.open_invitation(alex) is None
    with pytest.raises(Refused):
        acceptance.confirm(alex, blair.pk)
    assert invitations.invite(alex)


def test_a_time_for_a_yes_does_not_lengthen_the_life_of_the_link(alex, blair):
    _, token = invitations.invite(alex)
    hours_pass(73)

    assert invitations.find(token) is None


def test_nobody_is_written_to_because_of_any_of_this(accepted, alex, blair):
    acceptance.take_yes_back(blair)
    acceptance.accept(accepted, blair)
    acceptance.confirm(alex, blair.pk)

    assert not mail.outbox


def test_before_the_yes_each_sees_a_name_of_the_other_and_nothing_else(accepted, alex, blair):
    for user, other in ((alex, blair), (blair, alex)):
        shown = page(user, "/") + page(user, "/invite/")
        assert other.name in shown
        assert other.email not in shown
    assert not Membership.objects.exists()
