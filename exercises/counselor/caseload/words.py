"""How a counselor's list calls each scope, in a word or two."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from couples.counseling import scopes
from couples.counseling.scopes import Scope

SHORT: Final = {
    scopes.PROGRESS: gettext_noop("Progress"),
    scopes.ANSWERS: gettext_noop("What they opened"),
    scopes.BALANCE: gettext_noop("Balance"),
    scopes.AGREEMENTS: gettext_noop("Agreements"),
    scopes.LIVE: gettext_noop("Observing"),
}


def short(scope: Scope) -> str:
    """Return the words for it; of a scope that has none, its title."""
    return _(SHORT.get(scope, scope.title))
