"""Drew’s private pages, locked in one browser, and open again. Knows no test."""

import pytest
from django.test import Client

from tests.exercises.private.everything import inside

MINE, PLANTED = "words of my own that came late", "words that somebody planted"
MARK = "Sent in while the pages were locked"


@pytest.fixture
def locked(drew, settings):
    """A browser in which Drew is signed in, with the pages locked."""
    client = Client()
    client.force_login(drew)
    settings.DEMO = False
    client.post("/account/lock/now/")
    return client


@pytest.fixture
def opened(drew, settings):
    """Called: the pages, as Drew sees them when they are open again."""

    def look():
        settings.DEMO = True
        return inside(drew)

    return look


def text_of(answer):
    return answer.content.decode()
