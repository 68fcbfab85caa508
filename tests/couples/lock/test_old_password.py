"""After a reset by mail, whoever made it, the password from before opens the private pages; the new one does not."""

import pytest
from django.core import mail
from django.test import Client

from couples.accounts.models import User
from couples.lock import locks, securing
from couples.privacy import erasure, export
from tests.couples.accounts.signing_in import last_code, text_of
from tests.couples.lock.opened import opened_store
from tests.couples.lock.soft_key import SoftKey
from tests.couples.lock.test_work import cost, work
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    changes,
    for_real,
    is_open,
    robin,
    signed_in_otherwise,
    signed_in_with_password,
    tries,
)

__all__ = ["for_real", "robin", "work"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
THEIRS, LATER = "chosen by the other one", "and this one later"


def reset(user, password=THEIRS):
    """By somebody who reads the mailbox."""
    client = Client()
    client.post("/account/password/reset/", {"email": user.email})
    client.post("/account/password/reset/code/", {"code": last_code()})
    assert client.post("/account/password/reset/new/", {"password1": password}).status_code == 302
    user.refresh_from_db()
    return user


def changes_password(client, was=THEIRS, new=LATER, **sent):
    return client.post("/account/password/", {"oldpassword": was, "password1": new, **sent})


def robin_knows(robin, password):
    robin.refresh_from_db()
    return robin.check_password(password)


def opens(user, secret):
    user.refresh_from_db()
    client = signed_in_otherwise(user)
    return tries(client, secret).status_code == 302 and is_open(client)


def test_a_reset_by_somebody_with_the_mailbox_opens_nothing_and_closes_nothing(robin):
    reset(robin)
    somebody_else = signed_in_with_password(THEIRS)
    assert not is_open(somebody_else)
    assert tries(somebody_else, THEIRS).status_code == 422

    hers = signed_in_otherwise(robin)
    assert not is_open(hers)
    assert tries(hers, PASSWORD).status_code == 302
    assert is_open(hers)
    assert not is_open(somebody_else)


def test_of_several_resets_the_password_from_before_the_first_counts(robin):
    reset(reset(robin), LATER)

    assert [opens(robin, one) for one in (PASSWORD, THEIRS, LATER)] == [True, False, False]


def test_the_old_one_signs_nobody_in_and_ends_when_the_reset_is_settled(robin):
    reset(robin)
    assert Client().post("/account/login/", {"login": robin.email, "password": PASSWORD}).status_code == 200
    hers = signed_in_with_password(THEIRS)
    assert tries(hers, PASSWORD).status_code == 302
    changes_password(hers, present=PASSWORD)
    robin.refresh_from_db()

    assert (robin.mail_reset_at, robin.password_before_reset) == (None, "")
    assert [opens(robin, one) for one in (PASSWORD, THEIRS, LATER)] == [False, False, True]


@pytest.mark.parametrize("found_open", [False, True])
def test_a_change_by_who_knows_only_the_new_one_settles_nothing(robin, found_open):
    """Not even where they find the pages open: the owner's old password goes on opening them, and no other one."""
    reset(robin)
    hers = signed_in_with_password(THEIRS)
    if found_open:
        assert tries(hers, PASSWORD).status_code == 302
    assert changes_password(hers).status_code == 302

    assert robin_knows(robin, LATER)
    assert [opens(robin, one) for one in (PASSWORD, THEIRS, LATER)] == [True, False, False]


@pytest.mark.parametrize("present", [THEIRS, "999999", "AAAA-BBBB-CCCC-DDDD"])
def test_what_does_not_open_the_pages_changes_no_password_and_is_counted(robin, present):
    reset(robin)
    hers = signed_in_with_password(THEIRS)
    assert {changes_password(hers, present=present).status_code for _time in range(10)} == {422}
    assert not robin_knows(robin, LATER)

    assert changes_password(hers, present=PASSWORD).status_code == 429


def test_a_passkey_used_for_this_change_settles_the_reset_and_a_former_code_does_not(robin):
    key, older = SoftKey(robin), securing.make_codes(opened_store(robin))
    securing.make_codes(opened_store(robin))
    hers = signed_in_otherwise(reset(robin))
    assert tries(hers, older[0]).status_code == 302
    assert changes_password(hers, present=older[1]).status_code == 422
    assert key.used_at(hers, "/account/lock/passkey/", confirms="yes").status_code == 302
    assert b"Confirmed with a passkey" in hers.get("/account/password/").content
    assert changes_password(hers).status_code == 302

    assert [opens(robin, one) for one in (PASSWORD, LATER)] == [False, True]


def test_whoever_changed_the_password_before_the_reset_has_the_one_from_before_and_the_pages_say_it(robin):
    changes_password(signed_in_with_password(), was=PASSWORD, new=THEIRS)
    page = Client().get("/account/password/reset/").content.decode()
    reset(robin, LATER)
    code = "If somebody else has changed your password, theirs is the one that still opens them"

    assert [opens(robin, one) for one in (PASSWORD, THEIRS, LATER)] == [False, True, False]
    assert code in page


def test_with_it_a_pin_is_set_and_with_a_pin_it_opens_nothing(robin):
    reset(robin)
    hers = signed_in_with_password(THEIRS)
    tries(hers, PASSWORD)
    assert changes(hers, THEIRS).status_code == 422
    assert changes(hers, PASSWORD).status_code == 200
    robin.refresh_from_db()

    assert robin.password_before_reset == ""
    assert [opens(robin, one) for one in (PASSWORD, THEIRS, PIN)] == [False, False, True]


def test_a_try_costs_the_same_as_ever(robin, work):
    locks.of(robin.pk)
    before = cost(robin, "999999", work)
    after = cost(reset(robin), "999999", work)
    right = cost(robin, PASSWORD, work)

    assert before[0] == after[0] == right[0] == ["secret_of", "check_password"]
    assert before[1] == after[1]


def test_the_first_password_of_all_was_set_by_mail_and_leaves_none_to_keep(drew):
    client = signed_in_otherwise(drew)
    client.post("/account/password/first/", {"password1": THEIRS})
    reset(drew, LATER)

    assert drew.password_before_reset == ""
    assert not opens(drew, THEIRS)


def test_it_is_in_no_download_and_gone_with_an_erasure(robin):
    reset(robin)
    old = robin.password_before_reset
    assert old.startswith(("argon2", "md5"))
    assert old not in str(export.collect(robin))
    erasure.erase(robin)

    assert User.objects.get(pk=robin.pk).password_before_reset == ""


def test_the_pages_say_which_password_is_asked_for(robin):
    page = signed_in_otherwise(robin).get("/account/lock/").content.decode()
    assert "the one from before the reset" in page
    reset(robin)
    hers = signed_in_with_password(THEIRS)
    tries(hers, PASSWORD)
    settings = hers.get("/account/lock/settings/").content.decode()

    for path in ("/alone/", "/account/password/"):
        assert "Your private pages still open with the password from before" in text_of(hers.get(path))
    assert "The password from before the reset does." in settings
    assert "pages" not in mail.outbox[-1].body
