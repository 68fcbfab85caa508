"""One real act for each kind of event. Every word that could be about somebody is one of CANARIES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.management import call_command
from django.test import Client

from couples.accounts import delays, hashing, users
from couples.accounts.models import User
from couples.counseling import counselors
from couples.pairing import digits
from couples.ratelimits import tries
from couples.security_log import Kind
from exercises.live.notify.subscription import Envelope
from tests.cast import with_second_step
from tests.couples.accounts.signing_in import (
    PASSWORD,
    last_code,
    proves_it_again,
    sets_up_app,
    sign_in,
    signed_in,
    somebody,
)
from tests.couples.accounts.waiting import time_goes
from tests.couples.counseling.reading import signed_in as in_the_admin
from tests.couples.lock.soft_key import SoftKey
from tests.stored_sign_ins import goes_by

ADDRESS: Final = "canary-address@example.org"
OTHER: Final = "canary-other@example.org"
WRONG: Final = "canary wrong password"
NEW: Final = "canary new password 77"
TYPED_CODE: Final = "1212-3434"
CANARIES: Final = (ADDRESS, OTHER, WRONG, NEW, TYPED_CODE, PASSWORD, "Kim", "canary", "127.0.0.1")


@dataclass
class Here:
    """What an act may use: a browser, the settings, and running what waits for a commit."""

    client: Client
    settings: Any
    monkeypatch: Any
    commits: Callable[..., Any]

    def limited(self, **rates: str) -> None:
        self.settings.ACCOUNT_RATE_LIMITS = self.settings.ACCOUNT_RATE_LIMITS | rates


def fails_password(here: Here) -> None:
    sign_in(here.client, ADDRESS, WRONG)


def fails_mailed_code(here: Here) -> None:
    here.client.post("/account/login/code/", {"email": ADDRESS})
    here.client.post("/account/login/code/confirm/", {"code": TYPED_CODE})


def adds_factor(here: Here) -> Client:
    client = signed_in(somebody(ADDRESS))
    with here.commits(execute=True):
        sets_up_app(client)
    return client


def fails_factor(here: Here) -> None:
    adds_factor(here)
    sign_in(here.client, ADDRESS)
    here.client.post("/account/login/second/", {"code": "000000"})


def uses_recovery_code(here: Here) -> None:
    code = adds_factor(here).get("/account/recovery-codes/").context["unused_codes"][0]
    sign_in(here.client, ADDRESS)
    here.client.post("/account/login/second/", {"code": code})


def removes_factor(here: Here) -> None:
    adds_factor(here).post("/account/app/remove/")


def changes_password(here: Here) -> None:
    signed_in(somebody(ADDRESS)).post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW})


def resets_password(here: Here) -> None:
    somebody(ADDRESS)
    here.client.post("/account/password/reset/", {"email": ADDRESS})
    here.client.post("/account/password/reset/code/", {"code": last_code()})
    here.client.post("/account/password/reset/new/", {"password1": NEW})


def puts_address_off(here: Here) -> None:
    client = signed_in(somebody(ADDRESS))
    proves_it_again(client)
    client.post("/account/email/", {"action_add": "1", "email": OTHER})
    client.post("/account/confirm/", {"code": last_code()})


def changes_address(here: Here) -> None:
    puts_address_off(here)
    time_goes(72.1)


def adds_what_waited(here: Here) -> None:
    person = somebody(ADDRESS)
    delays.put_off(person, delays.Kind.PASSKEY, {"name": "canary phone", "credential": {}})
    delays.put_off(person, delays.Kind.RECOVERY_CODES, {})
    time_goes(72.1)


def fails_with_passkey(here: Here) -> None:
    here.client.post("/account/login/passkey/", SoftKey(somebody(ADDRESS)).answer_to(b"canary"))


def fails_with_passkey_after_the_password(here: Here) -> None:
    key = SoftKey(somebody(ADDRESS))
    sign_in(here.client, ADDRESS)
    here.client.post("/account/login/second/", key.answer_to(b"canary"))


def fails_with_passkey_again(here: Here) -> None:
    person = somebody(ADDRESS)
    client = signed_in(person)
    client.post("/account/again/passkey/", SoftKey(person).answer_to(b"canary"))


def does_not_come_for_a_month(here: Here) -> None:
    client = signed_in(somebody(ADDRESS))
    goes_by(client, timedelta(days=31))
    client.get("/account/")


def becomes_counselor(here: Here) -> None:
    token = counselors.invite(ADDRESS)
    client = signed_in(somebody(ADDRESS))
    client.post(
        f"/counselor/invitation/{token}/",
        {"practice": "", "confidences": "canary rule", "response_time": "By the next evening."},
    )


def is_switched_off(here: Here) -> None:
    operator = with_second_step(users.create(OTHER, "Olga", is_staff=True, is_superuser=True))
    person = somebody(ADDRESS)
    in_the_admin(operator).post(f"/admin/couples/user/{person.pk}/change/", {"is_staff": "on"})


def removes_counselor(here: Here) -> None:
    becomes_counselor(here)
    call_command("remove_counselor", ADDRESS)


def makes_operator(here: Here) -> None:
    User.objects.create_superuser(ADDRESS, "Kim", PASSWORD)


def commands(*words: str) -> Callable[[Here], None]:
    def act(here: Here) -> None:
        somebody(ADDRESS)
        call_command(*words)

    return act


def tries_one_account_too_often(here: Here) -> None:
    for _ in range(tries.PASSWORDS.free + 1):
        fails_password(here)


def tries_many_accounts(here: Here) -> None:
    here.limited(failed_address="1/5m/ip")
    for address in (ADDRESS, OTHER):
        sign_in(here.client, address, WRONG)


def is_tried_from_everywhere(here: Here) -> None:
    here.limited(failed_everywhere="1/5m/key")
    for visitor in ("10.0.0.1", "10.0.0.2"):
        sign_in(Client(), ADDRESS, WRONG, REMOTE_ADDR=visitor)


def asks_for_mails(here: Here) -> None:
    for _ in range(tries.MAILS.free + 1):
        here.client.post("/account/password/reset/", {"email": ADDRESS})


def guesses_invitation_codes(here: Here) -> None:
    client = signed_in(somebody(ADDRESS))
    for _ in range(digits.WRONG_DIGITS_OF_ADDRESS.most + 1):
        client.post("/invite/digits/", {"digits": "12345678"})


def invites_again_and_again(here: Here) -> None:
    client = signed_in(somebody(ADDRESS))
    for _ in range(7):
        client.post("/invite/", {})
        client.post("/invite/take-back/")


def asks_for_pages(here: Here) -> None:
    here.limited(login="1/m/ip")
    for _ in range(2):
        fails_password(here)


def comes_when_there_is_no_turn(here: Here) -> None:
    here.settings.PASSWORD_HASHERS = ["couples.accounts.hashing.Argon2InTurn"]
    here.monkeypatch.setattr(hashing, "HASHING", hashing.Turns(0, 0, 0))
    here.client.raise_request_exception = False
    fails_password(here)


def forges_a_message(here: Here) -> None:
    Envelope(here.settings.HINT_KEYS).open(b"canary message")


ACTS: Final[dict[Kind, tuple[Callable[[Here], object], ...]]] = {
    Kind.PASSWORD_FAILED: (fails_password,),
    Kind.MAILED_CODE_FAILED: (fails_mailed_code,),
    Kind.SECOND_FACTOR_FAILED: (
        fails_factor,
        fails_with_passkey,
        fails_with_passkey_after_the_password,
        fails_with_passkey_again,
    ),
    Kind.RECOVERY_CODE_USED: (uses_recovery_code,),
    Kind.FACTOR_ADDED: (adds_factor, adds_what_waited),
    Kind.FACTOR_REMOVED: (removes_factor,),
    Kind.RECOVERY_CODES_MADE: (adds_factor, adds_what_waited),
    Kind.PASSWORD_CHANGED: (changes_password,),
    Kind.PASSWORD_RESET: (resets_password,),
    Kind.ADDRESS_CHANGED: (changes_address,),
    Kind.CHANGE_DELAYED: (puts_address_off,),
    Kind.SIGN_IN_ENDED: (does_not_come_for_a_month,),
    Kind.ROLE_CHANGED: (becomes_counselor, is_switched_off, makes_operator),
    Kind.COUNSELOR_INVITED: (commands("invite_counselor", ADDRESS),),
    Kind.COUNSELOR_REMOVED: (removes_counselor,),
    Kind.SIGN_INS_ENDED: (commands("end_sign_ins"), commands("end_sign_ins", ADDRESS)),
    Kind.PERSON_EXPORTED: (commands("export_person", ADDRESS),),
    Kind.PERSON_ERASED: (commands("erase_person", ADDRESS, "--yes"),),
    Kind.KEYS_ROTATED: (commands("rotate_keys"),),
    Kind.RECORDS_SIGNED: (commands("check_records", "--sign", ADDRESS), commands("restore", "--yes")),
    Kind.MAC_BROKEN: (forges_a_message,),
    Kind.LIMIT_FOR_VISITOR: (tries_one_account_too_often,),
    Kind.LIMIT_FOR_ADDRESS: (tries_many_accounts,),
    Kind.LIMIT_FOR_ACCOUNT: (is_tried_from_everywhere,),
    Kind.LIMIT_FOR_MAILS: (asks_for_mails,),
    Kind.LIMIT_FOR_INVITATION_CODES: (guesses_invitation_codes,),
    Kind.LIMIT_FOR_ACTS: (invites_again_and_again,),
    Kind.LIMIT_FOR_PAGES: (asks_for_pages,),
    Kind.OVERLOADED: (comes_when_there_is_no_turn,),
}
"""Whoever adds a kind adds an act here, or names the test that needs more than a browser in ELSEWHERE."""

ELSEWHERE: Final = {
    Kind.DEVICE_PASSED: "exercises/live/test_passing.py",
    Kind.DEVICE_NOT_PASSED: "exercises/live/test_passing.py",
    Kind.DATABASE_AWAY: "couples/accounts/test_hashing.py",
    Kind.LIMIT_FOR_FRAMES: "exercises/live/test_hostile_frames.py",
    Kind.UNUSED_ACCOUNT_ERASED: "couples/privacy/test_unused.py",
}
