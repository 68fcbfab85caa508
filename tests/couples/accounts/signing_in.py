"""Signing up and in as a person does: with forms, and with the codes that the mails bring."""

import re
import time

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from couples.accounts import first_sign_in, users
from couples.accounts.models import User

PASSWORD = "a quiet lake 7"
FORM = {"name": "Kim", "email": "Kim@Example.org", "password1": PASSWORD, "adult": "on"}
ADDRESS = "kim@example.org"


def somebody(email: str = ADDRESS, **more) -> User:
    """A person whose account was made for them, with a proved address, and who has not signed in yet."""
    user = users.create(email, "Kim", PASSWORD, **more)
    first_sign_in.expect(user.pk)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def stored_before_it_was_verified() -> User:
    """An account as a sign-up made it before its code was typed, by somebody else."""
    user = users.create(ADDRESS, "Somebody else", "not her password 1")
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=False, primary=True)
    return user


def last_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return str(found[0])


def sign_up(client: Client, next: str = "", **changed: str):
    assert leads_to(client.post("/account/signup/", FORM | changed | {"next": next})) == "/account/confirm/"
    return client.post("/account/confirm/", {"code": last_code()})


def leads_to(answer) -> str:
    """Where a redirect leads."""
    assert answer.status_code == 302, text_of(answer)
    return str(answer.headers["Location"])


def sign_in(client: Client, email: str = ADDRESS, password: str = PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password}, **more)


def signed_in(user: User, **more) -> Client:
    """A browser in which this person has signed in with the password."""
    client = Client(**more)
    assert sign_in(client, user.email).status_code == 302
    return client


def signed_in_kim() -> Client:
    """A browser where Kim has given the password; a second step may be left."""
    client = Client()
    sign_in(client)
    return client


def proves_it_again(client: Client) -> None:
    client.post("/account/again/", {"password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def app_code(secret: str, days_later: int = 0) -> str:
    """What an authenticator app shows now, and for some seconds more; or so many days later, to the second."""
    left = 30 - time.time() % 30
    if left < 6:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, (int(time.time()) + days_later * 86_400) // 30)))


def sets_up_app(client: Client) -> str:
    """The key that the app now holds."""
    proves_it_again(client)
    secret = client.get("/account/app/add/").context["form"].secret
    assert client.post("/account/app/add/", {"code": app_code(secret)}).status_code == 302
    return str(secret)


def text_of(response) -> str:
    return str(response.content.decode())
