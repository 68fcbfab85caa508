"""A sign-up that waits for the code from its mail: kept in this browser's session, and nowhere else.

An address is nobody's until the code that was sent to it has been typed. So nobody can keep its owner from making an
account by beginning one with it; however many begin, it is whose code is right.
"""

from datetime import datetime
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress, Login
from allauth.account.utils import get_next_redirect_url, setup_user_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from couples.accounts.models import User

from . import users

WANTED: Final = "sign_up"
"""In what allauth keeps of the code: the account that is to be made with it. It goes when the code goes."""
Wanted = dict[str, str]


def begin(request: HttpRequest, email: str, wanted: Wanted | None) -> HttpResponse:
    """Send a mail, and lead to the page that asks for its code.

    `wanted`: a name, the hash of a password, and when the person said to be an adult; None where the address has an
    account, for which there is no code, and the mail says so.
    """
    login = Login(user=None, email=email, signup=True, redirect_url=get_next_redirect_url(request))
    response: HttpResponse = perform_login(request, login)
    if response.status_code != 302:  # too many were asked for
        return response
    if wanted is None:
        get_adapter().send_mail("account/email/account_already_exists", email, {})
    else:
        _state(request)[WANTED] = wanted
        send_code(request)
    return response


def is_begun(request: HttpRequest) -> bool:
    """Return whether an account is to be made in this browser when the code was typed."""
    return WANTED in _state(request)


def send_code(request: HttpRequest) -> None:
    """Mail the code of the sign-up that was begun here."""
    request.session.modified = True
    state = _state(request)
    get_adapter().send_mail(
        "account/email/email_confirmation_signup", state["email"], {"code": state["code"]}
    )


def complete(request: HttpRequest) -> User:
    """Make the account, whose code was right. Raises IntegrityError where its address has another by now."""
    state = _state(request)
    wanted: Wanted = state[WANTED]
    adult_since = datetime.fromisoformat(wanted["adult_since"])
    with transaction.atomic():
        user = users.create(
            state["email"], wanted["name"], hashed=wanted["password"], is_adult_confirmed_at=adult_since
        )
        setup_user_email(request, user, [EmailAddress(email=user.email)])
    del state[WANTED]
    state["user_id"] = user_id_to_str(user)
    return user


def _state(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY, {})
    return found
