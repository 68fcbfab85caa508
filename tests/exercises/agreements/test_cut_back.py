"""What one of the two ended alone does not hold again because the ledger was cut back to before that."""

import pytest

from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import signing, streams
from tests.exercises.agreements.test_pages import WORDS, page, post, written_down

pytestmark = pytest.mark.django_db


def test_an_ended_agreement_does_not_hold_again(room, blair, django_capture_on_commit_callbacks):
    entry = written_down(room)
    (ledger,) = Stream.objects.filter(kind=Stream.Kind.LEDGER)
    before = ledger.head
    assert WORDS in page(blair)
    with django_capture_on_commit_callbacks(execute=True):
        post(blair, command="close", entry=entry)
    RecordedEvent.objects.filter(stream=ledger, sequence__gt=before).delete()
    Stream.objects.filter(pk=ledger.pk).update(head=before, head_a=before, head_b=before)
    assert WORDS not in page(blair)
    streams.memory.clear()
    assert WORDS not in page(blair)
    assert "before something was taken back" in "".join(signing.whats_wrong())
