"""What was changed with nothing but the password waits, says so, can be cancelled, and then counts."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from couples.accounts import due, first_sign_in, sign_ins, users
from couples.accounts.models import DelayedChange
from couples.counseling import counselors
from couples.facts.kinds import PERSON
from couples.keys import data_keys
from couples.keys.models import Latest
from tests.couples.accounts.signing_in import (
    ADDRESS,
    FORM,
    app_code,
    is_in,
    last_code,
    leads_to,
    proves_it_again,
    sets_up_app,
    sign_in,
    sign_up,
    signed_in,
    somebody,
    text_of,
)
from tests.couples.accounts.waiting import (
    NEW,
    changes_address,
    factors_of,
    kim,
    sets_up_passkey,
    state,
    time_goes,
    used_a_factor,
)

__all__ = ["kim"]
pytestmark = pytest.mark.django_db


CHANGES = [changes_address, sets_up_app, sets_up_passkey]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_with_the_password_alone_does_nothing_for_72_hours_and_can_be_cancelled(kim, change):
    before = state(kim)
    his, hers = signed_in(kim), signed_in(kim)
    mail.outbox.clear()
    change(his)
    page = text_of(hers.get("/account/"))
    time_goes(71.9)
    assert state(kim) == before
    told = [one for one in mail.outbox if one.to == [ADDRESS]]
    assert len(told) == 1
    assert not [word for word in (NEW, "PIN", "private", "passkey", "app ") if word in told[0].body]

    assert told[0].body.split(" is to change on ")[1].split(".")[0] in page
    assert NEW not in page
    (one,) = DelayedChange.objects.all()
    other = signed_in(somebody("lee@example.org"))
    assert other.post(f"/account/changes/{one.pk}/cancel/").status_code == 404
    assert leads_to(hers.post(f"/account/changes/{one.pk}/cancel/")) == "/account/"
    assert hers.post(f"/account/changes/{one.pk}/cancel/").status_code == 404
    time_goes(100)
    assert state(kim) == before
    assert is_in(signed_in(kim))


@pytest.mark.parametrize("change", CHANGES)
def test_the_page_says_beforehand_that_it_will_wait(kim, change):
    client = signed_in(kim)
    proves_it_again(client)
    pages = {changes_address: "email/", sets_up_app: "app/add/", sets_up_passkey: "passkeys/add/"}
    assert "will count after three days" in text_of(client.get(f"/account/{pages[change]}"))
    assert "will count after" not in text_of(used_a_factor(kim).get(f"/account/{pages[change]}"))


def test_after_72_hours_the_address_counts_and_nobody_is_told_twice(kim):
    changes_address(signed_in(kim))
    sent = len(mail.outbox)
    time_goes(72)

    assert state(kim)[:2] == (NEW, {(NEW, True, True)})
    assert len(mail.outbox) == sent
    assert is_in(Client()) is False
    client = Client()
    sign_in(client, NEW)
    assert is_in(client)
    assert due.count_due() == 0


def test_after_72_hours_the_first_factor_counts_with_its_codes_and_ends_every_sign_in(
    kim, django_capture_on_commit_callbacks
):
    his, hers = signed_in(kim), signed_in(kim)
    secret = sets_up_app(hers)
    with django_capture_on_commit_callbacks(execute=True):
        time_goes(72)

    assert factors_of(kim) == ["recovery_codes", "totp"]
    assert not is_in(his)
    assert not is_in(hers)
    client = Client()
    assert leads_to(sign_in(client)) == "/account/login/second/"
    client.post("/account/login/second/", {"code": app_code(secret)})
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_sign_ins_end_when_nothing_of_before_holds_any_more(kim, monkeypatch):
    """Or the account without a factor, put back, would let somebody in between the two."""
    sets_up_app(signed_in(kim))
    ended: list[bytes] = []

    def end_all(user):
        ended.append(bytes(Latest.objects.get(purpose=PERSON, subject=user.pk).coming))

    monkeypatch.setattr(sign_ins, "end_all", end_all)
    time_goes(72)
    assert factors_of(kim) == ["recovery_codes", "totp"]
    assert ended == [b""]


def test_a_passkey_signs_in_when_it_counts_and_not_before(kim):
    passkey = sets_up_passkey(signed_in(kim))
    passkey.signs_in(client := Client())
    assert not is_in(client)

    time_goes(72)
    passkey.signs_in(client)
    assert is_in(client)
    assert Authenticator.objects.get(type="webauthn").created_at > timezone.now() - timedelta(minutes=1)


def test_with_a_factor_used_in_this_sign_in_everything_counts_at_once(kim):
    first_sign_in.expect(kim.pk)
    client = signed_in(kim)
    secret = sets_up_app(client)
    client.get("/exit/")
    sign_in(client)
    client.post("/account/login/second/", {"code": app_code(secret)})
    sets_up_passkey(client)
    old = Authenticator.objects.get(type="recovery_codes").pk
    client.post("/account/recovery-codes/new/")
    changes_address(client)

    assert state(kim)[:2] == (NEW, {(NEW, True, True)})
    assert factors_of(kim) == ["recovery_codes", "totp", "webauthn"]
    assert not Authenticator.objects.filter(pk=old).exists()
    assert not DelayedChange.objects.exists()


def test_new_recovery_codes_wait_too_and_the_present_ones_work_until_then(kim):
    sets_up_passkey(signed_in(kim))
    time_goes(72)
    passkey_less = Client()
    passkey_less.force_login(kim)
    old = Authenticator.objects.get(type="recovery_codes")
    proves_it_again(passkey_less)
    passkey_less.post("/account/recovery-codes/new/")
    assert Authenticator.objects.get(type="recovery_codes") == old
    time_goes(72)
    assert Authenticator.objects.get(type="recovery_codes") != old


def test_the_first_factor_counts_at_once_in_the_sign_in_that_made_the_account_and_in_no_later_one():
    client = Client()
    sign_up(client)
    sets_up_app(client)
    assert Authenticator.objects.filter(type="totp").exists()

    lee = Client()
    sign_up(lee, email="lee@example.org")
    lee.post("/account/logout/")
    sign_in(lee, "lee@example.org", FORM["password1"])
    sets_up_app(lee)
    assert DelayedChange.objects.count() == 1


def test_the_first_factor_counts_at_once_where_the_counselors_invitation_was_taken_up(kim):
    token = counselors.invite(ADDRESS)
    client, later = signed_in(kim), signed_in(kim)
    client.post(
        f"/counselor/invitation/{token}/",
        {"practice": "By the lake", "confidences": "I keep all.", "response_time": "By the next evening."},
    )
    kim.refresh_from_db()
    assert kim.is_counselor
    sets_up_app(later)
    assert not factors_of(kim)
    assert later.get("/account/", follow=True).redirect_chain[-1][0] == "/account/second/"
    assert "Not in force yet" in text_of(later.get("/account/second/"))

    sets_up_app(client)
    assert client.get("/counsel/").status_code == 200
    time_goes(72)
    assert factors_of(kim) == ["recovery_codes", "totp"]


def test_a_reset_by_mail_lets_what_waits_be_and_opens_nothing_more(kim):
    passkey = sets_up_passkey(signed_in(kim))
    mailbox = Client()
    mailbox.post("/account/password/reset/", {"email": ADDRESS})
    mailbox.post("/account/password/reset/code/", {"code": last_code()})
    mailbox.post("/account/password/reset/new/", {"password1": "another lake 88"})
    assert DelayedChange.objects.count() == 1
    sign_in(mailbox, password="another lake 88")
    assert leads_to(mailbox.get("/account/app/add/")).startswith("/account/")
    time_goes(72)

    hers = Client()
    passkey.signs_in(hers)
    assert is_in(hers)
    assert leads_to(hers.get("/alone/")).startswith("/account/lock/")


def test_an_address_that_somebody_else_has_by_then_changes_nothing(kim):
    changes_address(signed_in(kim))
    somebody(NEW)
    time_goes(72)
    assert state(kim)[0] == ADDRESS
    assert not DelayedChange.objects.exists()


def test_a_row_that_somebody_wrote_or_moved_counts_for_nothing(kim):
    changes_address(signed_in(kim))
    lee = users.create("lee@example.org", "Lee")
    DelayedChange.objects.update(user=lee, counts_from=timezone.now())
    key = data_keys.data_key(kim.pk)
    DelayedChange.objects.create(
        user=kim, kind="address", counts_from=timezone.now(), sealed=data_keys.seal(key, b"{}", b"x")
    )
    due.count_due()
    lee.refresh_from_db()
    assert (state(kim)[0], lee.email) == (ADDRESS, "lee@example.org")
    assert not DelayedChange.objects.exists()


def test_a_row_whose_time_was_brought_forward_counts_for_nothing(kim):
    changes_address(signed_in(kim))
    DelayedChange.objects.update(counts_from=timezone.now())
    due.count_due()
    assert state(kim)[0] == ADDRESS
    assert not DelayedChange.objects.exists()
