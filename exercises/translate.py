"""Turns the core's phrases into text for one reader: translated, with names and dates filled in.

Placeholders are replaced by a plain search, never by `str.format`: authors of definitions must not reach attributes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_from_request, override
from django.utils.translation import gettext as _

from exercises.core.pair import Observer, Pair, Partner, Viewer
from exercises.core.text import Gone, Localized, Phrase, Say, Written

SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Person:
    """One of the two partners, for templates. `voice` is v1 or v2, which sets the color, the same on both screens."""

    name: str
    voice: str
    is_you: bool

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Reader:
    """The person who reads, the names of the two partners, and the speaker if the step has one."""

    viewer: Viewer
    names: Pair[str]
    speaker: Partner | None = None
    language: str | None = field(default_factory=get_language, compare=False)

    @classmethod
    def for_anybody(cls) -> Reader:
        """Return a reader for texts without names, such as the titles of steps."""
        return cls(Observer(), Pair(_("one"), _("the other")))

    def person(self, partner: Partner) -> Person:
        return Person(self.names.of(partner), partner.voice, partner is self.viewer)

    def text(self, phrase: Phrase) -> str:
        if isinstance(phrase, Written):
            text = in_language(phrase.text)
            return _fill(text, self._placeholders(phrase.by)) if "{" in text else text
        text = sentence(phrase.msgid, self.language)
        if not phrase.params:
            return text
        return _fill(text, {name: self._param(value) for name, value in phrase.params})

    def _param(self, value: Any) -> str:
        if isinstance(value, Partner):
            return self.names.of(value)
        if isinstance(value, Say | Written):
            return self.text(value)
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)

    def _placeholders(self, by: Partner | None = None) -> dict[str, str]:
        side = by or self.viewer
        if isinstance(side, Observer):
            return {
                "partner": _("the other"),
                "you": _("one"),
                "speaker": _("one"),
                "listener": _("the other"),
            }
        found = {"partner": self.names.of(side.other), "you": self.names.of(side)}
        if self.speaker:
            found["speaker"] = self.names.of(self.speaker)
            found["listener"] = self.names.of(self.speaker.other)
        return found

    def plain(self, value: Any) -> Any:
        """Return the value as data for the JSON protocol.

        Partners become "you" and "partner", phrases become text, and records become dictionaries. Fields marked
        `for_page` are left out, and so are fields marked `optional` that are None.
        """
        if isinstance(value, Partner):
            return "you" if value is self.viewer else "partner"
        if is_a_record(value):
            held = ((each, getattr(value, each.name)) for each in fields(value))
            return {
                each.name: self.plain(one)
                for each, one in held
                if not each.metadata.get("for_page")
                and (one is not None or not each.metadata.get("optional"))
            }
        return self._walk(value, self.plain)

    def shown(self, value: Any) -> Any:
        """Return the value for templates: partners become `Person`, phrases become text, records stay records."""
        if isinstance(value, Partner):
            return self.person(value)
        if is_a_record(value):
            return replace(
                value, **{each.name: self.shown(getattr(value, each.name)) for each in fields(value)}
            )
        return self._walk(value, self.shown)

    def _walk(self, value: Any, again: Any) -> Any:
        if isinstance(value, Say | Written):
            return self.text(value)
        if isinstance(value, Gone):
            return _("This was removed by its author.")
        if isinstance(value, date | datetime):
            return value.isoformat() if again == self.plain else value
        if isinstance(value, Mapping):
            return {key: again(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [again(one) for one in value]
        return value


def is_a_record(value: Any) -> bool:
    """Return whether the value is a step kind's view record or a part of one."""
    return is_dataclass(value) and not isinstance(value, type | Say | Written)


@lru_cache(maxsize=10_000)
def sentence(msgid: str, language: str | None) -> str:
    """Return what gettext says in this language, whichever is active. A screen has dozens of sentences."""
    with override(language):
        return _(msgid)


def in_language(words: Localized) -> str:
    """Return the text in the active language; if that is missing, in English; otherwise in the first language."""
    if isinstance(words, str):
        return words
    language = (get_language() or "en").split("-")[0]
    return words.get(language) or words.get("en") or next(iter(words.values()))


def rating(value: Any, anchors: Sequence[str] | None) -> str:
    """Return a rating in its word or else its number, or that the person preferred not to say or chose nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        word = anchors[value] if anchors and value < len(anchors) else ""
        return word or str(value)
    said = {"prefer_not": _("prefer not to say"), "does_not_apply": _("does not apply")}
    return said.get(value, _("nothing chosen"))


def language_of(scope: Mapping[str, Any]) -> str:
    """Return the language for a socket, chosen from its cookies and headers in the way Django chooses it for a page."""
    request = HttpRequest()
    request.COOKIES = scope.get("cookies", {})
    headers = dict(scope.get("headers", []))
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin-1")
    return get_language_from_request(request)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return SLOT.sub(lambda found: values.get(found[1], found[0]), text)
