"""What lies in the database: no word that anybody typed, and nothing that a search could find again."""

from __future__ import annotations

from hashlib import sha256
from itertools import chain

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from couples.keys import data_keys
from exercises.live import access
from exercises.live import start as starting
from exercises.live.models import Draft, RecordedEvent
from exercises.live.store import drafts
from exercises.private.models import PrivateStore
from tests.exercises.live.rooms import EVERY, LETTER, NEED, opened

pytestmark = pytest.mark.django_db


def everything() -> str:
    """Every column of every row of every table, with bytes as text and as hexadecimal digits."""
    found: list[str] = []
    for model in apps.get_models():
        for row in chain.from_iterable(model._default_manager.values_list().iterator()):
            value = bytes(row) if isinstance(row, memoryview) else row
            if isinstance(value, bytes):
                found += [value.decode("latin-1"), value.hex()]
            else:
                found.append(DjangoJSONEncoder(ensure_ascii=False).encode(value))
    return "\n".join(found)


def test_the_search_finds_what_lies_open(couple, alex):
    """A search that finds nothing proves something only if it could find something."""
    session = starting.start_session(couple, alex.pk, NEED)
    Draft.objects.create(stream_id=session, person=alex, visit=1, name="x", sealed=b"in the clear")
    assert "in the clear" in everything()
    assert alex.email in everything()


@pytest.mark.parametrize("slug", EVERY)
def test_no_word_of_a_whole_session_lies_open(couple, alex, blair, slug):
    room = opened(couple, alex, blair, slug).walk(seed=4)
    typed = {
        text
        for command in room.said
        for text in command.fields.values()
        if isinstance(text, str) and text.startswith(("Alex-", "Blair-"))
    }
    lying = everything()
    assert typed
    assert not [
        text for text in typed if text in lying or text.split()[0] in lying or text.encode().hex() in lying
    ]


def test_no_rating_and_no_guess_lies_open(couple, alex, blair):
    """Ratings are few and small: they must not even be found by trying all of them on a hash."""
    room = opened(couple, alex, blair, "balance-check-in").walk(seed=2)
    names = {
        name for command in room.said for name in command.fields if name.startswith(("own.", "comfort."))
    }
    lying = everything()
    records = str(list(RecordedEvent.objects.values_list("events", flat=True)))
    assert names
    assert not [name for name in names if name in records]
    assert '"answers"' not in lying


def test_what_is_being_typed_is_sealed_and_its_length_too(writing):
    granted = access.of_partner(writing.id, writing.alex.caller)
    drafts.save(granted, 2, "hand_in", LETTER)
    short = len(Draft.objects.get().sealed)
    drafts.save(granted, 2, "hand_in", {"see": "We"})
    assert not [text for text in LETTER.values() if text in everything()]
    assert len(Draft.objects.get().sealed) == short


def test_what_a_command_said_cannot_be_searched_for_without_the_key(writing):
    command = writing.alex.command("hand_in", **LETTER)
    writing.alex.send(command)
    stored = bytes(writing.records.get(command_id=command.id).body_mac)
    assert stored != sha256(command.body).digest()
    assert len(stored) == 32


# A dump of the whole database ---------------------------------------------------------------------------

SEALED = {
    "RecordedEvent.body_mac": "a MAC under a key outside",
    "DefinitionVersion.mac": "the same, of a hash of what lies open beside it",
    "RecordedEvent.mac": "the same, of a digest of what lies open beside it or is sealed",
    "Draft.sealed": "what is typed",
    "PrivateStore.sealed": "private pages",
    "PrivateStore.pending": "what was sent in while they were locked",
    "Handouts.received": "what a counselor gave to one of two: see tests/exercises/counselor/to_one",
    "Handouts.told": "what that person told her",
    "HandoutList.sealed": "her list of what she gave to one of two",
    "Favorites.sealed": "which exercises somebody keeps at hand: see tests/exercises/favorites",
    "Assignment.sealed": "a counselor's note",
    "AskedFor.sealed": "what a counselor asks for, and until when",
    "Marks.sealed": "what a counselor would like to talk about",
    "Stream.marks": "the same, as it was when a session began",
    "Stream.differing": "what two see differently: see tests/exercises/counselor/marks",
    "Assignment.sealed_topic": "what she suggests: see tests/exercises/counselor/assignments",
    "ProgrammeTemplate.sealed": "what a counselor wrote down: see tests/exercises/counselor/programmes",
    "Programme.sealed": "the title of one that was started",
    "SessionTopic.sealed": "the same, as it stood when a session began",
    "CounselorNote.file": "which couple it is about, as only her key can tell",
    "CounselorNote.sealed": "what a counselor writes down for herself: see tests/exercises/counselor/notes",
    "Invitee.sealed_expected": "the name of whom somebody comes with: see tests/couples/counseling/test_answers.py",
    "Screening.sealed": "on which day a counselor spoke with somebody alone",
    "Counseling.sealed_label": "whom a counselor gives a link to",
    "StoreLock.public": "seals to the private pages, opens nothing",
    "StoreLock.sealed": "what opens private pages: see tests/exercises/private/test_stolen.py",
    "QueuedMail.sealed": "a mail that is about to leave: see tests/couples/mail_queue/test_mail_queue.py",
    "DelayedChange.sealed": "an address or a way to sign in that does not count yet",
    "PersonKey.wrapped": "in the other database, wrapped",
    "ChainLink.digest": "of a row that lies open beside it",
    "ChainLink.mac": "a MAC over it",
    "Latest.value": "in the other database: a number, or a MAC",
    "Latest.coming": "the same, of a change under way",
    "User.facts_mac": "a MAC under a key outside, of what decides about the person",
    "User.row_mac": "the same, of the row alone",
    "Membership.row_mac": "the same",
    "Consent.row_mac": "the same, until it is withdrawn",
}


def test_every_sealed_column_is_known():
    """A new one needs a look at what is closed in it, and by which key."""
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }
    assert found == set(SEALED)


def dump() -> str:
    """Every row, and where the database is a file: the file itself, with its journal and what was deleted."""
    found = everything()
    if connection.vendor == "sqlite":
        for end in ("", "-wal"):
            try:
                with open(f"{connection.settings_dict['NAME']}{end}", "rb") as file:
                    found += file.read().decode("latin-1")
            except FileNotFoundError:
                continue
    return found


@pytest.mark.django_db(transaction=True)
def test_a_dump_without_keys_reveals_no_content(couple, alex, blair):
    canaries = [f"canary-{n}-{sha256(str(n).encode()).hexdigest()[:12]}" for n in range(8)]
    room = opened(couple, alex, blair, "see-feel-need-ask").write_apart()
    granted = access.of_partner(room.id, room.alex.caller)
    drafts.save(granted, 90, "other_form", {"see": canaries[0]})
    drafts.save(access.of_partner(room.id, room.blair.caller), 90, "other_form", {"see": canaries[1]})
    room.alex.do("hand_in", **dict(zip(LETTER, canaries[2:6], strict=True)))
    room.alex.do("open")
    for owner, canary in ((alex, canaries[6]), (blair, canaries[7])):
        closed = data_keys.seal(data_keys.data_key(owner.pk), canary.encode(), b"shelf")
        PrivateStore.objects.update_or_create(person=owner, defaults={"sealed": closed})
    found = dump()

    assert alex.email in found
    assert not [canary for canary in canaries if canary in found or canary.encode().hex() in found]
    assert not [person for person in (alex, blair) if data_keys.data_key(person.pk).hex() in found]
    assert str(room.blair.page()).count("canary-") == 4  # they are there for whoever may read them


@pytest.mark.django_db(transaction=True)
def test_the_dump_would_show_a_canary_that_lies_open(couple, alex):
    session = starting.start_session(couple, alex.pk, NEED)
    Draft.objects.create(stream_id=session, person=alex, visit=1, name="x", sealed=b"canary-in-the-clear")

    assert "canary-in-the-clear" in dump()
