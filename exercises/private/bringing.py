"""What somebody may bring from their own pages into a closed form of a session: which writing answers which question.

The settings of a step name the sources of its fields (`brings`), as `before-i-say-it.seen`, `limits.limit`,
`check_in.money.own` or `map.money`. Nothing here is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from exercises import catalog
from exercises.core.kind import Step
from exercises.private import store, support_map
from exercises.private.check_in import PARTNER
from exercises.private.entries import Entry
from exercises.translate import Reader, in_language

LIMITS: Final = "limits"
CHECK_IN: Final = "check_in"
MAP: Final = "map"


@dataclass(frozen=True)
class Brought:
    """One own writing: its id, what it is, its day, and the texts by the name of the field they would answer.

    `is_rated`: they are ratings, one for a field.
    """

    id: str
    title: str
    day: date
    texts: Mapping[str, str]
    is_rated: bool = False


def wanted(step: Step) -> Mapping[str, tuple[str, ...]]:
    """Return the sources of each field of this step that has any."""
    sources: Mapping[str, tuple[str, ...]] = getattr(step.settings, "brings", {})
    return sources


def fitting(step: Step, contents: store.Contents) -> list[Brought]:
    """Return the own writings that answer a question of this step, the latest first."""
    found = [
        Brought(entry["id"], title, date.fromisoformat(entry["on"]), texts, source == CHECK_IN)
        for source, title, entry, answers in _writings(contents)
        if (texts := _texts(wanted(step), source, answers))
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _writings(contents: store.Contents) -> Iterator[tuple[str, str, Entry, Mapping[str, Any]]]:
    titles = {one.slug: in_language(one.title) for one in catalog.writings()}
    for entry in reversed(contents["sheets"]):
        yield entry["slug"], titles.get(entry["slug"], ""), entry, entry["answers"]
    for entry in reversed(contents["limits"]):
        yield LIMITS, "", entry, entry
    for entry in reversed(contents["check_ins"]):
        rated = {f"{key}.{what}": one for key, area in entry["answers"].items() for what, one in area.items()}
        if entry["with"] == PARTNER:
            yield CHECK_IN, in_language(catalog.check_in().title), entry, rated
    if people := contents["map"]:
        yield MAP, _("Support map"), people[-1], support_map.by_area(people)


def _texts(asked: Mapping[str, tuple[str, ...]], source: str, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the text for each question: what the source answered to those it names, one below the other."""
    found = {}
    for name, sources in asked.items():
        named = [each.partition(".")[2] for each in sources if each.partition(".")[0] == source]
        said = [str(answers[each]) for each in named if answers.get(each) not in (None, "")]
        if said:
            found[name] = "\n".join(said)
    return found


def remarks(source: str, answers: Mapping[str, Any]) -> list[str]:
    """Return what a session would remark, before it opens, on what was written in this source: the same checks.

    Several exercises may take it over, and remark nearly the same: these are the remarks of the one that has most.
    """
    steps = (step for one in catalog.couple_definitions() for step in one.exercise().steps)
    return max((_remarks(step, source, answers) for step in steps), key=len, default=[])


def _remarks(step: Step, source: str, answers: Mapping[str, Any]) -> list[str]:
    asked = wanted(step)
    if not any(each.partition(".")[0] == source for sources in asked.values() for each in sources):
        return []
    texts = {**_texts(asked, source, answers), **({"kind": "limit"} if source == LIMITS else {})}
    return [Reader.for_anybody().text(note) for note in step.kind.remarks(step.settings, texts)]


def added(typed: Mapping[str, Any], brought: Brought) -> dict[str, Any]:
    """Return what was typed with the texts below it, or beside ratings that were given: nothing of it is lost.

    A text that stands there already is not added again.
    """
    texts = brought.texts
    if brought.is_rated:
        return {**texts, **{name: one for name, one in typed.items() if one}}
    fresh = {name: text for name, text in texts.items() if text not in str(typed.get(name) or "")}
    both = {name: [typed.get(name), text] for name, text in fresh.items()}
    return {**typed, **{name: "\n".join(one for one in several if one) for name, several in both.items()}}
