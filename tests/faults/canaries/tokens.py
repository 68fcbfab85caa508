"""Unmistakable words: made, kept with where they were put, and found again, also in hexadecimal digits or base64."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

DIGITS: Final = 4
IN_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]+")


@dataclass
class Canaries:
    """`planted`: each of them and where it was put. `readers`: who, besides its author Alex, may read it.

    `song` is no canary: it stands in what Alex does show, so that a place that holds nothing at all is noticed.
    """

    mark: str = field(default_factory=lambda: f"canary{secrets.token_hex(4)}")
    song: str = field(default_factory=lambda: f"song{secrets.token_hex(6)}")
    planted: dict[str, str] = field(default_factory=dict)
    readers: dict[str, str] = field(default_factory=dict)

    def plant(self, where: str, reader: str = "alex") -> str:
        """A new one, for this place."""
        token = f"{self.mark}{len(self.planted):0{DIGITS}}"
        self.planted[token] = where
        self.readers[token] = reader
        return token

    def sentence(self, where: str) -> str:
        """The same in a few words, as somebody would type them."""
        return f"{self.plant(where)} is mine"

    def found_in(self, text: str, reader: str = "") -> set[str]:
        """Where those were put that stand in this text, in any form; but for what this reader may read."""
        return {
            f"{self.planted[token]}: {form}"
            for form, token in self._forms(text)
            if self.readers.get(token) != reader
        }

    def _forms(self, text: str) -> Iterator[tuple[str, str]]:
        for word in (self.mark, self.mark.upper()):
            for token in _all(rf"{word}\d{{{DIGITS}}}", word, text):
                yield "as it is", token.lower()
        digits = self.mark.encode().hex()
        for word in (digits, digits.upper()):
            for token in _all(rf"{word}(?:3\d){{{DIGITS}}}", word, text):
                yield "in hexadecimal digits", bytes.fromhex(token).decode()
        if any(needle in text for needle in _in_base64(self.mark)):
            for run in IN_BASE64.findall(text):
                yield from (("in base64", token) for token in self._decoded(run))

    def _decoded(self, run: str) -> set[str]:
        if not any(needle in run for needle in _in_base64(self.mark)):
            return set()
        found: set[str] = set()
        for start in range(4):
            part = run[start : start + (len(run) - start) // 4 * 4].replace("-", "+").replace("_", "/")
            plain = base64.b64decode(part).decode("latin-1")
            found |= set(re.findall(rf"{self.mark}\d{{{DIGITS}}}", plain))
        return found


def _all(pattern: str, begin: str, text: str) -> set[str]:
    return set(re.findall(pattern, text)) if begin in text else set()


def _in_base64(word: str) -> list[str]:
    """What the word looks like in base64, wherever in the text it begins."""
    found = []
    for before in range(3):
        coded = base64.b64encode(b"\x00" * before + word.encode()).decode().rstrip("=")
        found.append(coded[-(-before * 8 // 6) : len(coded) - 2])
    return found
