"""Alex puts secrets wherever only Alex may read, through pages and sockets, as people do. It checks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.test import Client
from django.utils import timezone

from couples.counseling import links
from couples.meetings import appointments
from couples.meetings.models import Meeting
from exercises import catalog
from exercises.core.counselor_rules import MAX_WORDS
from exercises.core.fields import Field, Text
from exercises.counselor.notes.files import SECTIONS
from exercises.live.database_threads import in_database
from exercises.private import pending, support_map
from exercises.private.handouts import received, told
from exercises.private.pages import limits
from exercises.reminders.models import WeeklyMail
from tests import ticking
from tests.core.real import FIRST
from tests.couples.lock.opened import opened_store
from tests.exercises.live.rooms import LETTER, NEED, OFFERED
from tests.exercises.live.sockets import JSON
from tests.faults.canaries.evenings import Evening
from tests.faults.canaries.world import World
from tests.long_run import IS_LONG

SHORTEST: Final = (NEED,)
APART: Final = NEED
EVERY: Final = tuple(slug for slug in OFFERED if IS_LONG or slug in FIRST)


async def everything(world: World, slugs: Iterable[str] = EVERY) -> None:
    """All of it. At the end a session stands open, with a closed letter on the table."""
    for slug in slugs:
        evening = Evening(world, slug)
        await evening.play()
        await evening.leave()
    by_themselves = Evening(world, APART, apart=True)
    await by_themselves.play()
    await by_themselves.leave()
    evening = Evening(world, NEED)
    await evening.play(until="hand_in")
    await in_database(letter, world, evening.visit(world.sockets[f"alex {JSON}"][-1]))
    await evening.leave(end=False)
    parts = (
        alone,
        for_one,
        locked,
        sign_in,
        counselors_note,
        programmes,
        own_notes,
        counselors_words,
        at_a_link,
        mails,
    )
    for part in parts:
        await in_database(part, world)


def letter(world: World, visit: int) -> None:
    """Over the page, without a socket: first with something missing, then whole; and one that comes too late."""
    alex, page = world.browser("alex"), f"/sessions/{world.sessions[-1]}/"
    command = {"command": "hand_in", "visit": visit}

    def secrets(how: str, names: Iterable[str] = LETTER) -> dict[str, str]:
        return {name: world.canaries.sentence(f"letter/{name} {how}") for name in names}

    assert alex.post(page, command | secrets("refused", ["see"])).status_code == 422
    assert alex.post(page, command | secrets("handed in")).status_code == 302
    assert alex.post(page, command | {"visit": visit - 1} | secrets("too late")).status_code == 422


def alone(world: World) -> None:
    """Every private page, each field of it; then something else in its place."""
    client = world.browser("alex")
    for mode in ("partner", "alone"):
        client.post("/alone/a/", {"with": mode})
        for step in range(1, len(catalog.check_in().areas) + 1):
            client.post(f"/alone/a/{step}/", {"own": "4", "partner": "2", "comfort": "5", "go": "on"})
    for definition in catalog.writings():
        names = [question.name for question in definition.questions]
        fill(world, client, f"/alone/d/{definition.address}/", f"alone/{definition.slug}", names)
    fill(world, client, "/alone/b/", "alone/limits", texts(limits.FORM.fields))
    fill(world, client, "/alone/c/", "alone/map", texts(support_map.FORM.fields), areas=["money", "outside"])
    refused = client.post("/alone/c/", {"note": world.canaries.sentence("alone/map/note refused")})
    assert refused.status_code == 422


def texts(fields: Iterable[Field]) -> list[str]:
    return [field.name for field in fields if isinstance(field, Text)]


def fill(world: World, client: Client, address: str, where: str, names: list[str], **more: Any) -> None:
    """Write two entries, and the second anew."""

    def secrets(how: str) -> dict[str, Any]:
        return {name: world.canaries.sentence(f"{where}/{name} {how}") for name in names} | more

    assert client.post(address, secrets("written")).status_code == 302
    assert client.post(address, secrets("changed")).status_code == 302
    section = {"d": "sheets", "b": "limits", "c": "map"}[address[len("/alone/")]]
    entry = contents(world)[section][-1]["id"]
    there = f"/alone/e/{entry}/" if section == "sheets" else f"{address}{entry}/"
    assert client.post(there, secrets("instead")).status_code == 302


def contents(world: World) -> dict[str, Any]:
    from exercises.private import store

    return store.read(alexs_store(world))


def alexs_store(world: World) -> Any:
    """The open store of Alex, who has a PIN at the end."""
    pins = [word for word, where in world.canaries.planted.items() if where == "PIN"]
    return opened_store(world.alex, *pins)


def for_one(world: World) -> None:
    """What Casey gives Alex alone; what Alex tells her of it, and what was too long for that."""
    give_to_one(world, "open")
    alex, (one,) = world.browser("alex"), received.read(alexs_store(world))
    unsaid = f"{world.canaries.sentence('told, too long')} {'so ' * told.MAX_WORDS_LENGTH}"
    assert alex.post("/alone/f/", {"about": one.id.hex, "words": unsaid}).status_code == 422
    words = world.canaries.plant("told to Casey", reader="casey")
    assert alex.post("/alone/f/", {"about": one.id.hex, "words": words}).status_code == 302


def give_to_one(world: World, how: str) -> None:
    note = world.canaries.plant(f"for one of two, pages {how}", reader="casey")
    given = {"exercise": catalog.writings()[0].slug, "note": note}
    assert world.browser("casey").post(f"/counsel/one/{world.link.pk}/a/give/", given).status_code == 302


def locked(world: World) -> None:
    """A PIN; the wrong one; and words that were sent while the pages were locked, which wait."""
    client, pin = world.browser("alex"), world.canaries.plant("PIN")
    new = {"present": world.password("alex"), "pin": pin, "again": pin}
    assert client.post("/account/lock/settings/", new).status_code == 200
    client.post("/account/lock/now/")
    wrong = client.post("/account/lock/", {"secret": world.canaries.plant("wrong PIN")})
    assert wrong.status_code == 422
    definition = catalog.writings()[0]
    late = {one.name: world.canaries.sentence(f"waiting/{one.name}") for one in definition.questions}
    assert client.post(f"/alone/d/{definition.address}/", late).status_code == 302
    sent_in = pending.read(alexs_store(world))
    assert sent_in
    assert sent_in.fields == late
    give_to_one(world, "locked")


def sign_in(world: World) -> None:
    """With a password that is wrong, and with the right one."""
    for password, status in (
        (world.canaries.plant("wrong password"), 200),
        (world.password("alex"), 302),
    ):
        answer = Client().post("/account/login/", {"login": world.alex.email, "password": password})
        assert answer.status_code in (status, 422 if status == 200 else status)


def counselors_note(world: World) -> None:
    """Casey's note for another couple, and one for these two."""
    casey, note = world.browser("casey"), world.canaries.plant("note for another couple", reader="casey")
    for link, words in ((world.other_link, note), (world.link, f"{world.canaries.song} as a note")):
        said = {"note": words, "topic": words}
        answer = casey.post(f"/counsel/couples/{link.pk}/assign/", {"exercise": NEED, **said})
        assert answer.status_code == 302
    one, again = world.other_link.assignments.get(), world.canaries.plant("the same, changed", reader="casey")
    edit = f"/counsel/couples/{world.other_link.pk}/assignments/{one.pk}/edit/"
    assert casey.post(edit, {"note": again, "topic": again}).status_code == 302


def programmes(world: World) -> None:
    """What Casey has written down; started, with another couple; and added there, to come later."""
    casey = world.browser("casey")
    words = [
        world.canaries.plant(f"programme, {what}", reader="casey") for what in ("title", "first", "later")
    ]
    path = casey.post("/counsel/programmes/", {"title": words[0]}).headers["Location"]
    for each, when in zip(words[1:], ("at_once", "after"), strict=True):
        sent = {"exercise": NEED, "when": when, "topic": each, "note": each}
        assert casey.post(f"{path}items/add/", sent).status_code == 302
    start = f"/counsel/couples/{world.other_link.pk}/programmes/start/"
    started = casey.post(start, {"programme": path.split("/")[-2]}).headers["Location"]
    added = world.canaries.plant("programme, added", reader="casey")
    sent = {"exercise": NEED, "when": "after", "topic": added, "note": added}
    assert casey.post(f"{started}add/", sent).status_code == 302


def own_notes(world: World) -> None:
    """Casey's notes in every section: finished, amended, and as they are typed; in the long run of both couples."""
    casey = world.browser("casey")
    for link in (world.link, world.other_link) if IS_LONG else (world.link,):
        for section in SECTIONS:
            answer = casey.post(f"/counsel/notes/{link.pk}/{section}/")
            page = answer.headers["Location"].removesuffix("write/")
            for number, act in enumerate(("write", "write", "draft")):
                where = f"Casey’s note in section {section}, {number}"
                words = dict.fromkeys(
                    ("title", "text", "question"), world.canaries.plant(where, reader="casey")
                )
                ids = {"form": str(number + 1), "after": str(number or "")}
                answer = casey.post(f"{page}{act}/", {**words, **ids, "day": "2026-01-05"})
                assert answer.status_code == (204 if act == "draft" else 302)


def counselors_words(world: World) -> None:
    """What Casey wrote in the room and could not say, for it was too long; then what she said to both."""
    casey, page = world.browser("casey"), f"/sessions/{world.sessions[-1]}/"
    unsaid = world.canaries.plant("words to both that were too long", reader="casey")
    say = {"command": "say", "visit": 2}
    assert casey.post(page, say | {"words": f"{unsaid} {'so ' * MAX_WORDS}"}).status_code == 422
    assert casey.post(page, say | {"words": f"{world.canaries.song} as said to both"}).status_code == 302


def at_a_link(world: World) -> None:
    """What Casey calls a link, and the name that Drew writes there."""
    called, named = (world.canaries.plant(f"at a link, by {who}", reader=who) for who in ("casey", "drew"))
    assert world.browser("casey").post("/counselor/couples/", {"label": called}).status_code == 302
    (link,) = links.open_links(world.people["casey"])
    written = {"answer": "come", "name": named}
    answer = world.browser("drew").post(f"/counseling/{links.token_of(link)}/", written)
    assert answer.status_code == 302


def mails(world: World) -> None:
    """Every mail to Alex or Blair: before an appointment, at a weekly hour, for a new password, for a code."""
    found = appointments.suggest(world.couple, world.alex, timezone.now() + timedelta(hours=2))
    appointments.answer(found, world.people["blair"], yes=True)
    for name in ("alex", "blair"):
        world.browser(name).post(f"/meeting/{found.pk}/mail/", {"wanted": "yes"})
        hour = {"weekday": "2", "hour": "7", "zone": "UTC", "go": "mail"}
        assert world.browser(name).post("/account/weekly-mail/", hour).status_code == 302
    WeeklyMail.objects.update(next_at=timezone.now())
    Meeting.objects.filter(pk=found.pk).update(starts_at=timezone.now() + timedelta(minutes=30))
    ticking.run()
    appointments.suggest(world.couple, world.alex, timezone.now() + timedelta(days=1))
    for name in ("alex", "blair"):
        email = world.people[name].email
        Client().post("/account/password/reset/", {"email": email})
        Client().post("/account/login/code/", {"email": email})
