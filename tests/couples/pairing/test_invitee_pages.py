"""The pages around an invitation: anybody may look, looking changes nothing, and a no is as easy as a yes."""

import pytest
from django.test import Client

from couples.accounts.models import SignIn, User
from couples.pairing import invitations
from couples.pairing.models import Invitation, Membership
from tests.couples.accounts.signing_in import last_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(alex):
    return f"/invite/{invitations.invite(alex)[1]}/"


def rows():
    return [
        list(model.objects.order_by("pk").values_list()) for model in (User, Membership, Invitation, SignIn)
    ]


def text_of(response):
    return response.content.decode()


def test_before_any_account_the_link_shows_who_invites_what_is_shared_and_an_example(client, link):
    page = text_of(client.get(link))

    assert "Alex invites you" in page
    assert "What would be shared" in page
    assert 'href="/example/"' in page


def test_looking_at_an_invitation_changes_nothing(client, link, drew):
    before = rows()

    client.get(link)
    client.head(link)

    assert rows() == before


def test_the_page_of_an_invitation_is_kept_by_no_browser(client, link):
    assert "no-store" in client.get(link).headers["Cache-Control"]


def test_accepting_and_declining_are_buttons_of_one_kind(client, link):
    page = text_of(client.get(link))

    assert '<button class="btn" name="answer" value="accept">' in page
    assert '<button class="btn" name="answer" value="decline">' in page


def test_before_any_account_it_says_that_it_is_for_adults_and_that_no_is_fine(client, link):
    page = text_of(client.get(link))

    assert "for adults" in page
    assert "no is a complete answer" in page


def test_accepting_twice_by_a_double_tap_shows_twice_that_the_answer_is_there(client, link, blair):
    client.force_login(blair)

    assert [client.post(link, {"answer": "accept"}).url for _ in range(2)] == [link, link]
    assert "You can start once Alex has confirmed that it’s you" in text_of(client.get(link))


def test_somebody_signed_out_is_sent_to_make_an_account_and_comes_back_without_having_accepted(client, link):
    answer = client.post(link, {"answer": "accept"})
    assert answer.url.startswith("/account/signup/?next=%2Finvite%2F")

    filled_in = {"name": "Blair", "email": "blair@example.org", "password1": "a quiet lake 7", "adult": "on"}
    client.post(answer.url, filled_in | {"next": link})
    signed_up = client.post("/account/confirm/", {"code": last_code()})

    assert signed_up.url == link
    assert not Membership.objects.exists()
    assert "Accept" in text_of(client.get(link))


def test_declining_needs_no_account_and_tells_nobody(client, link, alex):
    seen_by_alex = pages_of(alex)

    assert client.post(link, {"answer": "decline"}).url == "/invite/declined/"
    assert "Nobody was told" in text_of(client.get("/invite/declined/"))
    assert pages_of(alex) == seen_by_alex


def test_after_a_no_the_link_looks_the_same_to_whoever_opens_it(client, link):
    before = without_tokens(text_of(client.get(link)))
    client.post(link, {"answer": "decline"})

    assert without_tokens(text_of(client.get(link))) == before


def test_after_a_no_a_yes_is_answered_as_without_one(client, link, blair):
    client.post(link, {"answer": "decline"})
    client.force_login(blair)

    assert client.post(link, {"answer": "accept"}).url == link
    assert Invitation.objects.get().accepted_by == blair


def test_an_inviter_who_opens_the_own_link_sees_it_without_buttons_and_cannot_answer(client, link, alex):
    client.force_login(alex)

    assert 'value="accept"' not in text_of(client.get(link))
    assert "your own invitation" in text_of(client.post(link, {"answer": "accept"}))
    client.post(link, {"answer": "decline"})
    assert Invitation.objects.get().declined_at is None


def test_somebody_with_a_partner_is_not_offered_to_accept(client, couple, drew, blair):
    link = f"/invite/{invitations.invite(drew)[1]}/"
    client.force_login(blair)

    assert 'value="accept"' not in text_of(client.get(link))
    assert client.post(link, {"answer": "accept"}).status_code == 422


@pytest.mark.parametrize("token", ["x", "A" * 22, "take-back2", "%00", "é" * 30, "a" * 2000])
def test_a_link_that_opens_nothing_says_so_and_shows_a_way_on(client, token):
    answer = client.get(f"/invite/{token}/")

    assert answer.status_code == 404
    assert "This invitation is no longer open" in text_of(answer)


@pytest.mark.parametrize("filled_in", [{}, {"answer": "maybe"}, {"answer": ""}])
def test_an_answer_that_is_none_changes_nothing(client, link, blair, filled_in):
    client.force_login(blair)
    before = rows()

    assert client.post(link, filled_in).status_code == 422
    assert rows() == before


def test_an_invitation_is_made_shown_again_and_taken_back(client, alex):
    client.force_login(alex)
    assert client.post("/invite/").url == "/invite/"
    token = invitations.token_of(Invitation.objects.get())
    assert f"http://testserver/invite/{token}/" in text_of(client.get("/invite/"))

    client.post("/invite/take-back/")

    assert invitations.find(token) is None
    assert token not in text_of(client.get("/invite/"))


def test_looking_at_the_invite_page_makes_no_invitation(client, alex):
    client.force_login(alex)
    client.get("/invite/")

    assert not Invitation.objects.exists()
    assert client.get("/invite/take-back/").status_code == 405


def test_pressing_invite_twice_says_why_there_is_one_link_only(client, alex):
    client.force_login(alex)
    client.post("/invite/")

    answer = client.post("/invite/")

    assert answer.status_code == 422
    assert "already have an open invitation" in text_of(answer)


def test_a_form_without_its_token_is_turned_away(link, blair):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(blair)

    assert strict.post(link, {"answer": "accept"}).status_code == 403
    assert strict.post("/invite/").status_code == 403


def pages_of(user):
    client = Client()
    client.force_login(user)
    return [without_tokens(text_of(client.get(path))) for path in ("/welcome/", "/invite/")]


def without_tokens(page):
    return [
        line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "page-owner" not in line
    ]
