"""What happens elsewhere to people who came by a counselor's link: they sign up, or become a couple."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from couples import hooks
from couples.accounts.models import User
from couples.counseling import links
from couples.counseling.invitees import answers


def listen() -> None:
    """Have it told here. Called once, at the start."""
    hooks.paired.append(answers.unsay)
    hooks.signed_up.append(remember)


def remember(came: tuple[User, str]) -> None:
    """Remember for somebody who has just signed up that they came by a link, so that it survives another device."""
    person, path = came
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return
    if found.url_name == "counseling_invitation" and (link := links.find(found.kwargs["token"])):
        answers.remember(link, person)
