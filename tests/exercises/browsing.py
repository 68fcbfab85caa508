"""The browser of somebody who is signed in."""

from django.test import Client

from couples.accounts.models import User


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(user: User, path: str) -> str:
    return browser(user).get(path, follow=True).content.decode()
