"""What the benchmark's couples do next, they read off the screens of today: or a run would wait for nothing."""

from typing import Any, cast

import pytest

from benchmarks.acts import PauseAndGoOn
from benchmarks.client import Client

pytestmark = pytest.mark.django_db


class Screens:
    """What a client of the benchmark has on its screen."""

    def __init__(self, chair, frames: str) -> None:
        shown = chair.page() if frames == "html" else None
        self.screen: dict[str, Any] = {
            "view": None if shown else chair.look(),
            "parts": shown or {},
        }


@pytest.mark.parametrize("frames", ["html", "json"])
def test_they_see_a_pause_and_whose_it_is(room, frames):
    act = PauseAndGoOn()

    def seen() -> list[Client]:
        return [cast(Client, Screens(chair, frames)) for chair in room.chairs]

    assert [act.first(client) for client in seen()] == [0, 0]
    room.alex.do("pause")
    assert [act.shown({"name": "pause"}, client, {}) for client in seen()] == [True, True]
    assert [act.first(client) for client in seen()] == [1, 3]
    assert act.next(1, seen()[0])["name"] == "resume"
    room.alex.do("resume")
    assert [act.shown({"name": "resume"}, client, {}) for client in seen()] == [True, True]
    assert act.next(2, seen()[1])["name"] == "pause"
