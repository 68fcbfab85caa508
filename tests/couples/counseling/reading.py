"""Somebody who is signed in, and the text of what they get. Knows no test."""

from django.test import Client


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return str(answer.content.decode())
