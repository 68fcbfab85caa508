"""Only an operator's invitation to their address makes somebody a counselor, and only if they have no partner here."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from couples.counseling import counselors, links
from couples.counseling.models import CounselorInvitation, CounselorProfile
from couples.pairing import acceptance, invitations

pytestmark = pytest.mark.django_db
FILLED_IN = {
    "practice": "North Street",
    "confidences": "It stays with me.",
    "response_time": "By the next evening.",
}


@pytest.fixture
def link(drew) -> str:
    EmailAddress.objects.create(user=drew, email=drew.email, verified=True, primary=True)
    return f"/counselor/invitation/{counselors.invite('Drew@example.org')}/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_operators_command_prints_a_link_and_mails_nobody(mailoutbox):
    out = StringIO()
    call_command("invite_counselor", "erin@example.org", "--site", "https://c.example/", stdout=out)
    link = out.getvalue().strip()
    assert link.startswith("https://c.example/counselor/invitation/")
    assert counselors.find(link.rstrip("/").rsplit("/", 1)[1]).email == "erin@example.org"
    assert mailoutbox == []


SITES = [
    (
        {"ALLOWED_HOSTS": ["127.0.0.1", "203.0.113.5", ".c.example", "c.example", "d.example"]},
        "https://c.example",
    ),
    ({"ALLOWED_HOSTS": ["c.example"], "CSRF_TRUSTED_ORIGINS": ["https://*.c.example"]}, "https://c.example"),
    ({"ALLOWED_HOSTS": ["c.example"], "CSRF_TRUSTED_ORIGINS": ["https://d.example"]}, "https://d.example"),
    ({"ALLOWED_HOSTS": ["localhost", ".localhost", "127.0.0.1", "[::1]"]}, "http://localhost:8000"),
]


@pytest.mark.parametrize(("hosts", "expected"), SITES)
def test_the_link_leads_to_a_host_that_answers_here(settings, hosts, expected):
    for name, value in hosts.items():
        setattr(settings, name, value)
    out = StringIO()
    call_command("invite_counselor", "erin@example.org", stdout=out)
    assert out.getvalue().startswith(f"{expected}/counselor/invitation/")


@pytest.mark.parametrize("hosts", [["*"], [".c.example"], ["203.0.113.5", "localhost"]])
@pytest.mark.parametrize("given", [{}, {"site": "c.example"}])
def test_without_a_name_to_lead_to_nobody_is_invited_and_it_says_what_to_give(settings, hosts, given):
    settings.ALLOWED_HOSTS = hosts
    with pytest.raises(CommandError, match="--site https://"):
        call_command("invite_counselor", "erin@example.org", **given)
    assert not CounselorInvitation.objects.exists()


def test_it_mails_the_link_when_asked(mailoutbox):
    out = StringIO()
    call_command("invite_counselor", "erin@example.org", "--mail", stdout=out)
    assert out.getvalue().strip() in mailoutbox[0].body


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError):
        call_command("invite_counselor", "erin")


def test_the_link_itself_is_stored_nowhere(link):
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(list(CounselorInvitation.objects.values()))


def test_looking_changes_nothing_and_signed_out_one_is_sent_to_sign_in(client, link, drew):
    page = client.get(link).content.decode()
    assert "?next=%2Fcounselor%2Finvitation" in page
    assert drew.email not in page
    signed_in(drew).get(link)
    drew.refresh_from_db()
    assert not drew.is_counselor


def test_the_invited_person_becomes_a_counselor_with_a_profile(link, drew):
    assert "stays with me" in signed_in(drew).get(link).content.decode()
    assert signed_in(drew).post(link, FILLED_IN).status_code == 302
    drew.refresh_from_db()
    assert drew.is_counselor
    assert CounselorProfile.objects.get(user=drew).confidences == "It stays with me."
    assert signed_in(drew).get(link).status_code == 404


def test_an_empty_rule_is_asked_for_again_and_nothing_written_is_lost(link, drew):
    answer = signed_in(drew).post(
        link, {"practice": "North Street", "confidences": " ", "response_time": "By the next evening."}
    )
    assert answer.status_code == 422
    assert "North Street" in answer.content.decode()
    drew.refresh_from_db()
    assert not drew.is_counselor


@pytest.mark.parametrize("who", ["another person", "unverified", "a partner", "expired", "replaced"])
def test_for_anybody_else_it_is_not_open(link, drew, alex, who):
    person = drew
    if who == "another person":
        person = alex
    elif who == "unverified":
        EmailAddress.objects.update(verified=False)
    elif who == "a partner":
        acceptance.pair(drew, alex)
    elif who == "expired":
        CounselorInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        counselors.invite(drew.email)
    for answer in (signed_in(person).get(link), signed_in(person).post(link, FILLED_IN)):
        assert answer.status_code == 404
    person.refresh_from_db()
    assert not person.is_counselor


def test_becoming_a_counselor_cancels_open_invitations_to_a_partner(link, drew):
    _invitation, token = invitations.invite(drew)
    signed_in(drew).post(link, FILLED_IN)
    assert invitations.find(token) is None


def test_a_profile_without_a_response_time_is_not_saved(casey, linked):
    answer = signed_in(casey).post("/counselor/profile/", {**FILLED_IN, "response_time": ""})
    assert answer.status_code == 422
    assert "when they can expect an answer" in answer.content.decode()


def test_a_changed_response_time_is_a_new_version_that_both_are_shown(casey, alex, linked):
    before = casey.counselor.confidences_version
    said = {"practice": casey.counselor.practice, "confidences": casey.counselor.confidences}
    answer = signed_in(casey).post("/counselor/profile/", {**said, "response_time": "Within a week."})
    assert answer.status_code == 302
    casey.counselor.refresh_from_db()
    assert casey.counselor.confidences_version == before + 1
    shown = signed_in(alex).get("/counselors/").content.decode()
    assert "Within a week." in shown
    assert "since you accepted it" in shown


def test_both_read_it_before_they_accept(casey, client):
    CounselorProfile.objects.create(user=casey, confidences="A rule.", response_time="Within a day.")
    token = links.token_of(links.invite(casey))
    assert "Within a day." in client.get(f"/counseling/{token}/").content.decode()
