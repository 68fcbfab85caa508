"""An address to which no mail can be sent is refused where it is typed; mails about what is over do not leave."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from couples.accounts import users
from couples.accounts.models import User
from couples.mail_queue import sender
from couples.privacy import erasure
from tests.couples.accounts.signing_in import ADDRESS, FORM, proves_it_again, signed_in, somebody, text_of

pytestmark = pytest.mark.django_db
BAD = "p@xn--\u00fc.com"


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/signup/", FORM),
        ("/account/login/code/", {}),
        ("/account/password/reset/", {}),
        ("/account/email/", {"action_add": "1"}),
    ],
)
def test_an_address_that_no_mail_can_go_to_is_refused_at_its_field(path, form):
    client = Client()
    if path == "/account/email/":
        client = signed_in(somebody())
        proves_it_again(client)
    sent = len(mail.outbox)
    page = text_of(client.post(path, form | {"email": BAD}))
    assert "No e-mail can be sent to this address." in page
    assert BAD in page
    assert len(mail.outbox) == sent


@pytest.mark.parametrize("command", ["invite_counselor", "send_test_mail"])
def test_an_operator_is_told_so_too(command):
    with pytest.raises(CommandError, match="not a valid"):
        call_command(command, BAD)


def test_no_command_and_no_code_makes_somebody_with_such_an_address(caplog):
    caplog.set_level("INFO", "security")
    with pytest.raises(CommandError) as refused:
        call_command("createsuperuser", "--noinput", email=BAD, name="Kim")
    assert str(refused.value) == "No e-mail can be sent to this address. Please check what is behind the @."
    assert refused.value.returncode == 1
    assert not caplog.records
    for make in (User.objects.create_user, User.objects.create_superuser, users.create):
        with pytest.raises(ValidationError, match="No e-mail"):
            make(BAD, "Kim")
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_a_code_for_an_account_that_was_erased_does_not_leave(queued, path):
    kim = somebody()
    Client().post(path, {"email": ADDRESS})
    erasure.erase(kim)
    assert sender.send_due() == 0


def test_a_code_that_was_replaced_in_its_browser_does_not_leave(queued):
    somebody()
    client = Client()
    for _again in range(2):
        client.post("/account/login/code/", {"email": ADDRESS})
    assert sender.send_due() == 1
