"""Pass the device: each sees their own part alone, whoever holds it; nobody acts as the other, before or afterwards."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import QueryDict
from django.test import Client, RequestFactory

from couples import security_log
from couples.accounts import beside, sign_in_ends, sign_ins, unsent
from couples.accounts.models import SignIn
from couples.accounts.secret_forms import FIELD
from couples.facts.changing import changing
from couples.lock import codes, locks, persons, securing
from couples.pairing import acceptance
from couples.privacy import leaving
from couples.ratelimits import devices
from couples.security_log import Kind
from exercises.live.models import Lease
from exercises.live.socket.entrance import facts_of
from tests.cast import with_second_step
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.unlocking import PIN, for_real
from tests.exercises.live.rooms import LIMIT, NEED, Room
from tests.exercises.live.test_apart import begun
from tests.exercises.test_page_owner import Sheet
from tests.fuzz.forms import forms_of

__all__ = ["for_real"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
PASSWORDS = {"own": "the first long sentence", "other": "the second long sentence"}
DRAWN = re.compile(rf'name="(?:csrfmiddlewaretoken|{FIELD})" value="[^"]+"')
SHEET = {"words": "SAID-by-blair", "kind": "limit"}


@pytest.fixture
def room(couple, alex, blair) -> Room:
    """Both have a password, and write apart; neither has handed anything in."""
    for user, password in ((alex, PASSWORDS["own"]), (blair, PASSWORDS["other"])):
        user.set_password(password)
        user.save()
    found = begun(couple, alex, blair, LIMIT)
    found.blair.do("enter")
    return found


class Device:
    """One browser, in which Alex is signed in."""

    def __init__(self, room: Room) -> None:
        self.room, self.client = room, Client()
        self.client.force_login(room.alex.user)
        self.session, self.cover, self.part = (
            f"/sessions/{room.id}/{each}" for each in ("", "pass/", "beside/")
        )

    def covers(self) -> Any:
        return self.client.post(self.cover)

    def goes_on(self, who: str, secret: str = "") -> Any:
        return self.client.post(self.cover, self.typed(who, secret))

    def typed(self, who: str, secret: str = "") -> dict[str, Any]:
        """What the cover's form sends."""
        page = self.client.get(self.cover).content.decode()
        form = next(one for one in forms_of(page) if one.choices["who"] == [who] and one.takes_secret)
        return {"who": who, "secret": secret or PASSWORDS[who], FIELD: form.choices[FIELD][0]}

    def passed(self) -> Device:
        self.covers()
        assert self.goes_on("other").url == self.part
        return self

    def sends(self, name: str, **fields: Any) -> Any:
        page = self.client.get(self.part).content.decode()
        hidden = Sheet(page).filled("visit") if fields else {}
        return self.client.post(self.part, hidden | {"command": name, "visit": "1"} | fields)

    def gives_back(self) -> Any:
        return self.client.post(f"{self.part}back/")


@pytest.fixture
def device(room) -> Device:
    return Device(room)


def test_first_it_says_what_it_means_and_nothing_is_covered_yet(device):
    page = device.client.get(device.cover).content.decode()
    assert "may be able to see what is typed on it" in page
    assert device.client.get(device.session).status_code == 200


def test_a_cover_shows_nothing_of_the_session_and_no_page_of_the_first(device):
    assert device.covers().url == device.cover
    page = device.client.get(device.cover).content.decode()
    assert "Who has the device now?" in page
    for told in ("Sort out one thing", "Write one thing", SHEET["words"]):
        assert told not in page
    for path in ("/", device.session, f"{device.session}own/", "/account/", "/alone/", "/data/"):
        assert device.client.get(path).url == device.cover
    assert device.client.get(device.part).url == device.cover


def test_a_page_of_the_first_that_is_still_open_gets_nothing_and_stores_nothing(device):
    page = device.client.get(device.session).content.decode()
    filled = Sheet(page).filled("words") | SHEET
    owner = filled["page_owner"][0]
    before = device.room.sequences()
    device.passed()
    answer = device.client.post(device.session, filled)
    assert answer.status_code == 410
    assert SHEET["words"] not in answer.content.decode()
    assert device.client.head(device.session, headers={"X-Page-Owner": owner}).status_code == 410
    assert device.room.sequences() == before


def test_the_second_does_their_part_in_their_own_name_and_sees_nothing_of_the_first(device):
    device.room.alex.do("hand_in", **SHEET | {"words": "CLOSED-of-alex"})
    device.passed()
    page = device.client.get(device.part)
    said = page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "CLOSED-of-alex" not in said
    assert "data-live-socket" not in said
    assert "Give the device back" in said
    assert not Lease.objects.exists()


def test_what_is_sent_there_is_the_seconds(blair, device):
    device.passed()
    assert device.sends("hand_in", **SHEET).url == device.part
    assert device.room.records.last().person_id == blair.pk
    assert "SAID-by-blair" in device.client.get(device.part).content.decode()
    device.gives_back()
    for path in (device.cover, device.part, device.session, "/"):
        assert "SAID-by-blair" not in device.client.get(path, follow=True).content.decode()
    device.goes_on("own")
    assert "SAID-by-blair" not in device.client.get(device.session).content.decode()


def test_afterwards_nobody_comes_back_with_the_cookie_that_the_second_had(device):
    device.passed()
    cookie = device.client.cookies[settings.BESIDE_COOKIE_NAME].value
    assert device.client.cookies[settings.BESIDE_COOKIE_NAME]["path"] == device.part
    answer = device.gives_back()
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    device.client.cookies[settings.BESIDE_COOKIE_NAME] = cookie
    assert device.client.get(device.part).url == device.cover
    device.goes_on("own")
    assert device.client.get(device.part).url == device.cover


def test_the_cookie_opens_nothing_anywhere_else(device, couple, blair, alex):
    device.passed()
    cookie = device.client.cookies[settings.BESIDE_COOKIE_NAME].value
    thief = Client()
    thief.cookies[settings.BESIDE_COOKIE_NAME] = cookie
    assert thief.get(device.part)["Location"] == device.cover  # without the covered sign-in
    thief.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert thief.get("/account/").status_code == 302
    assert thief.get("/alone/").status_code == 302
    elsewhere = begun(couple, alex, blair, NEED)
    assert device.client.get(f"/sessions/{elsewhere.id}/beside/").url == f"/sessions/{elsewhere.id}/pass/"


def test_going_back_takes_the_firsts_own_proof(device):
    device.passed()
    device.gives_back()
    assert device.goes_on("own", PASSWORDS["other"]).status_code == 422
    assert device.client.get("/").url == device.cover
    assert device.goes_on("own").url == device.session
    assert device.client.get(device.session).status_code == 200
    assert device.client.get(device.part).url == device.cover


def test_the_second_is_not_signed_in_with_what_is_the_firsts(device):
    device.covers()
    assert device.goes_on("other", PASSWORDS["own"]).status_code == 422
    assert device.client.get(device.part).url == device.cover


def with_pin(user) -> list[str]:
    _store, made = securing.set_pin(opened_store(user), PIN)
    return made


def test_with_a_pin_only_the_pin_counts_and_no_code_is_used_up(device, blair):
    made = with_pin(blair)
    device.covers()
    for wrong in (PASSWORDS["other"], made[0]):
        assert device.goes_on("other", wrong).status_code == 422
    assert len(locks.of(blair.pk).kept.codes) == codes.HOW_MANY
    assert device.goes_on("other", PIN).url == device.part


def test_with_a_passkey_the_password_does_not_count(device, blair):
    key = SoftKey(blair)
    device.covers()
    assert device.goes_on("other").status_code == 422
    asked = device.client.post(f"{device.cover}key/").json()["options"]["publicKey"]
    assert not asked.get("allowCredentials"), "which would show whether somebody has a passkey"
    assert key.used_at(device.client, f"{device.cover}key/", who="own").status_code == 422
    assert key.used_at(device.client, f"{device.cover}key/", who="other").url == device.part


def test_with_an_authenticator_app_the_password_alone_counts_for_neither(device, alex, blair):
    with_second_step(blair)
    device.covers()
    assert device.goes_on("other").status_code == 422
    with_pin(blair)
    assert device.goes_on("other", PIN).url == device.part
    device.gives_back()
    with_second_step(alex)
    assert device.goes_on("own").status_code == 422


def test_who_has_an_authenticator_app_and_no_pin_is_told_before_the_cover(device, alex):
    with_second_step(alex)
    assert "the password is not enough" in device.client.get(device.cover).content.decode()
    assert device.covers().status_code == 422


def test_a_cover_looks_the_same_with_a_pin_or_a_passkey_and_without(device, blair):
    device.covers()
    before = DRAWN.sub("", device.client.get(device.cover).content.decode())
    with_pin(blair)
    SoftKey(blair)
    assert DRAWN.sub("", device.client.get(device.cover).content.decode()) == before


def test_guesses_wait_and_keep_the_second_out_nowhere_else(device, blair):
    device.covers()
    answers = [device.goes_on("other", f"wrong {number}").status_code for number in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert device.goes_on("own").url == device.session, "the first’s own proof is counted apart"
    phone = Client()
    phone.post("/account/login/", {"login": blair.email, "password": PASSWORDS["other"]})
    assert phone.get("/").status_code == 200


def test_a_form_with_a_secret_is_not_sent_again_from_the_history(device, monkeypatch):
    """Also one that came too soon: with the right secret, which its owner typed, and later typed once more."""
    device.covers()
    for number in range(12):
        device.goes_on("other", f"wrong {number}")
    early = device.typed("other")
    assert device.client.post(device.cover, early).status_code == 429
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert device.client.post(device.cover, early).status_code == 422, "whoever has the device meanwhile"
    right = device.typed("other")
    assert device.client.post(device.cover, right).url == device.part
    device.gives_back()
    for form in (early, right):
        assert device.client.post(device.cover, form).status_code == 422
        assert device.client.get(device.part).url == device.cover


def test_they_count_with_those_at_the_private_pages(device, blair):
    device.covers()
    for number in range(12):
        device.goes_on("other", f"wrong {number}")
    at_home = Client()  # the same network, on a device that is not known
    at_home.force_login(blair)
    assert at_home.post("/account/lock/", {"secret": "wrong"}).status_code == 429


@pytest.mark.parametrize(
    "how", ["idle", "total", "exit", "logout", "session over", "password", "sign out", "pin", "app"]
)
def test_it_ends(device, how, alex, blair):
    device.passed()
    row = SignIn.objects.get(person=blair.pk)
    match how:
        case "idle" | "total":
            bound = getattr(sign_in_ends.BESIDE, how)
            SignIn.objects.filter(pk=row.pk).update(
                expire_date=row.expire_date - bound - timedelta(seconds=5)
            )
        case "exit":
            device.client.get("/exit/")
            assert not SignIn.objects.filter(person__in=(alex.pk, blair.pk)).exists()
        case "logout":
            device.client.post("/account/logout/")
        case "session over":
            device.room.alex.do("end")
        case "password":
            blair.set_password("another long sentence")
            blair.save()
        case "sign out":
            sign_ins.end_all(blair)
        case "pin":
            with_pin(blair)
        case "app":
            with_second_step(blair)
    answer = device.client.get(device.part)
    assert answer.status_code == 302
    assert answer.url == device.cover


def test_the_times_are_in_the_sealed_row_and_an_unused_one_ends(device, blair, monkeypatch):
    device.passed()
    later = time.time() + sign_in_ends.BESIDE.idle.total_seconds() + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert device.client.get(device.part).url == device.cover


def test_ending_the_session_there_ends_the_sign_in(device):
    device.passed()
    assert device.sends("end").url == device.cover
    page = device.client.get(device.cover).content.decode()
    assert "The session is over." in page
    assert "Go on as Blair" not in page


@pytest.mark.parametrize("has_token", [True, False])
@pytest.mark.parametrize("at", ["session", "cover", "part"])
def test_words_that_were_sealed_for_the_first_are_not_shown_behind_the_cover(device, alex, at, has_token):
    page = Client()
    page.force_login(alex)  # an earlier sign-in, with a page that is still open
    said = Sheet(page.get(device.session).content.decode()).filled("page_owner")["page_owner"][0]
    posted = QueryDict(mutable=True)
    posted.update({"text_field": "words", "words": "SEALED-of-alex"})
    form = {"page_owner": said, "sealed_words": unsent.sealed(posted, said)}
    answers = [device.client.post(device.session, form), device.covers()]
    assert "SEALED-of-alex" in answers[0].content.decode(), "while nothing is covered they are theirs"
    device.client.handler.enforce_csrf_checks = not has_token
    assert "SEALED-of-alex" not in device.client.post(getattr(device, at), form).content.decode()


def test_words_that_come_too_late_are_sealed_for_their_author(device):
    device.passed()
    form = Sheet(device.client.get(device.part).content.decode()).filled("page_owner")
    device.gives_back()
    late = form | {"text_field": ["see"], "see": "LATE-words", "command": "hand_in", "visit": "1"}
    answer = device.client.post(device.part, late)
    assert answer.status_code == 410
    assert "LATE-words" not in answer.content.decode()


def test_it_leaves_no_device_and_stands_in_no_list(device, blair):
    marked = Client()
    marked.get("/account/login/")
    device.client.cookies.update(marked.cookies)
    mark = device.client.cookies[settings.DEVICE_COOKIE_NAME].value
    device.passed()
    assert sign_ins.living(blair) == []
    assert device.client.cookies[settings.DEVICE_COOKIE_NAME].value == mark
    asked = RequestFactory().get("/")
    asked.COOKIES[settings.DEVICE_COOKIE_NAME] = mark
    assert devices.slot_of(asked, str(blair.pk)) is None


def test_the_security_log_counts_it_and_names_nobody(device, blair, caplog):
    device.covers()
    security_log.take()
    device.goes_on("other", "wrong")
    device.goes_on("other")
    assert security_log.take() == {Kind.DEVICE_NOT_PASSED: 1, Kind.DEVICE_PASSED: 1}
    assert not {str(blair.pk), blair.name, blair.email} & set(caplog.text.split())


def test_a_socket_of_a_covered_sign_in_is_somebody_elses(device):
    device.covers()
    session = device.client.session
    found = {
        "user": device.room.alex.user, "session": session, "type": "websocket", "subprotocols": [],
        "url_route": {"kwargs": {"session_id": device.room.id}}, "headers": [],
    }  # fmt: skip
    facts = facts_of(found)
    assert (facts["caller"], facts["denied"]) == (None, 4410)
    assert SESSION_KEY in session


def test_the_cover_gives_the_sign_in_another_cookie_and_locks_the_private_pages(device, alex):
    before = device.client.cookies[settings.SESSION_COOKIE_NAME].value
    device.covers()
    assert device.client.cookies[settings.SESSION_COOKIE_NAME].value != before
    stale = Client()
    stale.cookies[settings.SESSION_COOKIE_NAME] = before
    assert stale.get("/account/").status_code == 302


def test_a_partner_who_leaves_with_the_device_in_hand_does_not_lift_the_cover(device, blair):
    device.passed()
    leaving.leave(blair)
    assert device.client.get(device.part).status_code == 302
    assert device.client.get(device.cover).url == "/account/login/"
    assert device.client.get("/account/").status_code == 302


def test_a_counselor_in_the_couple_signs_in_on_a_device_of_their_own(device, blair):
    with changing(blair):
        blair.is_counselor = True
        blair.save()
    device.covers()
    assert device.goes_on("other").status_code == 422
    assert SoftKey(blair).used_at(device.client, f"{device.cover}key/", who="other").status_code == 422


def test_who_has_nothing_to_prove_it_with_is_told_before_the_cover(couple, alex, blair):
    room = begun(couple, alex, blair)
    client = Client()
    client.force_login(alex)
    page = client.get(f"/sessions/{room.id}/pass/").content.decode()
    assert "you need a PIN, a passkey or a password" in page
    assert client.post(f"/sessions/{room.id}/pass/").status_code == 422


def test_a_stranger_gets_nothing(device, drew):
    acceptance.invite(drew)
    client = Client()
    client.force_login(drew)
    assert client.get(device.cover).status_code == 404
    assert client.get(device.part)["Location"] == device.cover
    assert NEED not in client.get(device.cover).content.decode()


def test_the_store_reads_no_row_that_was_not_made_for_it(device, room):
    device.passed()
    main = device.client.session
    key = device.client.cookies[settings.SESSION_COOKIE_NAME].value
    assert beside.BesideStore(key, room.id, main).load() == {}


@pytest.mark.parametrize("who", ["other", "own"])
def test_of_two_right_proofs_at_once_one_lets_somebody_go_on(device, monkeypatch, who):
    """The second is made while the first is being looked at."""
    device.covers()
    forms, honest = [device.typed("other"), device.typed(who)], persons.is_by_secret
    meanwhile = Client()
    meanwhile.cookies = device.client.cookies.copy()

    def both_at_once(person: Any, secret: str) -> bool:
        monkeypatch.setattr(persons, "is_by_secret", honest)
        assert meanwhile.post(device.cover, forms[0]).headers["Location"] == device.part
        return honest(person, secret)

    monkeypatch.setattr(persons, "is_by_secret", both_at_once)
    assert device.client.post(device.cover, forms[1]).status_code == 400
    assert SignIn.objects.count() == 2, "the covered one, and the one beside it"
    assert device.client.get(device.session).status_code == 302, "with the cookie from before the proofs"
    assert meanwhile.get(device.part).status_code == 200
