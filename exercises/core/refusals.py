"""Sentences of refusals that more than one command gives."""

from typing import Final

from exercises.core.text import say as _

CHANGED_SINCE_OPENED: Final = _("This has changed since you opened it. Please look again.")
