"""What both see in an attempt, as two frames on one page, in each of which can be pressed what that one is offered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from exercises.core.pair import Partner
from exercises.library.trying import Attempt
from exercises.live.screens.contexts import NOTHING_TYPED, Typed
from exercises.preview import screens
from exercises.preview.filling import NAMES
from exercises.preview.framed import FORM_TOKENS, framed
from exercises.translate import Person, Reader

ROOM_FORM: Final = re.compile(r'\sform="command-([a-z_]+)"')


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
    page = _with_room_forms(screens.page_of(attempt.now, at, reader, typed), attempt.now.visit)
    fields = {**tokens, "by": partner.value}.items()
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)
    person = Person(NAMES.of(partner), partner.voice, is_you=False)
    return Frame(partner.value, person, framed(page, partner.value, hidden))


def _with_room_forms(page: str, visit: int) -> str:
    """Return the page with the forms of the room's bar whose buttons stand in it: the bar is in no frame."""
    for name in sorted(set(ROOM_FORM.findall(page))):
        if f'id="command-{name}"' not in page:
            page += (
                f'<form id="command-{name}" method="post">{FORM_TOKENS}'
                f'<input type="hidden" name="visit" value="{visit}">'
                f'<input type="hidden" name="command" value="{name}"></form>'
            )
    return page
