"""The other pages about people: who is let in where, and what is the same for everyone."""

import pytest
from django.test import Client

from couples.pairing.models import Invitation

pytestmark = pytest.mark.django_db
PRIVATE = ["/welcome/", "/invite/"]
OPEN = ["/", "/help/", "/example/", "/invite/declined/", "/account/login/", "/account/signup/"]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("path", PRIVATE)
def test_private_pages_ask_who_you_are(client, path):
    assert client.get(path).url == f"/account/login/?next={path}"


@pytest.mark.parametrize("path", PRIVATE)
def test_private_pages_are_kept_by_no_browser(alex, path):
    assert "no-store" in signed_in(alex).get(path).headers["Cache-Control"]


@pytest.mark.parametrize("path", OPEN)
def test_open_pages_open_for_anybody_with_a_neutral_title(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert "<title>Counterpoint</title>" in text_of(answer)


@pytest.mark.parametrize("path", ["/help/", "/example/"])
def test_help_and_the_example_are_the_same_bytes_for_everyone(client, couple, alex, casey, path):
    pages = {visitor.get(path).content for visitor in (client, signed_in(alex), signed_in(casey))}

    assert len(pages) == 1


def test_reading_help_leaves_no_cookie(client):
    assert not client.get("/help/").cookies


def test_help_says_what_exiting_does_not_do_and_how_to_leave_safely(client):
    page = text_of(client.get("/help/"))

    assert "your browser’s history" in page
    assert "If you are thinking about leaving" in page


def test_someone_without_a_partner_is_offered_three_ways_to_begin(drew):
    page = text_of(signed_in(drew).get("/welcome/"))

    for way in ("Start with your own side", "Invite someone", "See an example"):
        assert way in page


def test_welcome_makes_no_invitation_by_itself(drew):
    signed_in(drew).get("/welcome/")

    assert not Invitation.objects.exists()


@pytest.mark.parametrize("path", PRIVATE)
def test_someone_with_a_partner_is_led_home_instead(couple, alex, path):
    assert signed_in(alex).get(path).url == "/"


@pytest.mark.parametrize("path", [*PRIVATE, *OPEN])
def test_no_page_has_a_style_or_a_script_of_its_own(alex, path):
    for client in (signed_in(alex), Client()):
        page = text_of(client.get(path))
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick=" not in page
