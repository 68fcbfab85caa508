"""What an operator can see of an attack: one line and one count for each event of a closed list, never about whom.

Nothing that belongs to private pages is an event: neither a wrong PIN, nor too many of them, nor that one was set.
Decision 46 says what this costs.
"""

import logging
import threading
from collections import Counter
from enum import StrEnum
from typing import Final

from couples import metrics

LOGGER: Final = logging.getLogger("security")


class Kind(StrEnum):
    """Every event that is noted. The values are in logs and in rows: lines are added, none is changed."""

    PASSWORD_FAILED = "password_failed"
    MAILED_CODE_FAILED = "mailed_code_failed"
    SECOND_FACTOR_FAILED = "second_factor_failed"
    RECOVERY_CODE_USED = "recovery_code_used"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    PASSWORD_CHANGED = "password_changed"
    PASSWORD_RESET = "password_reset"
    ADDRESS_CHANGED = "address_changed"
    CHANGE_DELAYED = "change_delayed"
    SIGN_IN_ENDED = "sign_in_ended"
    DEVICE_PASSED = "device_passed"
    DEVICE_NOT_PASSED = "device_not_passed"
    ROLE_CHANGED = "role_changed"
    COUNSELOR_INVITED = "counselor_invited"
    COUNSELOR_REMOVED = "counselor_removed"
    SIGN_INS_ENDED = "sign_ins_ended"
    PERSON_EXPORTED = "person_exported"
    PERSON_ERASED = "person_erased"
    UNUSED_ACCOUNT_ERASED = "unused_account_erased"
    KEYS_ROTATED = "keys_rotated"
    RECORDS_SIGNED = "records_signed"
    MAC_BROKEN = "mac_broken"
    LIMIT_FOR_VISITOR = "limit_for_visitor"
    LIMIT_FOR_ADDRESS = "limit_for_address"
    LIMIT_FOR_ACCOUNT = "limit_for_account"
    LIMIT_FOR_MAILS = "limit_for_mails"
    LIMIT_FOR_INVITATION_CODES = "limit_for_invitation_codes"
    LIMIT_FOR_ACTS = "limit_for_acts"
    LIMIT_FOR_FRAMES = "limit_for_frames"
    LIMIT_FOR_PAGES = "limit_for_pages"
    OVERLOADED = "overloaded"
    DATABASE_AWAY = "database_away"


MEANING: Final = {
    Kind.PASSWORD_FAILED: "a wrong password, for an account that exists or not",
    Kind.MAILED_CODE_FAILED: "a wrong code from a mail",
    Kind.SECOND_FACTOR_FAILED: "a wrong code from an app, recovery code or passkey, after the password or again",
    Kind.RECOVERY_CODE_USED: "a recovery code signed somebody in, or confirmed that it is them",
    Kind.FACTOR_ADDED: "an app or a passkey was added",
    Kind.FACTOR_REMOVED: "an app, a passkey or a set of recovery codes was removed",
    Kind.RECOVERY_CODES_MADE: "recovery codes were made",
    Kind.PASSWORD_CHANGED: "a password was changed or set by somebody signed in, or by the operator",
    Kind.PASSWORD_RESET: "a password was reset by mail",
    Kind.ADDRESS_CHANGED: "the address of an account was changed",
    Kind.CHANGE_DELAYED: "a new factor, codes or address rest on the password alone, and wait before they count",
    Kind.SIGN_IN_ENDED: "a sign-in ended by itself, without use or after its whole time",
    Kind.DEVICE_PASSED: "a device was passed on in a session: somebody proved who they are there",
    Kind.DEVICE_NOT_PASSED: "a PIN, password or passkey was wrong on a device that is being passed on",
    Kind.ROLE_CHANGED: "somebody became a counselor or operator, or is one no longer, or was switched off or on",
    Kind.COUNSELOR_INVITED: "the operator invited a counselor",
    Kind.COUNSELOR_REMOVED: "the operator removed a counselor",
    Kind.SIGN_INS_ENDED: "the operator ended sign-ins",
    Kind.PERSON_EXPORTED: "the operator exported somebody's data",
    Kind.PERSON_ERASED: "the operator erased somebody",
    Kind.UNUSED_ACCOUNT_ERASED: "an account that nobody used was erased",
    Kind.KEYS_ROTATED: "the operator rotated the master keys",
    Kind.RECORDS_SIGNED: "the operator signed anew what is stored: of one person, after a restore, or in a migration",
    Kind.MAC_BROKEN: "something sealed or signed did not hold: it was changed, or made without our keys",
    Kind.LIMIT_FOR_VISITOR: "one visitor tried one account too often",
    Kind.LIMIT_FOR_ADDRESS: "one network address tried many accounts",
    Kind.LIMIT_FOR_ACCOUNT: "one account was tried too often, from many addresses",
    Kind.LIMIT_FOR_MAILS: "too many mails were asked for",
    Kind.LIMIT_FOR_INVITATION_CODES: "too many wrong codes of invitations",
    Kind.LIMIT_FOR_ACTS: "somebody signed in did too much that others have to see",
    Kind.LIMIT_FOR_FRAMES: "a live connection was flooded and closed",
    Kind.LIMIT_FOR_PAGES: "one network address asked for a page of accounts too often",
    Kind.OVERLOADED: "a page was refused because too much had to be done",
    Kind.DATABASE_AWAY: "a page was refused because a database could not be reached",
}

_lock = threading.Lock()
_noted: Counter[Kind] = Counter()


def note(kind: Kind) -> None:
    """Write the line of this event and count it. Never fails, takes no time worth measuring, asks no database.

    So it can be called in a transaction that is about to be undone, and in an answer whose time must tell nothing.
    """
    LOGGER.info(kind.value)
    metrics.SECURITY.labels(kind.value).inc()
    with _lock:
        _noted[kind] += 1


def take() -> Counter[Kind]:
    """Return what this process noted since the last call. For `counts` alone, which stores it."""
    with _lock:
        taken = _noted.copy()
        _noted.clear()
    return taken


def put_back(taken: Counter[Kind]) -> None:
    """Count this again, without a line, because it could not be stored."""
    with _lock:
        _noted.update(taken)
