"""A phone without scripts: it shows one page after the other, follows what is written on them, and counts them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.core import mail
from django.test import Client


class Page(HTMLParser):
    """`links`: where each leads, by its words. `forms`: each with its action, fields and buttons by their words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self.forms: list[dict[str, Any]] = []
        self.words: list[str] = []
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._form: dict[str, Any] | None = None
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = {"action": has.get("action", ""), "fields": {}, "boxes": {}, "buttons": {}}
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None and has.get("type") not in ("checkbox", "submit"):
            self._form["fields"][has.get("name", "")] = has.get("value", "")
        elif tag == "input" and self._form is not None and has.get("type") == "checkbox":
            assert "checked" not in has, "something is ticked before"
            self._form["boxes"].setdefault(has["name"], []).append(has.get("value", "on"))
        if tag in ("a", "button", "h1", "summary"):
            self._open.append((tag, has, len(self.words)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if not self._open or self._open[-1][0] != tag:
            return
        _tag, has, since = self._open.pop()
        said = " ".join(" ".join(self.words[since:]).split())
        if tag == "a":
            self.links.setdefault(said, has.get("href", ""))
        elif tag == "h1":
            self.heading = said
        elif tag == "button" and self._form is not None:
            self._form["buttons"][said] = (has.get("name", ""), has.get("value", ""))


class Phone:
    """`screens`: the heading of each page that was shown."""

    def __init__(self) -> None:
        self.client, self.at, self.screens = Client(), "/", list[str]()

    def opens(self, address: str) -> Phone:
        return self._show(self.client.get(address, follow=True), address)

    def looks_again(self) -> Phone:
        return self.opens(self.at)

    def follows(self, words: str) -> Phone:
        return self.opens(urljoin(self.at, self.page.links[words]))

    def presses(self, button: str, **typed: Any) -> Phone:
        """Press this button of the form that has it, with these fields filled in or boxes ticked."""
        form = next(one for one in self.page.forms if button in one["buttons"])
        known = form["fields"].keys() | form["boxes"].keys()
        assert typed.keys() <= known, (typed.keys(), known)
        name, value = form["buttons"][button]
        data = form["fields"] | typed | ({name: value} if name else {})
        action = urljoin(self.at, form["action"])
        return self._show(self.client.post(action, data, follow=True), action)

    def signs_up(self, name: str) -> Phone:
        self.presses(
            "Create my account",
            **{
                "name": name,
                "email": f"{name}@example.org".lower(),
                "password1": "a quiet lake 7",
                "adult": "on",
            },
        )
        code = re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body)
        assert code
        return self.presses("Go on", code=code[0])

    def has(self, button: str) -> bool:
        return any(button in form["buttons"] for form in self.page.forms)

    @property
    def heading(self) -> str:
        return self.page.heading

    def _show(self, answer: Any, asked: str) -> Phone:
        self.at = answer.redirect_chain[-1][0] if answer.redirect_chain else asked
        self.status, self.page = answer.status_code, Page(answer.content.decode())
        self.screens.append(self.page.heading)
        return self
