"""Refusals that more than one command uses, and that of one value."""

from __future__ import annotations

from typing import Final

from exercises.core.text import Phrase
from exercises.core.text import say as _

CHANGED_SINCE_OPENED: Final = _("This has changed since you opened it. Please look again.")


class Wrong(Exception):
    """One value does not fit its field; `why` is a sentence for the person who gave it."""

    def __init__(self, why: Phrase) -> None:
        super().__init__()
        self.why = why
