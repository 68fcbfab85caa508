"""Short chains of hostile requests: a page, one of its forms sent wrong, perhaps by somebody else, another look.

A chain follows from its seed and number alone, and is undone at its end; so each can be repeated by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from random import Random
from typing import Final

from django.contrib import admin
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.fuzz import values
from tests.fuzz.forms import Form, forms_of
from tests.fuzz.sending import NOT_OF_THIS_SIGN_IN, Answer, Request, send
from tests.matrix import asking
from tests.matrix.rows import ROWS, Row
from tests.matrix.world import ROLES, World, marks

OUTSIDE: Final = ("nobody", "emery", "drew", "dana", "olive")
"""They never get a word of the couple's, whatever the two and their counselor do."""
LIKELY: Final = ("alex", "alex", "blair", "blair", "casey", *ROLES)
ORDINARY: Final = "application/x-www-form-urlencoded"
STREAMS: Final = "exercises_recordedevent"


@dataclass
class Chain:
    """`sent`: how many requests so far. `problems`: what was wrong, each with its request."""

    world: World
    cookies: dict[str, str]
    rng: Random
    sent: int = 0
    problems: list[str] = field(default_factory=list)

    def run(self) -> None:
        rng = self.rng
        with asking.without_a_trace() as written:
            name, row = self._address()
            role = self._role(row)
            path = self._path(name, row)
            page = self._send(
                Request(role, "GET", path, values.query(rng)), row if path == self._right(name, row) else None
            )
            forms = forms_of(page.text)
            if forms or (row and row.data):
                form = (
                    rng.choice(forms)
                    if forms
                    else Form("", "POST", {key: [str(one)] for key, one in row.data.items()})
                )
                sender = role if rng.random() < 0.8 else rng.choice(ROLES)
                answer = self._send(self._filled(sender, form, path))
                if answer.location.startswith("/"):
                    self._send(Request(sender, "GET", *_split(answer.location)))
                self._send(Request(rng.choice(ROLES), "GET", path))
            if rng.random() < 0.3:
                self._send(self._strange(rng.choice(LIKELY), path))
            if STREAMS in written:
                self._replays()

    def _address(self) -> tuple[str, Row | None]:
        if self.rng.random() < 0.08:
            return self.rng.choice(list(of_the_admin())), None
        name = "session" if self.rng.random() < 0.15 else self.rng.choice(list(ROWS))
        return name, self.rng.choice(ROWS[name])

    def _role(self, row: Row | None) -> str:
        """Return mostly somebody who may use this address: further in there is more to break."""
        may = [role for role in ROLES if row and row.may(role, self.world)]
        return self.rng.choice(may if may and self.rng.random() < 0.75 else LIKELY)

    def _right(self, name: str, row: Row | None) -> bytes:
        return (reverse(name, kwargs=row.args(self.world)) if row else name).encode()

    def _path(self, name: str, row: Row | None) -> bytes:
        """Return the address, now and then with something else in one of its parts."""
        path = self._right(name, row)
        if self.rng.random() < 0.75:
            return path
        parts = path.strip(b"/").split(b"/")
        parts[self.rng.randrange(len(parts))] = self.rng.choice(values.PARTS)
        return b"/" + b"/".join(parts) + self.rng.choice((b"/", b"/", b"", b"//", b"/%00"))

    def _filled(self, role: str, form: Form, path: bytes) -> Request:
        """Return a form as it is sent: mostly as browsers do, with something wrong in it."""
        action, query = _split(form.action) if form.action.startswith("/") else (path, b"")
        fields = values.spoiled(form.filled(self.rng), self.rng)
        if self.rng.random() < 0.2:
            return Request(
                role,
                "POST",
                action,
                query,
                values.multipart(fields, self.rng),
                "multipart/form-data; boundary=b",
            )
        kind = self.rng.choice(values.TYPES) if self.rng.random() < 0.1 else ORDINARY
        return Request(role, "POST", action, query, values.urlencoded(fields), kind)

    def _strange(self, role: str, path: bytes) -> Request:
        body = self.rng.choice((b"", b"\x00" * 50, b"[" * 30_000, values.word(self.rng), b"a=1&" * 3_000))
        method, kind = self.rng.choice(values.METHODS), self.rng.choice((*values.TYPES, ORDINARY))
        return Request(role, method, path, values.query(self.rng), body, kind)

    def _send(self, request: Request, row: Row | None = None) -> Answer:
        """Send it. `row`: of the matrix, if the request is one that it describes."""
        self.sent += 1
        answer, wrong = send(request, self.cookies[request.role])
        self.problems += [f"{what}\n    {request}" for what in wrong]
        typed = marks(request.body.decode("utf-8", "replace"))  # which they may get back
        if request.role in OUTSIDE and (read := marks(answer.text) - typed):
            self.problems.append(f"{request.role} reads {sorted(read)[:3]}\n    {request}")
        if row and not row.may(request.role, self.world):
            got = "elsewhere" if answer.location else asking.KNOWN.get(answer.status, str(answer.status))
            got = "sign in" if answer.location.startswith("/account/login/") else got
            got = "refused" if answer.status in NOT_OF_THIS_SIGN_IN else got
            if got not in (*row.otherwise(request.role), "refused"):
                self.problems.append(f"not theirs, and the answer is: {got}\n    {request}")
        return answer

    def _replays(self) -> None:
        try:
            call_command("replay_sessions", stdout=StringIO(), stderr=StringIO())
        except CommandError as error:
            self.problems.append(str(error))


def _split(address: str) -> tuple[bytes, bytes]:
    path, _, query = address.partition("#")[0].partition("?")
    return path.encode(), query.encode()


def of_the_admin() -> Iterator[str]:
    """Yield the addresses of the admin, with things that exist, and with one that does not."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (reverse(f"{name}_changelist"), reverse(f"{name}_add"))
        first = model._default_manager.values_list("pk", flat=True).first()
        for pk in (first, "nothing"):
            yield from (reverse(f"{name}_{act}", args=[pk]) for act in ("change", "delete", "history"))
    yield from (
        reverse(f"admin:{name}") for name in ("index", "logout", "password_change", "jsi18n", "autocomplete")
    )
