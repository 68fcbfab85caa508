"""Refusals that more than one command uses."""

from typing import Final

from exercises.core.text import say as _

CHANGED_SINCE_OPENED: Final = _("This has changed since you opened it. Please look again.")
