"""What earlier steps handed on for a `listening_turns` step to be about: a sheet, or topics with what both saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import Phrase
from exercises.steps.listening_turns.seen import Card, Sheet


def sheet_of(here: Here) -> Mapping[str, Any]:
    """Return what the step `about` handed on if that holds an opened sheet; otherwise an empty mapping."""
    source = here.carried.get(here.settings.about, {})
    return source if "answers" in source else {}


def topics_of(here: Here) -> tuple[tuple[str, Phrase], ...]:
    topics: tuple[tuple[str, Phrase], ...] = tuple(
        here.carried.get(here.settings.about, {}).get("topics", ())
    )
    return topics


def wanted_of(here: Here) -> str:
    """Return the one topic that both would like to talk about; an empty string if there is none, or several."""
    wanted: str = here.carried.get(here.settings.about, {}).get("wanted", "")
    return wanted


def cards_of(here: Here, topic: str | None) -> tuple[Card, ...]:
    """Return what the step `about` handed on of this topic; of every topic if it is None."""
    told = here.carried.get(here.settings.about, {}).get("cards", {})
    topics = [(key, title) for key, title in topics_of(here) if topic in (None, key)]
    return tuple(Card(title, tuple(told[key])) for key, title in topics if key in told)


def spoken_of(here: Here, speaker: Partner) -> Sheet | None:
    """Return what the speaker wrote, if there is a form of theirs to be about."""
    source = sheet_of(here)
    answers = source["answers"].of(speaker) if source else None
    return None if answers is None else Sheet(speaker, answers, source["questions"])


def first_phase(here: Here, speaker: Partner) -> str:
    """Return how a turn begins: what was written is said back; otherwise the speaker speaks."""
    return "speak" if spoken_of(here, speaker) is None else "say_back"
