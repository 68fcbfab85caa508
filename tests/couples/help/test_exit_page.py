"""Exit signs out on the server, always redirects away, and can't be used by another site."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from couples import hooks
from couples.accounts.models import SignIn

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/help/",
    "/reading/",
    "/reading/8/",
    "/example/",
    "/account/login/",
    "/account/signup/",
    "/nowhere/",
]


@pytest.fixture
def at_home(couple, alex):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(alex)
    assert client.get("/account/name/").status_code == 200
    assert "csrf" in "".join(client.cookies)
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/agreements/").status_code == 200


def test_the_link_ends_the_sign_in_and_leads_to_a_neutral_page(at_home):
    answer = at_home.get("/exit/")

    assert answer.status_code == 303
    assert answer.headers["Location"] == settings.EXIT_URL
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not SignIn.objects.exists()
    assert not is_signed_in(at_home)


def test_the_script_does_the_same_without_a_token_and_clears_the_cache(at_home):
    careful = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    careful.cookies = at_home.cookies
    answer = careful.post("/exit/", headers={"origin": "http://testserver"})

    assert answer.status_code == 204
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not SignIn.objects.exists()


def test_no_cookie_of_ours_stays_but_the_language_and_the_mark_of_the_device(at_home):
    at_home.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    at_home.get("/account/")
    answer = at_home.get("/exit/")

    gone = {name for name, cookie in answer.cookies.items() if cookie["max-age"] == 0}
    stays = {settings.LANGUAGE_COOKIE_NAME, settings.DEVICE_COOKIE_NAME}
    assert gone == set(at_home.cookies) - stays
    assert stays < set(at_home.cookies)
    assert settings.SESSION_COOKIE_NAME in gone


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_can_sign_nobody_out(at_home, site):
    assert at_home.get("/exit/", headers={"sec-fetch-site": site}).status_code == 303
    at_home.post("/exit/", headers={"sec-fetch-site": site, "origin": "https://elsewhere.example"})

    assert is_signed_in(at_home)


def test_an_old_browser_of_another_site_can_sign_nobody_out(couple, alex):
    old = Client()
    old.force_login(alex)
    old.post("/exit/", headers={"origin": "https://elsewhere.example"})
    assert is_signed_in(old)

    old.post("/exit/", headers={"origin": "http://testserver"})
    assert not is_signed_in(old)


TYPED = {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.parametrize("more", [{}, {"sec-fetch-user": "?1"}])
def test_the_address_typed_by_hand_or_kept_as_a_bookmark_ends_the_sign_in(at_home, more):
    at_home.get("/exit/", headers=TYPED | more)
    assert not is_signed_in(at_home)


NOT_BY_HAND = [
    {"referer": "android-app://com.chat.example/"},
    {"referer": "https://elsewhere.example/"},
    {"sec-purpose": "prefetch;prerender"},
    {"purpose": "prefetch"},
    {"x-moz": "prefetch"},
    {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    {"sec-fetch-dest": "iframe"},
]


@pytest.mark.parametrize("more", NOT_BY_HAND)
def test_what_was_not_typed_by_hand_only_leads_away(at_home, more):
    answer = at_home.get("/exit/", headers=TYPED | more)
    assert answer.headers["Location"] == settings.EXIT_URL
    assert is_signed_in(at_home)


def test_a_referer_of_our_own_or_an_opaque_one_from_elsewhere(at_home):
    at_home.get("/exit/", headers={"referer": "null"})
    assert is_signed_in(at_home)
    at_home.get("/exit/", headers={"referer": "http://testserver/help/"})
    assert not is_signed_in(at_home)


def test_looking_at_the_address_alone_ends_nothing(at_home):
    at_home.head("/exit/")

    assert is_signed_in(at_home)


def test_only_this_sign_in_ends(at_home, alex):
    elsewhere = Client()
    elsewhere.force_login(alex)
    at_home.get("/exit/")

    assert is_signed_in(elsewhere)


def test_open_sockets_are_told(at_home, alex, monkeypatch):
    told: list[object] = []
    monkeypatch.setattr(hooks, "signed_out", [*hooks.signed_out, told.append])
    at_home.get("/exit/")

    assert told == [alex.pk]


def test_who_is_not_signed_in_is_led_away_too(client):
    assert client.get("/exit/").headers["Location"] == settings.EXIT_URL


@pytest.mark.django_db(transaction=True)
def test_it_leads_away_although_the_database_does_not_answer(at_home):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE couples_signin RENAME TO away")
    try:
        answer = at_home.get("/exit/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO couples_signin")

    assert answer.status_code == 303
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def first_stop(page: str) -> str:
    """The first thing in a page that the tab key reaches."""
    body = page[page.index("<body") :]
    return re.search(r"<(?:a\s[^>]*href|button|input|select|textarea|summary)[^>]*>", body).group(0)


def test_exit_is_the_first_stop_on_every_page(at_home):
    for client in (Client(), at_home):
        client.raise_request_exception = False
        for path in PAGES:
            stop = first_stop(client.get(path, follow=True).content.decode())
            assert 'href="/exit/"' in stop, path
            assert f'data-exit-to="{settings.EXIT_URL}"' in stop, path
            assert "noreferrer" in stop
            assert "tabindex" not in stop


def test_a_form_without_its_token_is_refused_on_a_page_with_an_exit(couple, alex):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alex)
    answer = careful.post("/sessions/start/", {"slug": "see-feel-need-ask"})

    assert answer.status_code == 403
    assert 'href="/exit/"' in first_stop(answer.content.decode())
    assert "open for too long" in answer.content.decode()


def test_a_page_that_broke_has_an_exit_to_where_the_operator_wants(settings, rf):
    from config import errors

    settings.EXIT_URL = "https://news.example/"
    for answer in (errors.broken(rf.get("/")), errors.strange_request(rf.get("/"), ValueError())):
        assert 'data-exit-to="https://news.example/"' in first_stop(answer.content.decode())


def test_a_form_of_another_site_is_refused_before_anything_looks_at_it(couple, alex):
    signed_in = Client(headers={"sec-fetch-site": "cross-site"})
    signed_in.force_login(alex)

    answer = signed_in.post("/sessions/start/", {"slug": "see-feel-need-ask"})

    assert answer.status_code == 403
    assert 'href="/exit/"' in answer.content.decode()
    assert not couple.streams.exists()
    assert signed_in.get("/").status_code == 200


@pytest.mark.parametrize("name", ["a[b]", "a@b", "path", "expires"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_cookie_of_somebody_else_with_a_strange_name_is_in_nobodys_way(at_home, name, method):
    ours = f"{settings.SESSION_COOKIE_NAME}={at_home.cookies[settings.SESSION_COOKIE_NAME].value}"
    answer = getattr(at_home, method)("/exit/", headers={"cookie": f"{name}=1; {ours}"})

    assert answer.status_code == {"get": 303, "post": 204}[method]
    assert not SignIn.objects.exists()
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
