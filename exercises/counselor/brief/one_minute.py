"""The one-minute text of a brief, made by rules that the page prints: strengths first, and what she could ask first.

It says nothing that the brief does not show, grades nobody and calculates nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from exercises.counselor.brief.facts import Area, Facts

MOST_WORDS: Final = 120
QUOTED: Final = 12
"""So many words of what somebody wrote are quoted."""
NAMED: Final = 3
"""So many titles are named in one sentence."""
RULES: Final = (
    gettext_noop("Strengths first: the latest thanks, and what is agreed."),
    gettext_noop(
        "Then what was completed since the day above, what is not done although its day has passed, and what else is "
        "still open."
    ),
    gettext_noop(
        "Then what it is time to look at again, and what the two see differently: what you marked, before the rest."
    ),
    gettext_noop(
        "Then what both see alike, be it good or not, and whose own answer is away from what is usual for them."
    ),
    gettext_noop(
        "Last, what you could ask first: your own question, else what is due, else what you marked and they see "
        "differently, else what they see differently and have not taken up yet, else what is not done although its "
        "day has passed, else what was good. If nothing leads to that question, it says so."
    ),
    gettext_noop("A sentence that would make it too long is left out, the later ones first."),
)
"""How the text is made, as the page says it."""


def one_minute(facts: Facts) -> list[str]:
    """Return the sentences, MOST_WORDS words in all at most. The last is what she could ask first."""
    first = _shortened(_first(facts), MOST_WORDS)
    return [*_shortened(_said(facts), MOST_WORDS - _words(first)), *first]


def _shortened(sentences: Iterable[str], most: int) -> list[str]:
    """Return the sentences up to the one that would make it more words than `most`; one alone is cut."""
    found: list[str] = []
    for one in sentences:
        if _words([*found, one]) > most:
            break
        found.append(one)
    return found


def _words(sentences: Iterable[str]) -> int:
    return sum(len(one.split()) for one in sentences)


def _said(facts: Facts) -> Iterator[str]:
    yield from _strengths(facts)
    yield from _since(facts)
    if due := _due(facts):
        yield _("Time to look again at: %(what)s.") % {"what": _quoted(due[0])}
    if marked := _marked(facts):
        yield _("You marked, and they see differently: %(areas)s.") % {"areas": _titles(marked)}
    apart = [one for one in _different(facts.latest) if one.title not in marked]
    if fresh := [one.title for one in apart if not one.talked]:
        says = _("They see differently: %(areas)s.")
        if facts.thanks is not None:  # then it is known what they took up
            says = _("They see differently, and have not taken up yet: %(areas)s.")
        yield says % {"areas": _titles(fresh)}
    if talked := [one.title for one in apart if one.talked]:
        yield _("They see differently, and have talked about: %(areas)s.") % {"areas": _titles(talked)}
    if alike := [one.title for one in facts.latest if one.likeness == "alike"]:
        yield _("They see alike: %(areas)s.") % {"areas": _titles(alike)}
    for area in facts.latest:
        for name in area.moved:
            says = _("%(name)s’s own answer on %(area)s is away from what is usual for %(name)s.")
            yield says % {"name": name, "area": area.title}


def _strengths(facts: Facts) -> Iterator[str]:
    if facts.thanks:
        one = facts.thanks[0]
        says = _("%(by)s thanked %(to)s: %(words)s.")
        yield says % {"by": one.by, "to": one.to, "words": _quoted(one.words)}
    if standing := [one for one in facts.agreements or () if not one.has_ended]:
        yield _("Agreed: %(what)s.") % {"what": _quoted(standing[0].words)}


def _since(facts: Facts) -> Iterator[str]:
    if facts.opened:
        titles = _titles(dict.fromkeys(title for _on, title in facts.opened))
        since = date_format(facts.since, "DATE_FORMAT")
        yield _("Since %(day)s they completed: %(titles)s.") % {"day": since, "titles": titles}
    passed = _passed(facts)
    if passed:
        yield _("The day has passed, and it is not done yet: %(titles)s.") % {"titles": _titles(passed)}
    if others := [title for title in _open(facts) if title not in passed]:
        yield _("Still open: %(titles)s.") % {"titles": _titles(others)}


def _open(facts: Facts) -> list[str]:
    return list(dict.fromkeys(title for _on, title in facts.done.open)) if facts.done else []


def _passed(facts: Facts) -> list[str]:
    """Return what is not done although the day that she suggested has passed."""
    open_ones = facts.done.open if facts.done else ()
    return list(dict.fromkeys(title for on, title in open_ones if on is not None and on < facts.made_on))


def _due(facts: Facts) -> list[str]:
    return [one.words for one in facts.agreements or () if one.is_due]


def _marked(facts: Facts) -> list[str]:
    return [one.title for one in facts.marked or ()]


def _different(areas: Sequence[Area]) -> list[Area]:
    return [one for one in areas if one.likeness == "different"]


def _first(facts: Facts) -> Iterator[str]:
    """Yield what she could ask first, by the rules; before it, where nothing leads to it, that nothing does."""
    if asked := _ask_first(facts):
        yield asked
    else:
        yield _("Nothing here leads to a first question.")
        yield _("You could ask: what was good since we last met?")


def _ask_first(facts: Facts) -> str:
    """Return what she could ask first of what the brief holds; an empty string for nothing."""
    if facts.questions:
        return _("You wanted to ask: %(words)s") % {"words": _quoted(facts.questions[0])}
    if due := _due(facts):
        return _("You could ask first how this is going: %(what)s.") % {"what": _quoted(due[0])}
    fresh = [one.title for one in _different(facts.latest) if not one.talked]
    if topics := [*_marked(facts), *fresh]:
        return _("You could ask first: what is “%(area)s” like for each of you?") % {"area": topics[0]}
    if passed := _passed(facts):
        return _("You could ask first: what kept them from “%(title)s”?") % {"title": passed[0]}
    return ""


def _titles(titles: Iterable[str]) -> str:
    """Return the first few, each in quotes; “…” says that there are more."""
    found = [_("“%(title)s”") % {"title": one} for one in titles]
    return ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")


def _quoted(words: str) -> str:
    """Return the first words of what somebody wrote, in quotes and on one line."""
    found = words.split()
    text = " ".join(found[:QUOTED]).rstrip(".")
    return _("“%(words)s”") % {"words": text + (" …" if len(found) > QUOTED else "")}
