"""Who is signed in, for pages and for sockets: nobody any more, once the sign-in has ended."""

from typing import Any, Final

from django.contrib import auth, messages
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from couples.accounts import sign_in_ends, sign_ins
from couples.accounts.models import User
from couples.security_log import Kind, note

ONLY_ASKS: Final = "X-Shown"
"""The header of a request that an open page sends by itself, which nobody has done: it is no use of the sign-in."""
ENDED: Final = "sign-in that ended here"
"""In a session: whose sign-in ended in this browser, and why."""
Visitor = User | AnonymousUser


class SignedIn(AuthenticationMiddleware):
    """As Django's, but `request.user` is nobody when the sign-in has ended; why is said after their next one."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: user_of(request))  # type: ignore[assignment]


def user_of(request: Any) -> Visitor:
    """Return who is signed in. It counts as a use of the sign-in, unless an open page only asks about itself."""
    if not hasattr(request, "_cached_user"):
        request._cached_user = _user_of(request)
    user: Visitor = request._cached_user
    return user


def _user_of(request: Any) -> Visitor:
    user, ended = auth.get_user(request), request.session.ended
    if isinstance(user, User):
        is_use = ONLY_ASKS not in request.headers
        end = sign_in_ends.look(request.session, user, sign_ins.device_of(request), is_use)
        if end is None:
            return user
        request.session.flush()
        ended = str(user.pk), end
    if ended is not None:
        note(Kind.SIGN_IN_ENDED)
        request.session[ENDED] = ended[0], str(ended[1])
    return AnonymousUser()


def say_why_ended(request: HttpRequest, user: User) -> None:
    """Say to this person, who has just signed in, why their sign-in before ended in this browser. To nobody else:
    that somebody had an account would be read by whoever opens the site there."""
    person, why = request.session.pop(ENDED, ("", ""))
    if person == str(user.pk):
        messages.info(request, why)


def of_socket(session: Any, user: Visitor) -> Visitor:
    """Return this person, whom the session names, or nobody if the sign-in has ended."""
    if isinstance(user, User) and sign_in_ends.look(session, user, device="") is not None:
        return AnonymousUser()
    return user
