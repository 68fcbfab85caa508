"""What is stored or promised stays as it is, wherever the code that does it moves.

Where one of these fails, the code is wrong and not the list: rows that exist could not be read any more, or programs
and bookmarks of others would break. What is new is added to the list.
"""

from uuid import UUID

import pytest

from couples.counseling import access_log
from couples.keys import data_keys
from couples.keys.models import PersonKey
from exercises.core.pair import Partner
from exercises.live.store import event_codec
from tests.config import collected, pins_of_kinds, promised, read_off, stored_for_ever
from tests.core.examples import pin_of

STREAM = UUID("6f1c0f5e-7f0c-4c8e-9d0a-000000000001")
DATA_KEY = bytes(range(32))


@pytest.fixture
def old_master_key(settings):
    settings.MASTER_KEYS = [b"a master key of long ago, 32 byte"]


def test_events_keep_their_names_and_fields_and_what_is_sealed_of_them():
    assert collected.events() == {**stored_for_ever.EVENTS, **pins_of_kinds.pinned_events()}


def test_columns_keep_the_values_that_they_may_hold():
    assert collected.enumerations() == stored_for_ever.CHOICES


def test_the_access_log_keeps_its_kinds_of_reading():
    assert list(access_log.kinds()) == stored_for_ever.READINGS


def test_what_is_sealed_or_signed_keeps_its_place_and_purpose():
    assert read_off.bindings() == stored_for_ever.BINDINGS


def test_addresses_stay():
    assert collected.addresses() == stored_for_ever.ADDRESSES


def test_commands_of_the_server_keep_their_names_and_options():
    assert collected.commands_of_the_server() == stored_for_ever.SERVER_COMMANDS


def test_a_key_of_long_ago_makes_the_same_keys_and_macs(old_master_key):
    assert {
        "key id": data_keys.kek_id(b"a master key of long ago, 32 byte"),
        "mac": data_keys.mac("command", b"body").hex(),
        "server": data_keys.of_server("secrets of second factors")[0].hex(),
    } == stored_for_ever.DERIVED


@pytest.mark.django_db
def test_a_data_key_that_was_wrapped_long_ago_opens(old_master_key):
    wrapped, key_id = bytes.fromhex(stored_for_ever.WRAPPED), stored_for_ever.DERIVED["key id"]
    PersonKey.objects.create(person=STREAM, wrapped=wrapped, kek_id=key_id)
    assert data_keys.data_key(STREAM) == DATA_KEY


def test_an_event_that_was_sealed_long_ago_opens():
    stored = {"name": "closing.closed", "data": {"by": "a"}, "sealed": stored_for_ever.SEALED}
    (event,) = event_codec.decode([stored], STREAM, 7, lambda _partner: DATA_KEY)
    assert (event.by, event.sentence) == (Partner.A, "That was good.")


def test_frames_between_client_and_server_keep_their_fields():
    assert set(promised.FRAMES) <= set(read_off.frames())


def test_refusals_and_close_codes_stay():
    assert read_off.refusals() == promised.REFUSALS
    assert read_off.close_codes() == promised.CLOSE_CODES


def test_the_address_and_the_subprotocols_of_the_socket_stay():
    assert read_off.on_the_wire() == promised.ON_THE_WIRE


def test_commands_keep_their_names_and_fields():
    of_kinds = {
        f"{kind}.{name}": held for kind in promised.KINDS for name, held in pin_of(kind).COMMANDS.items()
    }
    assert collected.commands() == of_kinds | promised.COMMANDS


def test_the_json_view_keeps_its_shape():
    assert collected.shapes() == promised.SHAPES
