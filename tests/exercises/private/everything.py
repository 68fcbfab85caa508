"""Somebody at their private pages: does everything there is to do, through the pages themselves. Checks nothing."""

import random
import string

from django.test import Client

from exercises import catalog
from exercises.private import store
from tests.couples.lock.opened import opened_store

AREAS = 8
WRITTEN = "what was written for oneself"


def inside(user):
    """Signed in with a lock that is open: the cast are invented people."""
    client = Client()
    client.force_login(user)
    return client


def check_in(client, mode="partner", own="4", partner="2", comfort="5"):
    """A whole check-in; the address where it is read."""
    client.post("/alone/a/", {"with": mode})
    for step in range(1, AREAS + 1):
        given = {"own": own, "comfort": comfort, "go": "on"}
        answer = client.post(f"/alone/a/{step}/", given | ({"partner": partner} if mode == "partner" else {}))
    return answer.url


def noise(length, seed=1):
    """Letters that hardly get shorter when they are packed: worse than anybody's words."""
    return "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=length))


def fill_up(user):
    """Leave no room for a few hundred letters more."""
    for seed in range(1000):
        entry = {"id": f"{seed:08}", "slug": "room-for", "answers": {"a": noise(300, seed)}}
        try:
            with store.changing(opened_store(user)) as contents:
                contents["sheets"].append(entry)
        except store.Full:
            return


def use_everything(client, times=1):
    for _ in range(times):
        check_in(client)
        client.post("/alone/b/", {"limit": "kept in draft", "then": "I go for a walk"})
        client.post("/alone/c/", {"who": "M.", "areas": ["emotional", "practical"], "note": ""})
        for definition in catalog.writings():
            name = definition.questions[0].name
            client.post(f"/alone/d/{definition.address}/", {name: WRITTEN})


PAGES = ["/alone/", "/alone/a/", "/alone/b/", "/alone/c/", "/account/lock/empty/"]


def every_address(person):
    contents = store.read(opened_store(person))
    writings = [f"/alone/d/{one.address}/" for one in catalog.writings()]
    paths = {"check_ins": "/alone/a/at/", "limits": "/alone/b/", "map": "/alone/c/", "sheets": "/alone/e/"}
    kept = [f"{paths[name]}{entry['id']}/" for name in store.SECTIONS for entry in contents[name]]
    return [*PAGES, *writings, *kept]
