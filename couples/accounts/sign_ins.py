"""A person's own list of sign-ins, and ending them. It keeps the kind of device and the day, never an address."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils.translation import gettext as _

from couples import hooks
from couples.accounts.models import User

NO_ADDRESS = "::"
PHONES, TABLETS = ("iphone", "mobile"), ("ipad", "tablet")
COMPUTERS = ("windows", "macintosh", "x11", "cros", "linux")


def device(user_agent: str) -> str:
    """phone, tablet, computer or other: no more is kept of what a browser says about itself."""
    said = user_agent.lower()
    if any(word in said for word in TABLETS):
        return "tablet"
    if any(word in said for word in PHONES):
        return "phone"
    if "android" in said:
        return "tablet"
    return "computer" if any(word in said for word in COMPUTERS) else "other"


def in_words(kind: str) -> str:
    words = {"phone": _("A phone"), "tablet": _("A tablet"), "computer": _("A computer")}
    return words.get(kind, _("Another device"))


def keep_coarse(user: User) -> None:
    """Of each sign-in of this person only the kind of device and the time are left."""
    for row in UserSession.objects.filter(user=user).exclude(ip=NO_ADDRESS):
        row.ip, row.user_agent = NO_ADDRESS, device(row.user_agent)
        row.save(update_fields=["ip", "user_agent"])


def remember(request: HttpRequest) -> None:
    """Put the sign-in that this request belongs to on its person's list."""
    UserSession.objects.create_from_request(request)
    assert isinstance(request.user, User)
    keep_coarse(request.user)


def end(rows: Iterable[UserSession]) -> None:
    """End these sign-ins and tell those who hold open sockets."""
    ended = list(rows)
    for row in ended:
        row.end()
    for person in {row.user_id for row in ended}:
        hooks.tell(hooks.signed_out, person)


def end_all(user: User) -> None:
    """End every sign-in of a person: for switching an account off, and for erasing it."""
    end(UserSession.objects.filter(user=user))
    hooks.tell(hooks.signed_out, user.pk)
