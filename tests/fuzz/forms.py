"""The forms of a page, as a browser finds them: where they go, and what is in each field."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Final

TYPED: Final = {
    "text": "words",
    "textarea": "words",
    "password": "correct horse battery 9",
    "number": "3",
} | {
    "email": "somebody@example.org",
    "date": "2030-01-31",
    "datetime-local": "2030-01-31T10:00",
    "time": "10:00",
    "checkbox": "on",
}


@dataclass
class Form:
    """`choices`: what each field may hold; what somebody types has one choice, made up. `takes_secret`: it has a field
    for a password, a PIN or a code that works once."""

    action: str
    method: str
    choices: dict[str, list[str]] = field(default_factory=dict)
    takes_secret: bool = False

    def filled(self, rng: Random) -> dict[str, bytes]:
        """Return the form as somebody might fill it in."""
        return {name: rng.choice(values).encode() for name, values in self.choices.items() if values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(has.get("action", ""), has.get("method", "get").upper())
            self.forms.append(self.open)
        elif tag == "option" and self.open and self.select:
            self.open.choices[self.select].append(has.get("value", ""))
        elif tag in ("input", "textarea", "select", "button") and self.open and has.get("name"):
            self._field(self.open, tag, has)

    def _field(self, form: Form, tag: str, has: dict[str, str]) -> None:
        choices = form.choices.setdefault(has["name"], [])
        if tag == "select":
            self.select = has["name"]
            return
        kind = tag if tag == "textarea" else has.get("type", "text")
        choices.append(has.get("value") or TYPED.get(kind, ""))
        form.takes_secret |= kind == "password" or has.get("autocomplete") == "one-time-code"

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""


def forms_of(page: str) -> list[Form]:
    """Return the forms of this page that are sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "POST"]
