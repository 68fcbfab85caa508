"""What is asked in the fields of a form, as it is asked on paper: lines to write on, boxes, or words to mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.core.fields import Choice, Choices, Date, Field, Rating, Text
from exercises.core.numbers import Number
from exercises.core.offer import Group
from exercises.core.pair import Pair, Partner
from exercises.core.text import Localized, Phrase, Written
from exercises.preview.filling import is_invented
from exercises.translate import Reader

CHARACTERS_IN_A_LINE: Final = 400
MOST_LINES: Final = 4
A_TABLE: Final = 3
"""From so many choices of the same words on they stand in a table."""
ON_SCREEN: Final = (
    (re.compile(r"both of you have pressed Open"), gettext_lazy("both of you lay your sheets open")),
    (re.compile(r"you have both pressed Open"), gettext_lazy("you both lay your sheets open")),
    (re.compile(r"you (two )?press Open"), gettext_lazy("you lay your sheet open")),
    (re.compile(r"press(ed)? Open"), gettext_lazy("lay the sheet open")),
    (re.compile(r"both of you have closed the session"), gettext_lazy("both of you want to")),
    (
        re.compile(
            r"(?<![^\s])[^.?!\s][^.?!]*\b(press|presses|pressed|tap|timer|page of this session)\b[^.?!]*[.?!] *"
        ),
        "",
    ),
)
"""What a screen says, and what stands for it on paper; a sentence about buttons is left out."""
BLANK: Final = "." * 60
"""What the two will have written in an earlier step: a line to write it on."""
BEGINS: Final = re.compile(r"(^|[.!?]\s+|\n\s*)([a-z])")


@dataclass(frozen=True)
class Question:
    """`lines`: how many to write on; `options`: boxes to tick; `rows`: statements under the same words, `options`.
    `is_brief`: the line stands beside the label."""

    label: str = ""
    hint: str = ""
    lines: int = 0
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    is_brief: bool = False

    @property
    def line_numbers(self) -> range:
        return range(self.lines)


class PaperReader(Reader):
    """Reads for whoever holds the paper: their partner has no name on it."""

    @classmethod
    def of(cls, viewer: Partner) -> PaperReader:
        other = _("your partner")
        return cls(viewer, Pair(other, other).put(viewer, _("you")))

    def _placeholders(self, by: Partner | None = None) -> dict[str, str]:
        return {
            "partner": _("your partner"),
            "you": _("you"),
            "speaker": _("the one who speaks"),
            "listener": _("the one who listens"),
        }

    def said(self, phrase: Phrase | Localized | None) -> str:
        """Return the words as they stand on paper; an empty string for none."""
        if not phrase:
            return ""
        text = self.text(Written(phrase) if isinstance(phrase, str | dict) else phrase)
        if is_invented(text):
            return BLANK
        for on_screen, on_paper in ON_SCREEN:
            text = on_screen.sub(str(on_paper), text)
        return BEGINS.sub(lambda found: found[1] + found[2].upper(), text)


@dataclass(frozen=True)
class Row:
    """A statement or question, and what it is about, if that stands above it on the screen."""

    title: str
    label: str

    def __str__(self) -> str:
        is_said = self.title and not self.title.endswith("?")
        return f"{self.title}: {self.label}" if is_said else self.label


@dataclass
class _Tables:
    """The ratings of a form, and its choices of the same, by the words that they share, as these first appear."""

    rows: dict[tuple[str, ...], list[Row]] = field(default_factory=dict)

    def questions(self) -> Iterator[Question]:
        """Yield each table; where all its rows ask the same about something, that is asked once, above them."""
        for words, rows in self.rows.items():
            asked = {row.label for row in rows}
            if len(rows) > 1 and len(asked) == 1 and all(row.title for row in rows):
                yield Question(asked.pop(), options=words, rows=tuple(row.title for row in rows))
            else:
                yield Question(options=words, rows=tuple(map(str, rows)))


def questions(
    fields: Sequence[Field], groups: Sequence[Group], reader: PaperReader, is_open: bool = False
) -> list[Question]:
    """Return what is asked. `is_open`: it is said aloud, so that one line is enough for what is to be kept.

    What is only about screens is left out: flags; where something is rated, also what is optional or may be shown.
    """
    titles = {group.key: reader.said(group.title) for group in groups}
    tables = _Tables()
    found: list[Question] = []
    is_rated = any(isinstance(one, Rating) for one in fields)
    asked = [one for one in fields if not (is_rated and isinstance(one, Choice) and one.default)]
    alike = Counter(_words(one, reader) for one in asked if isinstance(one, Choice))
    for one in asked:
        words = _words(one, reader)
        if isinstance(one, Rating) or alike[words] >= A_TABLE:
            if one.required:
                tables.rows.setdefault(words, []).append(_row(one, titles, reader))
        else:
            found += _asked(one, titles, reader, is_open)
    return [*tables.questions(), *found]


def _words(one: Field, reader: PaperReader) -> tuple[str, ...]:
    """Return the words between which is chosen; of other fields none."""
    if isinstance(one, Rating):
        return tuple(reader.said(anchor) for anchor in one.anchors)
    return tuple(reader.said(option.label) for option in one.choices) if isinstance(one, Choice) else ()


def _row(one: Field, titles: dict[str, str], reader: PaperReader) -> Row:
    return Row(titles.get(one.group, ""), reader.said(one.label))


def _asked(one: Field, titles: dict[str, str], reader: PaperReader, is_open: bool) -> Iterator[Question]:
    label, hint = reader.said(one.label), "" if is_open else reader.said(one.hint)
    if isinstance(one, Text):
        lines = 1 if is_open else min(MOST_LINES, 1 + one.max_length // CHARACTERS_IN_A_LINE)
        yield Question(label, hint, lines=lines, is_brief=is_open)
    elif isinstance(one, Number):
        yield Question(label, hint, lines=1, is_brief=True)
    elif isinstance(one, Date):
        yield Question(label, hint, lines=1)
    elif isinstance(one, Choice | Choices):
        yield Question(
            str(_row(one, titles, reader)),
            hint,
            options=tuple(reader.said(option.label) for option in one.choices),
        )
