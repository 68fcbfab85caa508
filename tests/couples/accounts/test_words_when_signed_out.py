"""What somebody typed while their sign-in ended is given back to them, and secrets are not."""

from datetime import timedelta

import pytest

from tests.couples.accounts.signing_in import PASSWORD, text_of
from tests.stored_sign_ins import goes_by

pytestmark = pytest.mark.django_db
TEXTS = {"text_field": ["practice", "confidences", "response_time"]}
NOTE = "Take an hour for it, and no longer."


@pytest.fixture
def late(client, casey):
    """A counselor who wrote for an hour."""
    client.force_login(casey)
    goes_by(client, timedelta(hours=1))
    return client


def test_the_words_are_shown_again_and_the_reason_is_not(late, casey):
    answer = late.post(
        "/counselor/profile/",
        TEXTS
        | {"practice": "Elm Street practice", "confidences": NOTE, "response_time": "By the next evening."},
    )

    assert answer.status_code == 401
    page = text_of(answer)
    assert NOTE in page
    assert "Elm Street practice" in page
    assert "because nothing was done" not in page  # that is for whoever signs in next
    assert not hasattr(casey, "counselor")


def test_a_password_of_several_words_is_not_shown(late):
    answer = late.post("/account/password/", {"oldpassword": PASSWORD, "password1": "another quiet lake 7"})

    assert answer.status_code == 302
    assert "quiet lake" not in text_of(answer)


def test_without_words_the_way_leads_to_signing_in(late):
    answer = late.post(
        "/counselor/profile/",
        TEXTS | {"practice": "", "confidences": "", "response_time": ""},
    )
    assert answer.url == "/account/login/?next=/counselor/profile/"
