"""A household in which one of the two wants to keep the other out: what may happen, and what is promised then."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client

from couples.accounts.models import User
from couples.ratelimits import tries
from tests.couples.accounts.passkeys import Passkey
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    is_in,
    last_code,
    proves_it_again,
    sign_in,
    somebody,
    text_of,
)

HOME, ELSEWHERE = "203.0.113.9", "198.51.100.7"
FREE, BURST = 2, 4
"""So few tries are free here, and so many are made at once."""


class Household:
    def __init__(self, rng: Random, monkeypatch: Any) -> None:
        self.rng, self.password, self.now, self.monkeypatch = rng, PASSWORD, time.time(), monkeypatch
        for name in ("PASSWORDS", "CODES", "MAILS", "SECRETS"):
            monkeypatch.setattr(tries, name, replace(getattr(tries, name), free=FREE))
        self.kim: User = somebody()
        self.hers, self.his = Client(REMOTE_ADDR=HOME), Client(REMOTE_ADDR=HOME)
        sign_in(self.hers)
        self.passkey: Passkey | None = None
        if rng.random() < 0.6:
            proves_it_again(self.hers)
            self.passkey = Passkey()
            self.passkey.is_set_up(self.hers)

    # What happens ------------------------------------------------------------------------------------------

    def move(self) -> str:
        """Do one thing. Returns its name."""
        moves: list[Callable[[], object]] = [
            *(self.she_exits, self.she_signs_out, self.she_comes_in, self.she_locks, self.she_resets),
            *(self.guesses_in_his_browser, self.guesses_in_fresh_browsers, self.asks_for_mails),
            *(
                self.guesses_on_her_device,
                self.guesses_on_her_device,
                self.a_stranger_guesses,
                self.time_goes,
            ),
            *(self.guesses_codes_at_home, self.guesses_at_the_second_step),
        ]
        chosen = self.rng.choice(moves)
        chosen()
        return chosen.__name__

    def she_exits(self) -> None:
        self.hers.get("/exit/")

    def she_signs_out(self) -> None:
        self.hers.post("/account/logout/")

    def she_comes_in(self) -> None:
        self._gets_in_with_the_password(self.hers)

    def she_locks(self) -> None:
        self.hers.post("/account/lock/now/")

    def she_resets(self) -> None:
        self.hers.get("/exit/")
        self._asks(self.hers, "/account/password/reset/")
        self.hers.post("/account/password/reset/code/", {"code": last_code()})
        self.password = f"a new lake {self.rng.randrange(10**6)}"
        self.hers.post("/account/password/reset/new/", {"password1": self.password})

    def guesses_in_his_browser(self) -> None:
        self._guesses(self.his)

    def guesses_in_fresh_browsers(self) -> None:
        for _time in range(BURST):
            sign_in(Client(REMOTE_ADDR=HOME), password="wrong")

    def a_stranger_guesses(self) -> None:
        self._guesses(Client(REMOTE_ADDR=ELSEWHERE))

    def asks_for_mails(self) -> None:
        path = self.rng.choice(["/account/login/code/", "/account/password/reset/"])
        for _time in range(BURST):
            Client(REMOTE_ADDR=HOME).post(path, {"email": ADDRESS})

    def guesses_codes_at_home(self) -> None:
        client = Client(REMOTE_ADDR=HOME)
        client.post("/account/login/code/", {"email": ADDRESS})
        for _time in range(BURST):
            client.post("/account/login/code/confirm/", {"code": "0000-0000"})

    def guesses_at_the_second_step(self) -> None:
        """Knowing the password, which is not enough where there is one."""
        if self.passkey:
            sign_in(client := Client(REMOTE_ADDR=HOME), password=self.password)
            for _time in range(BURST):
                client.post("/account/login/second/", {"code": "000000"})

    def guesses_on_her_device(self) -> None:
        """Where she is signed in, at what asks again; otherwise at the door."""
        for _time in range(self.rng.choice([3, BURST, 2 * BURST])):
            sign_in(self.hers, password="wrong")
            self.hers.post("/account/again/", {"password": "wrong"})
            self.hers.post("/account/lock/", {"secret": "481516"})
            self.hers.post("/account/login/second/", {"code": "000000"})
            self.time_goes(self.rng.choice([0, 0, 5, 700]))

    def time_goes(self, seconds: float | None = None) -> None:
        self.now += self.rng.choice([30, 400, 4000]) if seconds is None else seconds
        self.monkeypatch.setattr(time, "time", lambda: self.now)

    # What is promised --------------------------------------------------------------------------------------

    def keeps_its_promises(self) -> list[str]:
        """Return what is broken in this state. Nothing of the asking stays."""
        asked = [
            self._help_and_exit,
            self._mark,
            self._partner_has_nothing,
            self._password,
            self._mailed_code,
        ]
        if self.passkey:
            asked += [self._passkey]
        return [one.__name__ for one in asked if not self._as_if(one)]

    def _as_if(self, ask: Callable[[Client], bool]) -> bool:
        """Ask in a browser like hers, then undo everything in the database and set the clock back."""
        now, browser = self.now, Client(REMOTE_ADDR=HOME)
        browser.cookies = copy.deepcopy(self.hers.cookies)
        with transaction.atomic():
            held = ask(browser)
            transaction.set_rollback(True)
        self.now = now
        self.time_goes(0)
        return held

    def _help_and_exit(self, hers: Client) -> bool:
        client = self.rng.choice([hers, Client(REMOTE_ADDR=HOME), Client(REMOTE_ADDR=ELSEWHERE)])
        return (client.get("/help/").status_code, client.get("/exit/").status_code) == (200, 303)

    def _mark(self, hers: Client) -> bool:
        return bool(hers.cookies[settings.DEVICE_COOKIE_NAME].value)

    def _partner_has_nothing(self, _hers: Client) -> bool:
        fresh = Client(REMOTE_ADDR=HOME)
        sign_in(fresh, password="wrong")
        return not any(
            is_in(client) or client.get("/alone/").status_code == 200 for client in (self.his, fresh)
        )

    def _password(self, hers: Client) -> bool:
        hers.get("/exit/")
        began = self.now
        return self._gets_in_with_the_password(hers) and self.now - began <= 600

    def _mailed_code(self, hers: Client) -> bool:
        hers.get("/exit/")
        began, sent = self.now, len(mail.outbox)
        self._asks(hers, "/account/login/code/")
        return len(mail.outbox) == sent + 1 and self.now - began <= 600 and self._uses_code(hers)

    def _passkey(self, hers: Client) -> bool:
        assert self.passkey
        hers.get("/exit/")
        self.passkey.signs_in(hers)
        return is_in(hers)

    # How ----------------------------------------------------------------------------------------------------

    def _gets_in_with_the_password(self, client: Client) -> bool:
        """Then with a recovery code, at once, where a second step is asked for."""
        self._within_ten_minutes(lambda: sign_in(client, password=self.password))
        return is_in(client) or self._second_step(client)

    def _second_step(self, client: Client) -> bool:
        if self.passkey:
            client.post("/account/login/second/", {"code": self._recovery_code()})
        return is_in(client)

    def _recovery_code(self) -> str:
        codes = Authenticator.objects.get(type="recovery_codes")
        codes.data["used_mask"] = 0
        codes.save()
        return str(codes.wrap().get_unused_codes()[0])

    def _within_ten_minutes(self, tries_it: Callable[[], Any]) -> None:
        """Try until the page does not say to wait; a try in between must not make it longer."""
        for seconds in (0, 300, 300):
            self.time_goes(seconds)
            if "Please wait" not in text_of(tries_it()):
                return

    def _asks(self, client: Client, path: str) -> None:
        self._within_ten_minutes(lambda: client.post(path, {"email": ADDRESS}))

    def _uses_code(self, client: Client) -> bool:
        for _time in range(11):
            if "Please wait" not in text_of(
                client.post("/account/login/code/confirm/", {"code": last_code()})
            ):
                break
            self.time_goes(60)
        return is_in(client) or self._second_step(client)

    def _guesses(self, client: Client) -> None:
        for _time in range(BURST):
            sign_in(client, password="wrong")
