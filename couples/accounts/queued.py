"""How a mail about an account is queued: for how long it is tried, and what it rests on."""

from typing import Any, Final
from uuid import UUID, uuid4

from allauth.core import context
from django.core.mail import get_connection

from couples.accounts.models import User
from couples.mail_queue import CODE_LIFETIME, NOTICE_LIFETIME, queue
from couples.mail_queue.about import About

PERSON: Final = "a person"
ACCOUNT_WITH: Final = "the account with an address"
"""What mails are about."""
WITH_ACCOUNT: Final = tuple(
    f"account/email/{name}" for name in ("account_already_exists", "login_code", "password_reset_code")
)
"""The mails to whose address there is an account."""
LAST_CODE: Final = "mail with a code"
"""The field of a session that holds the id of the last mail with a code that was queued for it."""


def connection(template: str, email: str, about_what: dict[str, Any]) -> Any:
    """Return what queues this mail."""
    user = about_what.get("user")
    about: About = (PERSON, str(user.pk)) if isinstance(user, User) else ()
    if template in WITH_ACCOUNT:
        about = (ACCOUNT_WITH, email)
    how: dict[str, Any] = _after_the_last() if "code" in about_what else {"lifetime": NOTICE_LIFETIME}
    return get_connection(about=about, **how)


def _after_the_last() -> dict[str, Any]:
    """Return how a mail with a code is queued. The one that was sent from this browser before is withdrawn."""
    session, new = context.request.session, uuid4()
    if last := session.get(LAST_CODE):
        queue.withdraw(UUID(last))
    session[LAST_CODE] = str(new)
    return {"lifetime": CODE_LIFETIME, "id": new}
