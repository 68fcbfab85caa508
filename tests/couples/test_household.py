"""Exit, lock, limits, reset, copied cookies and other browsers of the household, in any order: she gets in."""

from random import Random

import pytest
from django.core.cache import cache

from tests.couples.household import Household
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db
WALKS, STEPS = (40, 60) if IS_LONG else (1, 16)
OF_ADDRESS = ("failed_address", "code_address", "mail_address", "recovery_address")
OF_PERSON = (
    "failed_everywhere",
    "code_everywhere",
    "mail_everywhere",
    "lock_everywhere",
    "recovery_sign_ins",
)
FEW = dict.fromkeys(OF_ADDRESS, "3/5m/ip") | dict.fromkeys(OF_PERSON, "3/5m/key")
"""So few that one burst uses them up."""


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_happened_she_gets_in_on_her_device_and_he_does_not(seed, settings, monkeypatch) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | FEW
    house = Household(Random(seed), monkeypatch)
    moves: list[str] = []
    for _step in range(STEPS):
        moves.append(house.move())
        assert house.keeps_its_promises() == [], moves
