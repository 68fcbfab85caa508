"""How a definition sounds: easy to read, without other people's names for things, labels or exclamation marks.

These are rules for authors. A stored version is never asked for them, nor is the server when it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.catalog.files import Problem, Route
from exercises.catalog.readability import WORD, grade
from exercises.catalog.shape import Envelope
from exercises.catalog.texts import all_texts

HARDEST: Final = 7
"""The highest grade of the texts of one step, and of what stands around the steps."""
FEWEST_WORDS: Final = 12
"""Of fewer words a grade says nothing: “Arrive” alone has one of 8.4."""
LIST: Final = Path(__file__).parent / "not_said.yaml"
OF_OTHERS: Final = gettext_lazy("“{words}” is somebody’s name for it: say what is done, in words of our own")
HELP_PAGE: Final = "Help"
SAY_THAT_THERE_IS_HELP: Final = gettext_lazy(
    "say here too that where there is fear, pressure or violence, the Help page is a better place"
)
SAYS: Final = {
    "names": OF_OTHERS,
    "names_in_any_letters": OF_OTHERS,
    "labels": gettext_lazy("“{words}” labels or measures somebody: say what they do"),
    "hurries": gettext_lazy("“{words}” hurries somebody"),
    "taken_for_granted": gettext_lazy("“{words}” is not true for every couple"),
}


def style_problems(definition: Envelope) -> Iterator[Problem]:
    """Yield what is wrong with how the English texts sound."""
    groups: dict[Route, list[str]] = {}
    for route, text in all_texts(definition):
        english, where = (text, route) if isinstance(text, str) else (text.get("en", ""), (*route, "en"))
        groups.setdefault(route[:2] if route[0] == "steps" else (), []).append(english)
        yield from _said(where, english)
        if route == ("not_for",) and HELP_PAGE not in english.split():
            yield Problem(where, str(SAY_THAT_THERE_IS_HELP))
    for group, texts in groups.items():
        yield from _hard(group, texts)


def _said(route: Route, text: str) -> Iterator[Problem]:
    if "!" in text:
        yield Problem(route, _("there is an exclamation mark"))
    for name, pattern in _patterns().items():
        for found in sorted(set(pattern.findall(text))):
            yield Problem(route, str(SAYS[name]).format(words=found))


def _hard(route: Route, texts: Sequence[str]) -> Iterator[Problem]:
    if len(WORD.findall(" ".join(texts))) < FEWEST_WORDS:
        return
    found, longest = grade(texts)
    if round(found, 1) > HARDEST:
        says = _(
            "these texts read at grade {grade}; take shorter words and sentences, down to {most}. "
            "The longest sentence: {longest}"
        )
        yield Problem(route, says.format(grade=f"{found:.1f}", most=HARDEST, longest=longest))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return a pattern for each list of words, by its name."""
    lists: dict[str, list[str]] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return {name: _pattern(name, words) for name, words in lists.items()}


def _pattern(name: str, words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds these words: the longest first, as words of their own, of labels also the beginning."""
    either = "|".join(map(_begins, sorted(words, key=len, reverse=True)))
    end = "" if name == "labels" else r"(?!\w)"
    return re.compile(rf"(?:{either}){end}", 0 if name == "names" else re.IGNORECASE)


def _begins(word: str) -> str:
    return (r"(?<!\w)" if word[0].isalnum() else "") + re.escape(word).replace("’", "['’]")
