"""What a step kind stores and promises stays for ever: each kind pins its own in `tests/pinned.py` of its folder.

A pin holds the fields of its events, which of them are texts in the open, its commands, and the names in its JSON.
"""

import pytest

from exercises.core import closed_forms, ledger_events
from exercises.core.session_events import SESSION_EVENTS
from exercises.live.store import event_codec
from exercises.steps.registry import STEP_KINDS
from tests.config import collected, pins_of_kinds, stored_for_ever
from tests.core.examples import pin_of

WRONG = (
    "If the kind is published, its code is wrong and not the pin. What belongs in the pin of a new kind is printed. "
    "OPEN_TEXTS are choices and names only: what somebody typed has to be content()."
)


@pytest.mark.by_turns
@pytest.mark.parametrize("name", STEP_KINDS)
def test_a_kind_stores_and_promises_what_its_folder_pins(name):
    pin = pin_of(name)
    pinned = {part: getattr(pin, part) for part in pins_of_kinds.PARTS}
    own = pins_of_kinds.own_of(name)
    if own != pinned:
        print(pins_of_kinds.as_source(name))
    assert own == pinned, WRONG


def test_events_that_belong_to_no_kind_are_pinned_together():
    of_core = {**SESSION_EVENTS, **closed_forms.EVENTS, **ledger_events.EVENTS}
    assert collected.fields_of(of_core) == stored_for_ever.EVENTS
    assert pins_of_kinds.open_texts(of_core) == stored_for_ever.OPEN_TEXTS


def test_every_event_is_pinned_once():
    pinned = [
        *stored_for_ever.EVENTS,
        *(event for name in STEP_KINDS for event in pin_of(name).EVENTS),
    ]
    assert sorted(pinned) == sorted(event_codec.EVENTS)
