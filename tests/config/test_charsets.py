"""A form is UTF-8, whatever it says of itself: nobody gets an error of ours by naming another charset."""

import pytest

from tests.couples.accounts.signing_in import ADDRESS, PASSWORD, is_in, somebody

pytestmark = pytest.mark.django_db
PART = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
CHARSETS = ("hex", "unicode_escape", "rot13", "idna", "utf-16", "nothing-known")


def form(**fields: str) -> bytes:
    return ("".join(PART.format(*field) for field in fields.items()) + "--x--\r\n").encode()


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/account/signup/"])
def test_no_charset_is_believed(client, path, charset):
    body = form(login="\\ud800@example.org", email="\\ud800@example.org", password="\\ud800", name="\\ud800")
    said = f"multipart/form-data; boundary=x; charset={charset}"
    assert client.generic("POST", path, body, said).status_code in (200, 422)


def test_a_form_that_names_one_is_read_as_any_other(client):
    somebody()
    typed = form(login=ADDRESS, password=PASSWORD)
    client.generic("POST", "/account/login/", typed, "multipart/form-data; boundary=x; charset=utf-16")
    assert is_in(client)
