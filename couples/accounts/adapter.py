"""How allauth behaves here: rate limits, mails without content, what is kept of a sign-in, sealed secrets."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import hooks
from couples.accounts.models import User
from couples.facts import holding
from couples.ratelimits import tries
from couples.ratelimits.pseudonyms import pseudonym
from couples.refused import Refused
from couples.security_log import Kind, note

from . import delays, factor_secrets, factors, first_sign_in, hidden, queued, sign_ins, signed_in
from .attempts import check, instead_of_password

FAILED = {
    "email_password_mismatch": Kind.PASSWORD_FAILED,
    "incorrect_password": Kind.PASSWORD_FAILED,
    "enter_current_password": Kind.PASSWORD_FAILED,
    "incorrect_code": Kind.MAILED_CODE_FAILED,
}
"""What is noted in the security log, by allauth's name for the refusal: the same for known and unknown addresses."""


class Accounts(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("That e-mail address or password isn’t right."),
        "incorrect_password": gettext_lazy("That isn’t your password."),
        "enter_current_password": gettext_lazy("That isn’t your current password."),
        "incorrect_code": gettext_lazy("That code isn’t right. It may have expired, or contain a typo."),
        "too_many_login_attempts": gettext_lazy("There were too many attempts. Please wait a few minutes."),
        "rate_limited": gettext_lazy("There were too many attempts. Please wait a while."),
        "duplicate_email": gettext_lazy("This is already your address."),
        "email_taken": gettext_lazy(
            "There is an account with this address already. Sign in to that one, or use another address."
        ),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a pseudonym of the address. It is only counted and compared, so the address itself is never kept."""
        return pseudonym(super().get_client_ip(request))

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return the refusal, which allauth raises at once, and note it if it may be part of an attack."""
        if code in FAILED:
            note(FAILED[code])
        refusal: ValidationError = super().validation_error(code, *args)
        return refusal

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        wait = tries.wait_for_password(request, credentials.get("email", ""))
        check(wait, instead_of_password(request.user.is_authenticated))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            tries.password_was_right(request, credentials.get("email", ""))
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        return self.authenticate(context.request, email=user.email, password=password) == user

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use a code from my app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        if factors.is_missing_here(context.request) and factors.has_second_factor(user):
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        return [method | {"description": words[method["id"]]} for method in methods]

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, by whatever way. Raises DoesNotHold if what is stored about the person does not hold."""
        hidden.require_used(request.session, user, holding.held(user.pk))
        super().login(request, user)
        sign_ins.note_use(user)
        if first_sign_in.is_it(user.pk):
            delays.allow_first_factor(request)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Carry out or put off a change of the address, whose code was right. A sign-up has nobody signed in."""
        user, kind = request.user, delays.Kind.ADDRESS
        if isinstance(user, User) and email_address.can_set_verified():
            if delays.must_wait(request, kind):
                return _put_off(request, user, email_address.email)
            delays.give_way(user, kind, request.session)
        return bool(super().confirm_email(request, email_address))

    def is_reauthentication_required(self, **app: Any) -> bool:
        """Return False for somebody who has nothing to prove it with: they may make a first password or passkey.

        Raises DoesNotHold if that was only hidden for this moment.
        """
        required: bool = super().is_reauthentication_required(**app)
        user = context.request.user
        if required and not self.get_reauthentication_methods(user):
            hidden.require_none(holding.held(user.pk))
            return False
        return required

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        if more.get("signup"):
            delays.allow_first_factor(request)
            hooks.tell(hooks.signed_up, (user, more.get("redirect_url") or ""))
        if more.get("signup") and user.has_usable_password():
            # Typed in this very session, a moment ago: nobody is asked for it again at the private pages.
            record_authentication(request, user, method="password", email=user.email)
        sign_ins.begin(request, user)
        signed_in.say_why_ended(request, user)
        tries.signed_in(request, user)
        return response

    def send_account_already_exists_mail(self, email: str) -> None:
        """Send nothing here: `sign_up.begin` does, which knows whether there is an account."""

    def set_password(self, user: Any, password: str) -> None:
        """Save the password only. The loaded row may be older than another change."""
        user.set_password(password)
        user.write(password=user.password)

    def logout(self, request: HttpRequest) -> None:
        person = request.user.pk
        super().logout(request)
        hooks.tell(hooks.signed_out, person)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account" if context.request.user.is_authenticated else "account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand a mail to the queue; no request waits for a mail server."""
        message = self.render_mail(template_prefix, email, context)
        message.connection = queued.connection(template_prefix, email, context)
        message.send()

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Send a mail that says what changed, without an address, a device or anything that was typed."""
        self.send_mail(template_prefix, email or user.email, {"user": user})


def _put_off(request: HttpRequest, user: User, email: str) -> bool:
    """Let this address wait, and say so. Returns False if another one began to wait since its code was sent."""
    try:
        change = delays.put_off(user, delays.Kind.ADDRESS, {"email": email}, request.session)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, _("Your new address counts from %(day)s on.") % {"day": delays.day(change)})
    return True


class Factors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": Accounts.error_messages["incorrect_code"],
        "unverified_email": gettext_lazy("Please verify your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal it; for whom, is added when the row is saved."""
        return factor_secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factor_secrets.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Counterpoint"}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return _("My passkey")
