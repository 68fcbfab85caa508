"""An operator comes from `createsuperuser` alone, and gets into the admin with what its pages ask for."""

from collections.abc import Callable

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


@pytest.fixture
def operator_types(terminal, monkeypatch) -> Callable[..., None]:
    """Make an operator on a terminal, where this is typed; a password, whenever one is asked for."""

    def types(*words: str) -> None:
        terminal.typed = [*words]
        call_command("createsuperuser", stdin=terminal)

    monkeypatch.setattr("getpass.getpass", lambda *_question: PASSWORD)
    return types


def test_who_was_made_on_a_terminal_reaches_the_admin_by_the_pages(operator_types):
    operator_types(OPERATOR, "Olga")
    client = Client()
    sign_in(client, OPERATOR)
    client.post("/account/confirm/", {"code": last_code()})
    assert leads_to(client.get("/admin/")) == "/account/second/"
    sets_up_app(client)
    assert "Couples" in text_of(client.get("/admin/"))


def test_what_is_refused_is_asked_for_again_before_anything_else_and_leaves_no_line(
    terminal, operator_types, caplog, capsys
):
    caplog.set_level("INFO", "security")
    operator_types("olga@xn--\u00fc.com", OPERATOR, "Operator", "=1", "Olga")
    questions = [question.split(" ")[0] for question in terminal.asked]
    assert questions == ["E-mail", "E-mail", "Name", "Name", "Name"]
    said = capsys.readouterr().err
    for why in ("No e-mail can be sent", "would take this name for something else", "can’t begin with ="):
        assert why in said
    assert [one.message for one in caplog.records if one.name == "security"] == ["role_changed"]
    assert User.objects.get().name == "Olga"


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
