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
from couples.lock import locks
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
from tests.long_run import IS_LONG

HOME, ELSEWHERE = "203.0.113.9", "198.51.100.7"
FREE, BURST = 2, 4
"""So few tries are free here, and so many are made at once."""


class Household:
    def __init__(self, rng: Random, monkeypatch: Any) -> None:
        self.rng, self.password, self.now, self.monkeypatch = rng, PASSWORD, time.time(), monkeypatch
        for name in ("PASSWORDS", "CODES", "MAILS", "SECRETS", "RECOVERY_SIGN_INS"):
            monkeypatch.setattr(tries, name, replace(getattr(tries, name), free=FREE))
        self.kim: User = somebody()
        self.hers, self.his = Client(REMOTE_ADDR=HOME), Client(REMOTE_ADDR=HOME)
        self.with_copies = [Client(REMOTE_ADDR=HOME), Client(REMOTE_ADDR=ELSEWHERE)]
        sign_in(self.hers)
        self.opens_pages, self.were_codes_guessed = PASSWORD, False
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
            *(self.copies_her_cookie, self.goes_on_with_the_copies, self.guesses_recovery_codes),
            *(self.finds_her_pages_open, self.resets_with_her_mailbox),
            *(self.she_uses_a_recovery_code, self.she_sets_a_pin, self.she_signs_out_elsewhere),
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
        self._resets(self.hers)

    def she_uses_a_recovery_code(self) -> None:
        if self.passkey:
            self.hers.get("/exit/")
            self._signs_in_with_a_code(self.hers)

    def she_sets_a_pin(self) -> None:
        if is_in(self.hers) and self._opens_pages(self.hers):
            pin = str(self.rng.randrange(2 * 10**8, 9 * 10**8))
            sent = {"pin": pin, "again": pin, "present": self.opens_pages}
            self._within_ten_minutes(lambda: self.hers.post("/account/lock/settings/", sent))
            if locks.has_pin(self.kim.pk):
                self.opens_pages = pin

    def she_signs_out_elsewhere(self) -> None:
        self.hers.post("/account/again/", {"password": self.password})
        self.hers.post("/account/sign-ins/")

    def copies_her_cookie(self) -> None:
        for browser in self.with_copies:
            browser.cookies[settings.DEVICE_COOKIE_NAME] = self.hers.cookies[
                settings.DEVICE_COOKIE_NAME
            ].value

    def goes_on_with_the_copies(self, times: int = BURST) -> None:
        for browser in self.with_copies:
            self._guesses(browser, times)
            browser.post("/account/password/reset/", {"email": ADDRESS})

    def guesses_recovery_codes(self) -> None:
        self.were_codes_guessed = True
        for browser in [Client(REMOTE_ADDR=HOME), *self.with_copies]:
            for _time in range(BURST):
                guess = {"login": ADDRESS, "password": "wrong", "code": "0000-0000"}
                browser.post("/account/login/recovery/", guess)

    def finds_her_pages_open(self) -> None:
        """Her device lies there, where she has just used them: nothing of what opens them changes."""
        if is_in(self.hers) and self._opens_pages(self.hers):
            theirs = self.rng.choice([{"pin": "481516", "again": "481516"}, {"remove": "yes"}])
            before = locks.of(self.kim.pk)
            self.hers.post("/account/lock/settings/", theirs | {"present": "wrong"})
            assert before == locks.of(self.kim.pk)

    def resets_with_her_mailbox(self) -> None:
        """He sets a password. She does the same afterwards, since she can't know his."""
        self._resets(Client(REMOTE_ADDR=ELSEWHERE))
        self.she_resets()

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
        """Return what is broken in this state; in the gate, of some. Nothing of the asking stays."""
        asked = [
            self._help_and_exit,
            self._mark,
            self._partner_has_nothing,
            self._password,
            self._mailed_code,
            self._private_pages,
        ]
        if self.passkey:
            asked += [self._passkey, self._recovery_code_at_once]
        some = asked if IS_LONG else self.rng.sample(asked, 3)
        return [one.__name__ for one in some if not self._as_if(one)]

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
        return len(mail.outbox) > sent and self.now - began <= 600 and self._uses_code(hers)

    def _passkey(self, hers: Client) -> bool:
        assert self.passkey
        hers.get("/exit/")
        self.passkey.signs_in(hers)
        return is_in(hers)

    def _private_pages(self, hers: Client) -> bool:
        """Open to her with what opened them before, whoever else reset the password; to no password that was mailed."""
        hers.get("/exit/")
        if not self._gets_in_with_the_password(hers):
            return False
        hers.post("/account/lock/now/")
        began = self.now
        if not self._opens_pages(hers) or self.now - began > 600:
            return False
        hers.post("/account/lock/now/")
        if self.password != self.opens_pages:
            self._within_ten_minutes(lambda: hers.post("/account/lock/", {"secret": self.password}))
        return hers.get("/alone/").status_code == 302

    def _recovery_code_at_once(self, hers: Client) -> bool:
        """If nobody has tried recovery codes with a copy of her cookie; otherwise within ten minutes."""
        hers.get("/exit/")
        began = self.now
        self._signs_in_with_a_code(hers)
        return is_in(hers) and self.now - began <= (600 if self.were_codes_guessed else 0)

    # How ----------------------------------------------------------------------------------------------------

    def _resets(self, client: Client) -> None:
        """Where no more mail comes, nothing happens."""
        sent = len(mail.outbox)
        self._asks(client, "/account/password/reset/")
        if len(mail.outbox) == sent:
            return
        client.post("/account/password/reset/code/", {"code": last_code()})
        new = f"a new lake {self.rng.randrange(10**6)}"
        if client.post("/account/password/reset/new/", {"password1": new}).status_code == 302:
            self.password = new if User.objects.get(pk=self.kim.pk).check_password(new) else self.password

    def _signs_in_with_a_code(self, client: Client) -> None:
        given = {"login": ADDRESS, "password": self.password, "code": self._recovery_code()}
        self._within_ten_minutes(lambda: client.post("/account/login/recovery/", given))

    def _opens_pages(self, client: Client) -> bool:
        self._within_ten_minutes(lambda: client.post("/account/lock/", {"secret": self.opens_pages}))
        return client.get("/alone/").status_code == 200

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
            if seconds:
                self.goes_on_with_the_copies(times=1)
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

    def _guesses(self, client: Client, times: int = BURST) -> None:
        for _time in range(times):
            sign_in(client, password="wrong")
