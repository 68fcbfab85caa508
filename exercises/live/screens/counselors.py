"""What counselors have done in a session, for its screens: in sentences with their names, and as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from couples.accounts.models import User
from couples.accounts.users import display_name
from exercises.core.counselor_view import CounselorSeen, SuggestionSeen
from exercises.core.pair import Observer
from exercises.core.revealed import StepRevealed
from exercises.core.view import View
from exercises.markup import markup
from exercises.translate import Reader, in_language

Names = Mapping[str, str]
"""The counselors of a session, by the ids that its events know them by."""
NOBODY: Names = {}


def names_in(view: View) -> Names:
    """Return who has done what this view shows. Reads nothing where no counselor has done anything."""
    if view.counselor is None:
        return NOBODY
    found = {UUID(one) for one in _ids(view.counselor) if one}
    rows = User.objects.filter(pk__in=found).values_list("pk", "name", "erased_at") if found else ()
    return {str(pk): display_name(name, erased_at) for pk, name, erased_at in rows}


def _ids(counselor: CounselorSeen) -> set[str | None]:
    asking = {counselor.waits, counselor.paused, counselor.offer.by if counselor.offer else None}
    return asking | {act.by for act in counselor.acts}


def seen(view: View, reader: Reader, names: Names) -> dict[str, Any] | None:
    """Return it as data, as it is in the JSON. A counselor is "you" to herself, and "" where her name is not told."""
    counselor = view.counselor
    if counselor is None:
        return None
    own = {reader.viewer.id: "you"} if isinstance(reader.viewer, Observer) else {}
    called = {"": "", **names, **own}

    def name(of: str | None) -> str | None:
        return None if of is None else called.get(of, "")

    acts = [
        {"by": name(act.by), "what": act.what, "minutes": act.minutes, "words": reader.plain(act.words)}
        for act in counselor.acts
    ]
    offer = {**_offer(counselor.offer), "by": name(counselor.offer.by)} if counselor.offer else None
    asked = {"waits": name(counselor.waits), "held": counselor.held, "paused": name(counselor.paused)}
    return {**asked, "goes_on": counselor.goes_on, "offer": offer, "acts": acts}


def _offer(offer: SuggestionSeen) -> dict[str, Any]:
    title = in_language(offer.title) if offer.title else None
    return {"back": offer.back, "title": title, "said_yes": offer.said_yes, "later": offer.later}


def opened(view: View, reader: Reader) -> list[dict[str, Any]]:
    """Return the steps with what is open to both, as data, for a counselor who reads along."""
    return [
        {"title": in_language(step.title), "kind": step.kind, "shown": reader.plain(step.told)}
        for step in view.open
    ]


def opened_markup(steps: tuple[StepRevealed, ...], reader: Reader) -> list[str]:
    """Return each of these steps as a counselor reads it, in a report or along with a session."""
    return [markup(f"steps/{step.kind}/counselor.jinja", _of_step(step, reader)) for step in steps]


def _of_step(step: StepRevealed, reader: Reader) -> dict[str, Any]:
    return {"step": {"title": in_language(step.title)}, "shown": reader.shown(step.told)}
