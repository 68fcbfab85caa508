"""A try of a secret at the private pages: at their door, and before what opens them is changed; counted together."""

from django.utils.translation import gettext as _

from couples.accounts.factors import may_be_recovery_code
from couples.lock import codes
from couples.lock import state as lock_state
from couples.page_decorators import REFUSED, SignedIn
from couples.ratelimits import tries
from couples.ratelimits.waits import please_wait

TOO_MANY = 429


class NotOpened(Exception):
    """The secret did not open the pages, or was not looked at. `status`: of the answer that says so."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why)
        self.status = status


def open_with(request: SignedIn, secret: str) -> None:
    """Open the pages in this session, if the secret does. A code is never kept waiting by tries of other secrets.

    Raises NotOpened.
    """
    opens, wait = lock_state.unlock, tries.wait_for_lock(request, request.user)
    if wait:
        if not _may_be_code(request, secret):
            raise NotOpened(f"{please_wait(wait)} {_('A code works at once.')}", TOO_MANY)
        opens = lock_state.unlock_by_code
    if not opens(request, secret):
        why = (please_wait(wait), TOO_MANY) if wait else (_("That doesn’t open these pages."), REFUSED)
        raise NotOpened(*why)
    tries.lock_was_opened(request, request.user)


def _may_be_code(request: SignedIn, secret: str) -> bool:
    """Return whether to look if this is a code. One of the account is counted; nobody guesses one of these pages."""
    if codes.may_be_one(secret):
        return True
    return may_be_recovery_code(secret) and not tries.wait_for_recovery_code(request, request.user)
