"""Makes delayed changes count when their time has come: a duty of the tick, which may run twice or in parallel."""

from collections.abc import Callable
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import IntegrityError
from django.utils import timezone

from couples import hooks, security_log
from couples.accounts.models import DelayedChange, User
from couples.facts.changing import changing
from couples.facts.holding import DoesNotHold

from . import delays_told, factors, sign_ins, unverified
from .delays import CANCELLED, Kind
from .delays_sealed import Content, opened

Then = Callable[[], object] | None
"""What follows once a change counts."""


def count_due() -> int:
    """Make every change count whose time has come. Returns how many there were.

    One that fits no more, such as an address that somebody else has by now, is dropped without a word.
    """
    due = DelayedChange.objects.filter(counts_from__lte=timezone.now()).select_related("user")
    return sum(_count(change) for change in due.order_by("counts_from", "pk"))


def _count(change: DelayedChange) -> bool:
    """Take the row and carry it out, both or neither; False if it was cancelled, taken by another process, or waits on.

    It does so while what is stored about the person does not hold.
    """
    then: Then = None
    try:
        with changing(change.user_id):
            content = opened(change) if change.user.erased_at is None else None
            is_waiting = content is not None and CANCELLED not in content
            if is_waiting and not delays_told.may_count(change):
                return False
            if not DelayedChange.objects.filter(pk=change.pk).delete()[0]:
                return False
            if content is not None and is_waiting:
                then = CARRY_OUT[change.kind](change.user, content)
    except IntegrityError:  # the address was taken in this very moment
        change.delete()
    except DoesNotHold:
        return False
    delays_told.forget(change.pk)
    if then:
        then()  # when nothing that held before does any more: or it could be put back for a sign-in in between
    return True


def _address(user: User, content: Content) -> None:
    email = content["email"]
    unverified.give_way(email)
    others = EmailAddress.objects.filter(email=email, verified=True).exclude(user=user)
    if others.exists() or User.objects.filter(email=email).exclude(pk=user.pk).exists():
        return
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.write(email=email)
    security_log.note(security_log.Kind.ADDRESS_CHANGED)


def _app(user: User, content: Content) -> Then:
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return None
    return _add_factor(user, Authenticator.Type.TOTP, {"secret": get_adapter().encrypt(content["secret"])})


def _passkey(user: User, content: Content) -> Then:
    data = {"name": content["name"], "credential": content["credential"]}
    return _add_factor(user, Authenticator.Type.WEBAUTHN, data)


def _recovery_codes(user: User, _content: Content) -> None:
    if factors.has_second_factor(user):
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(user)
        security_log.note(security_log.Kind.RECOVERY_CODES_MADE)


def _removal(user: User, content: Content) -> Then:
    """Remove this factor, if the person has it still; with the last one the recovery codes, as allauth does."""
    used = factors.Used(*(content[name] for name in factors.Used._fields))
    if not Authenticator.objects.filter(factors.among([used]), user=user).delete()[0]:
        return None
    if not factors.has_second_factor(user):
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        hooks.tell(hooks.counselor_ended, user.pk)
    security_log.note(security_log.Kind.FACTOR_REMOVED)
    return lambda: hooks.tell(hooks.signed_out, user.pk)


def _add_factor(user: User, type: Authenticator.Type, data: Content) -> Then:
    """Add a factor that is no older than this moment, with recovery codes. The first one ends every sign-in.

    So whoever came in with the password alone is out, as where the first factor is set up.
    """
    is_first = not factors.has_second_factor(user)
    Authenticator.objects.create(user=user, type=type, data=data)
    security_log.note(security_log.Kind.FACTOR_ADDED)
    RecoveryCodes.activate(user)
    return (lambda: sign_ins.end_all(user)) if is_first else None


CARRY_OUT: Final[dict[str, Callable[[User, Content], Then]]] = {
    Kind.ADDRESS: _address,
    Kind.APP: _app,
    Kind.PASSKEY: _passkey,
    Kind.RECOVERY_CODES: _recovery_codes,
    Kind.REMOVAL: _removal,
}
