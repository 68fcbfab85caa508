"""The parts of the page for given states, and what a browser finds in them. No database; knows no step kind."""

from __future__ import annotations

from html.parser import HTMLParser

from exercises.core import rules, session
from exercises.core.offer import Ask
from exercises.core.pair import Pair, Partner
from exercises.core.view import view_of
from exercises.live.screens import rendering
from exercises.live.screens.contexts import Typed
from exercises.translate import Reader
from tests.core.examples import NOON
from tests.core.real import REAL

NAMES = Pair("Alex <b>", "Blair “B” & Co")
EMPTY = {"br", "hr", "input", "line", "rect", "circle", "path"}


class Markup(HTMLParser):
    """What a browser would find: ids, forms with their controls, and what is wrong with the nesting."""

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.forms: dict[str, list[dict[str, str | None]]] = {}
        self.revocations = 0
        self.headings = 0
        for part in parts:
            self.feed(part)
            self.close()
            assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.headings += tag == "h1"
        assert "style" not in given, given
        assert not any(name.startswith("on") for name in given), given
        if tag == "form":
            assert "form" not in self.open, f"a form in a form: {self.open}"
            self.form = self.forms.setdefault(given.get("data-command") or f"drop {given['data-drop']}", [])
        if tag in ("input", "textarea", "button") and "form" in self.open:
            self.form.append(given)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            assert self.open[-1:] == [tag], f"</{tag}> closes {self.open}"
            self.open.pop()

    def handle_comment(self, data):
        assert data == "form-tokens"
        self.revocations += 1


def seen(going: session.Session, who: Partner, at=NOON, **typed):
    """What this partner sees: the view and its three parts."""
    found = view_of(going, who, at)
    reader = Reader(who, NAMES, going.carried.get("speaker"))
    return found, rendering.as_html(found, reader, Typed(**typed))


def entered(slug="see-feel-need-ask", both=True):
    going = session.new_session(REAL[slug], NOON)
    for who in Partner if both else (Partner.A,):
        going = done(going, who, "enter")
    return going


def done(going, who, name, **raw):
    ask = Ask(by=who, name=name, visit=going.visit, at=NOON, chance=2**200 + 7, raw=raw)
    return rules.outcome(going, ask).after


def ready(going, together="writing"):
    for who, first in ((Partner.A, "me"), (Partner.B, "you")):
        fields = [field.name for field in rules.step_offers(going, who)[0].fields]
        given = {"together": together, "first": first}
        going = done(going, who, "ready", **{name: given[name] for name in fields})
    return going
