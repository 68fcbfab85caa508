"""What the forms of accounts say to somebody who has to wait before the next attempt."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from couples.ratelimits.waits import please_wait


def check(wait: timedelta, meanwhile: str = "", what: str = "") -> None:
    """Raise ValidationError, with how long to wait and what works `meanwhile`, unless the attempt is allowed."""
    if wait:
        sentences = f"{please_wait(wait, what)} {meanwhile}".strip()
        raise ValidationError(sentences, code="too_many_login_attempts")


def instead_of_password(is_signed_in: bool) -> str:
    """Return the sentence about what no wrong password makes wait. The same for everybody, known here or not.

    Whoever is signed in can't use the page that takes a password together with a recovery code.
    """
    if is_signed_in:
        return _("A passkey works at once.")
    return _(
        "A passkey works at once. So does your password together with a recovery code, unless wrong codes were "
        "typed. Another device on which you have signed in before has tries of its own."
    )
