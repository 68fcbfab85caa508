"""Who is signed in, for pages and for sockets: nobody any more, once the sign-in has ended."""

from typing import Any

from django.contrib import auth, messages
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from couples.accounts import sign_in_ends, sign_ins
from couples.accounts.models import User
from couples.security_log import Kind, note

Visitor = User | AnonymousUser


class SignedIn(AuthenticationMiddleware):
    """As Django's, but `request.user` is nobody when the sign-in has ended, and the next page says why."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: user_of(request))  # type: ignore[assignment]


def user_of(request: Any) -> Visitor:
    """Return who is signed in. It counts as a use of the sign-in."""
    if not hasattr(request, "_cached_user"):
        request._cached_user = _user_of(request)
    user: Visitor = request._cached_user
    return user


def _user_of(request: Any) -> Visitor:
    user, end = auth.get_user(request), request.session.ended
    if isinstance(user, User):
        end = sign_in_ends.look(request.session, user, sign_ins.device_of(request))
        if end is None:
            return user
        request.session.flush()
    if end is not None:
        note(Kind.SIGN_IN_ENDED)
        messages.info(request, str(end), fail_silently=True)
    return AnonymousUser()


def of_socket(session: Any, user: Visitor) -> Visitor:
    """Return this person, whom the session names, or nobody if the sign-in has ended."""
    if isinstance(user, User) and sign_in_ends.look(session, user, device="") is not None:
        return AnonymousUser()
    return user
