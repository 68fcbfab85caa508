"""Notes in the security log what allauth says that happened: to factors, passwords and addresses."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.core.exceptions import ValidationError

from couples.security_log import Kind, note

ALWAYS = {
    password_changed: Kind.PASSWORD_CHANGED,
    password_set: Kind.PASSWORD_CHANGED,
    password_reset: Kind.PASSWORD_RESET,
    email_changed: Kind.ADDRESS_CHANGED,
    authenticator_removed: Kind.FACTOR_REMOVED,
    authenticator_reset: Kind.RECOVERY_CODES_MADE,
}


def listen() -> None:
    """Connect to allauth. Call it once per process."""
    for signal in ALWAYS:
        signal.connect(_happened)
    authenticator_added.connect(_added)
    authenticator_used.connect(_used)


@contextmanager
def failing_factor() -> Iterator[None]:
    """Note that a factor failed if the block refuses it."""
    try:
        yield
    except ValidationError:
        note(Kind.SECOND_FACTOR_FAILED)
        raise


def _happened(signal: Any, **_about: Any) -> None:
    note(ALWAYS[signal])


def _added(authenticator: Authenticator, **_about: Any) -> None:
    is_codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    note(Kind.RECOVERY_CODES_MADE if is_codes else Kind.FACTOR_ADDED)


def _used(authenticator: Authenticator, **_about: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note(Kind.RECOVERY_CODE_USED)
