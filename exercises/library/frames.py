"""What both see in an attempt, as two frames on one page, in each of which can be pressed what that one is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from exercises.core.pair import Partner
from exercises.library.trying import Attempt
from exercises.live.screens.contexts import NOTHING_TYPED, Typed
from exercises.preview import screens
from exercises.preview.filling import NAMES
from exercises.preview.framed import framed
from exercises.translate import Person, Reader


@dataclass(frozen=True)
class Frame:
    """One of the two: who it is, and their screen with its forms."""

    key: str
    person: Person
    markup: SafeString


@dataclass(frozen=True)
class Wrong:
    """What was refused just now: of whom, which form, with what in it, and why."""

    by: Partner
    name: str
    typed: Mapping[str, Any]
    sentence: str
    errors: Mapping[str, str]


def frames_of(attempt: Attempt, tokens: Mapping[str, str], wrong: Wrong | None = None) -> list[Frame]:
    """Return the frames of both. `tokens`: hidden fields of every form."""
    return [_frame(attempt, partner, tokens, wrong) for partner in Partner]


def _frame(attempt: Attempt, partner: Partner, tokens: Mapping[str, str], wrong: Wrong | None) -> Frame:
    at = attempt.time_of(attempt.presses[-1]) if attempt.presses else attempt.begun
    typed = NOTHING_TYPED
    if wrong and wrong.by is partner:
        typed = Typed({wrong.name: wrong.typed}, refused=(wrong.name, wrong.sentence, wrong.errors))
    reader = Reader(partner, NAMES, attempt.now.carried.get("speaker"))
    page = screens.page_of(attempt.now, at, reader, typed)
    fields = {**tokens, "by": partner.value}.items()
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)
    person = Person(NAMES.of(partner), partner.voice, is_you=False)
    return Frame(partner.value, person, framed(page, partner.value, hidden))
