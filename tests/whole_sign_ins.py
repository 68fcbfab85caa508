"""A sign-in that a test forces stands for a whole one: begun on a phone, and with the app of who has one."""

from typing import Any

from django.contrib.auth.signals import user_logged_in


def use() -> None:
    user_logged_in.connect(_with_app, dispatch_uid="whole sign-ins")


def _with_app(request: Any, user: Any, **_more: Any) -> None:
    from allauth.account.internal.flows.login import record_authentication
    from allauth.mfa.models import Authenticator

    from couples.accounts import sign_in_ends
    from couples.accounts.factors import Used

    if request is not None and request.method is None:  # not from a browser, but from Client.force_login
        sign_in_ends.begin(request.session, user, "phone")
        for factor in Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP):
            record_authentication(request, user, "mfa", **Used.of(factor)._asdict())
