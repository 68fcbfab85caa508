"""An operator comes from `createsuperuser` alone, and gets into the admin with what its pages ask for."""

import pytest
from django.core.management import call_command
from django.test import Client

from couples import demo
from couples.accounts import users
from couples.accounts.models import User
from couples.keys import data_keys
from tests.couples.accounts.signing_in import (
    PASSWORD,
    last_code,
    leads_to,
    sets_up_app,
    sign_in,
    sign_up,
    text_of,
)

pytestmark = pytest.mark.django_db
OPERATOR = "olga@example.org"


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch) -> list[str]:
    """What is typed on a terminal, in this order; a password, whenever one is asked for."""
    answers = [OPERATOR, "Olga"]
    monkeypatch.setattr("builtins.input", lambda _question: answers.pop(0))
    monkeypatch.setattr("getpass.getpass", lambda *_question: PASSWORD)
    return answers


def test_who_was_made_on_a_terminal_reaches_the_admin_by_the_pages(typed):
    call_command("createsuperuser", stdin=Terminal())
    client = Client()
    sign_in(client, OPERATOR)
    client.post("/account/confirm/", {"code": last_code()})
    assert leads_to(client.get("/admin/")) == "/account/second/"
    sets_up_app(client)
    assert "Couples" in text_of(client.get("/admin/"))


def signs_up() -> None:
    sign_up(Client())


MADE = {
    "createsuperuser": lambda: call_command("createsuperuser", "--noinput", email=OPERATOR, name="Olga"),
    "create_superuser": lambda: User.objects.create_superuser(OPERATOR, "Olga"),
    "create_user": lambda: User.objects.create_user(OPERATOR, "Olga"),
    "create": lambda: User.objects.create(email=OPERATOR, name="Olga"),
    "save": lambda: User(email=OPERATOR, name="Olga").save(),
    "users.create": lambda: users.create(OPERATOR, "Olga"),
    "a sign-up": signs_up,
    "the demo": demo.make_people,
}


@pytest.mark.parametrize("way", MADE)
def test_whoever_is_made_has_a_data_key(way):
    MADE[way]()
    people = set(User.objects.values_list("pk", flat=True))
    assert people
    assert data_keys.who_have_one() == people
