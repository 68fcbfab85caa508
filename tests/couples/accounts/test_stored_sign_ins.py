"""What is stored of a sign-in signs nobody in: not as a cookie, and not in another row."""

import base64
import json
import zlib

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection
from django.test import Client

from couples.accounts import sessions
from couples.accounts.models import SignIn
from tests.couples.accounts.signing_in import ADDRESS, is_in, last_code, signed_in, somebody
from tests.stored_sign_ins import row_of

pytestmark = pytest.mark.django_db
OLD, NEW = b"o" * 32, b"n" * 32
COOKIE = configured.SESSION_COOKIE_NAME


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = value
    return client


@pytest.fixture
def two():
    """The browsers of two people."""
    return signed_in(somebody()), signed_in(somebody("lee@example.org"))


def test_the_cookie_signs_in_and_what_is_stored_of_it_does_not(two):
    kim, _lee = two
    cookie = kim.cookies[COOKIE].value

    assert is_in(with_cookie(cookie))
    assert not is_in(with_cookie(row_of(kim).session_key))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM couples_signin")
        assert cookie not in str(cursor.fetchall())


def test_what_one_session_holds_opens_nothing_in_the_row_of_another(two):
    kim, lee = two
    mine, theirs = row_of(kim), row_of(lee)
    SignIn.objects.filter(pk=mine.pk).update(session_data=theirs.session_data)
    assert not is_in(kim)
    assert is_in(lee)

    SignIn.objects.filter(pk=mine.pk).update(session_data=theirs.session_data, person=theirs.person)
    assert not is_in(kim)


def test_a_row_that_names_another_person_is_nobodys(two):
    """So that "sign out everywhere" cannot be made to miss a sign-in."""
    kim, lee = two
    SignIn.objects.filter(pk=row_of(kim).pk).update(person=row_of(lee).person)
    assert not is_in(kim)


def test_a_whole_row_under_another_key_is_nobodys(two):
    """Whoever can write to the database makes a row for a cookie of their own."""
    kim, _lee = two
    row = row_of(kim)
    row.pk = sessions.stored_keys("a cookie that somebody made up")[0]
    row.save(force_insert=True)
    assert not is_in(with_cookie("a cookie that somebody made up"))


def test_what_is_no_sealed_text_is_an_empty_session(two):
    kim, _lee = two
    for stored in ("", "no base64!", "bm8gYmFzZTY0", "ü"):
        SignIn.objects.filter(pk=row_of(kim).pk).update(session_data=stored)
        assert not is_in(kim)
        kim.cookies[COOKIE] = with_cookie("x").cookies[COOKIE].value
        kim = signed_in(somebody(f"{len(stored)}@example.org"))


def as_anybody_reads(stored: str) -> str:
    """What somebody without a key makes of a text: as it is, and without base64 and compression."""
    found = [stored]
    for part in {stored, *stored.replace(".", ":").split(":")}:
        try:
            raw = base64.urlsafe_b64decode(part.replace("+", "-").replace("/", "_") + "==")
        except ValueError:
            continue
        found.append(raw.decode("latin-1"))
        try:
            found.append(zlib.decompress(raw).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(found)


def test_a_mailed_code_is_in_no_row_that_can_be_read():
    somebody()
    client = Client()
    client.post("/account/login/code/", {"email": ADDRESS})
    code = last_code()

    rows = SignIn.objects.values_list("session_data", flat=True)
    assert rows
    read = [as_anybody_reads(stored) for stored in rows]
    assert not any(code in one or code.replace("-", "") in one or "account_login" in one for one in read)
    assert code in json.dumps([sessions.opened(row) for row in SignIn.objects.all()])


def test_a_sign_in_survives_new_master_keys(settings):
    settings.MASTER_KEYS = [OLD]
    kim = signed_in(somebody())
    settings.MASTER_KEYS = [NEW, OLD]
    call_command("rotate_keys")

    assert is_in(kim)
    session = kim.session
    session["more"] = 1
    session.save()
    assert is_in(kim)
    assert SignIn.objects.count() == 1


@pytest.mark.forges
def test_an_old_master_key_takes_its_sign_ins_with_it(settings):
    settings.MASTER_KEYS = [OLD]
    kim = signed_in(somebody())
    settings.MASTER_KEYS = [NEW]

    assert not is_in(kim)
