"""Secrets in every private field: no partner, counselor, operator, store or wire gets one. Leaky builds give them away.

What is planted is found again in Alex's private pages, so that a search that finds nothing means something.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from typing import Any

import pytest
from django.conf import settings as configured

from couples.privacy import export
from exercises import catalog
from exercises.core import rules
from exercises.core.fields import Text
from exercises.live.database_threads import in_database
from exercises.live.store import streams
from exercises.private import support_map
from exercises.private.pages import limits
from exercises.steps.private_reflection import form as private_reflection
from tests.faults.canaries import planting, stores, world
from tests.faults.canaries.leaks import KEPT, READ, SENT, Leak
from tests.faults.canaries.sinks import SINKS, Seen, Sink
from tests.faults.canaries.tokens import Canaries
from tests.faults.canaries.world import World
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
AT_LEAST = 40
ONLY_LONG = () if IS_LONG else ("Casey’s pages", "Dana’s pages", "Drew’s pages")
"""Leaks that are tried in the long run: reading all pages takes long, and those of Blair and of nobody are read."""
TURNED_AWAY = {"Dana’s pages", "Drew’s pages"}
"""Whoever has nothing to do with the two: the matrix sees in each gate that nearly every address is closed to them."""
Play = Callable[..., Any]


@pytest.fixture
async def play(own_redis, settings, tmp_path, monkeypatch) -> AsyncIterator[Play]:
    """The whole scenario, with a Redis of its own between the connections, and every wire recorded."""
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "exercises.live.notify.layer.OneSubscription",
            "CONFIG": {"address": f"redis://127.0.0.1:{own_redis.port}/0", "keys": configured.HINT_KEYS},
        }
    }
    streams.memory.clear()
    overheard = stores.Overheard(own_redis.port)

    async def playing(slugs: Iterable[str], *leaks: Leak) -> Seen:
        built = await in_database(world.build)
        built.redis_port = own_redis.port
        for leak in leaks:
            leak(monkeypatch, built)
        with stores.listening_to_the_log() as log:
            await planting.everything(built, slugs)
            await in_database(breaks, built)
        return Seen(built, log.getvalue(), overheard, tmp_path)

    yield playing
    overheard.end()


def breaks(built: World) -> None:
    """Something fails while it has Alex's words in its hands, and quotes them."""

    def fails(state: Any, ask: Any) -> None:
        typed = dict(ask.raw)
        raise RuntimeError(f"cannot decide {typed}") from ValueError(typed)

    client = built.browser("alex")
    client.raise_request_exception = False
    typed = {"command": "hand_in", "visit": 2, "see": built.canaries.sentence("words in an error")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "outcome", fails)
        answer = client.post(f"/sessions/{built.sessions[-1]}/", typed)
    assert answer.status_code == 500


def leaked(sink: Sink, seen: Seen) -> set[str]:
    text = sink.read(seen)
    missing = [words for words in sink.control(seen.world) if words not in text]
    assert not missing, f"not there: {missing}"
    return seen.world.canaries.found_in(text, sink.reader)


async def test_no_canary_is_anywhere_but_with_its_author(play: Play) -> None:
    seen = await play(planting.EVERY)
    canaries = seen.world.canaries
    assert len(canaries.planted) >= AT_LEAST
    assert not private_fields() - set(canaries.planted.values())
    looked_at = {name: sink for name, sink in SINKS.items() if IS_LONG or name not in TURNED_AWAY}
    found = {name: await in_database(leaked, sink, seen) for name, sink in looked_at.items()}
    assert {name: sorted(what) for name, what in found.items() if what} == {}
    assert await in_database(not_found_by_alex, seen.world) == set()


def private_fields() -> set[str]:
    """Every text that stays closed, in every exercise that is played: as it is typed, and as it is handed in."""
    found: set[str] = set()
    for definition in filter(None, map(catalog.named, planting.EVERY)):
        for step in definition.exercise().steps:
            closes = step.kind.name == "closing"
            names = ["sentence"] if closes else []
            if step.kind.name == "private_reflection":
                names = _closed(private_reflection.form(step.settings))
            command = "close" if closes else "hand_in"
            for how in ("typed", "handed in"):
                found |= {f"{definition.slug}/{step.id}/{command}/{name} {how}" for name in names}
    alone = {one.slug: [question.name for question in one.questions] for one in catalog.writings()}
    alone |= {"limits": _closed(limits.FORM.fields), "map": _closed(support_map.FORM.fields)}
    for slug, names in alone.items():
        found |= {f"alone/{slug}/{name} {how}" for name in names for how in ("written", "changed", "instead")}
    return found


def _closed(fields: Iterable[Any]) -> list[str]:
    return [field.name for field in fields if isinstance(field, Text)]


def not_found_by_alex(built: World) -> set[str]:
    """What Alex should read in the own pages and the own export, and does not."""
    whole = str(planting.contents(built)) + str(export.collect(built.alex, planting.alexs_store(built)))
    there = {what.rsplit(":")[0] for what in built.canaries.found_in(whole)}
    kept = ("handed in", "written", "instead")
    return {where for where in built.canaries.planted.values() if where.endswith(kept)} - there


@pytest.mark.parametrize("leaks", [KEPT, SENT], ids=["kept", "sent"])
async def test_a_leaky_build_gives_canaries_away(play: Play, leaks: dict[str, Leak]) -> None:
    seen = await play(planting.SHORTEST, *leaks.values())
    assert [name for name in leaks if not await in_database(leaked, SINKS[name], seen)] == []


async def test_pages_and_exports_of_a_leaky_build_give_canaries_away(play: Play) -> None:
    seen = await play(planting.SHORTEST)
    tried = {name: leak for name, leak in READ.items() if name not in ONLY_LONG}
    assert [name for name, leak in tried.items() if not await in_database(with_leak, name, leak, seen)] == []


def with_leak(name: str, leak: Leak, seen: Seen) -> set[str]:
    with pytest.MonkeyPatch.context() as patch:
        leak(patch, seen.world)
        return leaked(SINKS[name], seen)


def test_each_place_has_its_leak() -> None:
    assert {*KEPT, *SENT, *READ} == set(SINKS)
    assert set(ONLY_LONG) < set(READ)


def _in_base64(before: str, token: str) -> str:
    return base64.b64encode(f"{before}{token} after".encode()).decode()


@pytest.mark.parametrize(
    "disguise",
    [str, str.upper, lambda token: token.encode().hex(), lambda token: f"\\x{token.encode().hex().upper()}"]
    + [partial(_in_base64, "x" * before) for before in range(6)],
)
def test_a_canary_is_known_in_disguise(disguise: Callable[[str], str]) -> None:
    canaries = Canaries()
    own, other = canaries.plant("here"), canaries.plant("there", reader="casey")
    text = f"before-{disguise(own)}, and {disguise(other)}"
    assert {what.split(":")[0] for what in canaries.found_in(text)} == {"here", "there"}
    assert {what.split(":")[0] for what in canaries.found_in(text, reader="casey")} == {"here"}
    assert not Canaries().found_in(text)
