"""What a couple settled: either ends what is theirs, renewing takes both, nobody else is let in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from couples.pairing import acceptance, membership
from exercises.agreements import listing
from exercises.agreements.letter import Letter
from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Settlement
from exercises.live import access
from exercises.live.access import Caller
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import streams
from exercises.live.store.ledgers import enter
from tests.exercises.live.rooms import LIMIT, Chair, Room, opened

pytestmark = pytest.mark.django_db
WORDS = "We put the phones away at nine"


def written_down(room, kind: str = "agreement", author: Partner = Partner.A, due: bool = False) -> str:
    """Something that a session settled four weeks ago, or now; its id."""
    granted = access.of_partner(room.id, room.alex.caller)
    today = timezone.localdate()
    starts, review = (
        (today - timedelta(weeks=4), today) if due else (today + timedelta(1), today + timedelta(15))
    )
    days = (starts, review) if kind == "agreement" else (None, None)
    kept = Pair(WORDS, WORDS) if kind != "limit" else Pair(None, None).put(author, WORDS)
    enter(granted, [Settlement(kind, author, kept, *days)], timezone.now())
    return str(entries(room.alex.user)[0].entry)


def entries(user) -> tuple[Letter, ...]:
    """What is in force, and then what has ended."""
    found = listing.of_couple(membership.couple_of(user), Caller(user.pk))
    return found.in_force + found.ended + found.put_off


def post(user, **fields):
    client = Client()
    client.force_login(user)
    return client.post("/agreements/", {"visit": "0", **fields}, follow=True).content.decode()


def page(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/agreements/").content.decode()


def test_both_read_what_was_agreed_and_when_it_is_looked_at_again(room, alex, blair):
    written_down(room)
    for user in (alex, blair):
        assert WORDS in page(user)
        assert entries(user)[0].state == "starts_soon"


@pytest.mark.parametrize("who", ["alex", "blair"])
@pytest.mark.parametrize("due", [False, True])
def test_either_alone_takes_an_agreement_back_or_ends_it(room, request, who, due):
    entry = written_down(room, due=due)
    post(request.getfixturevalue(who), command="close", entry=entry)
    assert {entries(chair.user)[0].state for chair in room.chairs} == {"closed"}


def test_ending_it_twice_says_that_it_has_changed(room, alex):
    entry = written_down(room)
    post(alex, command="close", entry=entry)
    assert "changed since you opened it" in post(alex, command="close", entry=entry)


def test_renewing_takes_both_and_the_shorter_time(room, alex, blair):
    entry = written_down(room, due=True)
    post(alex, command="renew", entry=entry, weeks="8")
    assert entries(blair)[0].state == "review_due"
    post(blair, command="renew", entry=entry, weeks="2")
    assert entries(alex)[0].state == "standing"
    review = date_format(timezone.localdate() + timedelta(weeks=2), "DATE_FORMAT")
    says = f"Renewed; you will look at it again on {review}. Either of you can end it alone"
    assert entries(alex)[0].standing == says


def test_how_it_went_stays_with_an_agreement_that_goes_on(room, alex, blair):
    entry = written_down(room, due=True)
    post(alex, command="tell_how", entry=entry, how="partly")
    for who in (alex, blair):
        post(who, command="renew", entry=entry, weeks="4")
    assert entries(alex)[0].how == ("For you, it went partly.",)
    assert entries(blair)[0].how == ()


def test_on_paper_it_says_between_whom(room, alex):
    written_down(room)
    assert "Between Alex and Blair, as it stands on" in page(alex)


def test_whoever_does_something_about_an_entry_comes_back_to_it(room, alex):
    entry = written_down(room, due=True)
    client = Client()
    client.force_login(alex)
    told = {"visit": "0", "command": "tell_how", "entry": entry, "how": "well"}
    assert client.post("/agreements/", told)["Location"] == f"/agreements/#entry-{entry}"
    assert client.post("/agreements/", {**told, "entry": "//elsewhere"})["Location"] == "/agreements/"


def test_how_it_went_for_both_is_read_by_both_once_it_goes_on(room, alex, blair):
    entry = written_down(room, due=True)
    for who, how in ((alex, "well"), (blair, "not_really")):
        post(who, command="tell_how", entry=entry, how=how)
        post(who, command="renew", entry=entry, weeks="4")
    assert entries(alex)[0].how == ("For you, it went well.", "For Blair, it didn’t really work.")
    assert entries(blair)[0].how == ("For you, it didn’t really work.", "For Alex, it went well.")


def test_nothing_is_renewed_before_its_time_or_without_a_number(room, alex):
    early = written_down(room)
    before = RecordedEvent.objects.count()
    post(alex, command="renew", entry=early, weeks="2")
    due = written_down(room, due=True)
    post(alex, command="renew", entry=due, weeks="99")
    post(alex, command="renew", entry=due)
    assert RecordedEvent.objects.count() == before + 1


def test_only_its_author_takes_a_limit_back(room, alex, blair):
    entry = written_down(room, kind="limit")
    assert "changed since you opened it" in post(blair, command="close", entry=entry)
    assert entries(alex)[0].state == "standing"
    post(alex, command="close", entry=entry)
    assert entries(blair)[0].state == "closed"


GARBAGE = [
    {},
    {"command": "close"},
    {"command": "close", "entry": "x" * 999},
    {"command": "end"},
    {"command": "close", "entry": ["a", "b"]},
    {"command": "\x00", "entry": "\x00"},
]


@pytest.mark.parametrize("fields", GARBAGE)
def test_garbage_changes_nothing(room, alex, fields):
    written_down(room)
    before = RecordedEvent.objects.count()
    post(alex, **fields)
    assert RecordedEvent.objects.count() == before


def test_another_couple_has_another_ledger(room, alex, casey, drew):
    entry = written_down(room)
    acceptance.pair(casey, drew)
    assert WORDS not in page(casey)
    client = Client()
    client.force_login(drew)
    assert client.post("/agreements/", {"command": "close", "entry": entry}).status_code == 404
    assert entries(alex)[0].state == "starts_soon"


def test_who_has_no_partner_has_no_ledger(room, drew):
    client = Client()
    client.force_login(drew)
    assert client.get("/agreements/").status_code == 302
    assert client.post("/agreements/", {"command": "close"}).status_code == 302


def test_what_two_sessions_settle_stands_in_one_ledger_without_a_gap(room, alex):
    for _ in range(3):
        written_down(room)
        streams.memory.clear()
    ledger = RecordedEvent.objects.exclude(stream=room.id)
    assert list(ledger.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3]
    assert ledger.values("stream").distinct().count() == 1


def to_the_table(room, alexs: dict[str, str]) -> None:
    """The two go on from the beginning, and open their sheets."""
    for chair in room.chairs:
        chair.do("ready", together="writing")
    room.alex.do("hand_in", **alexs)
    room.blair.do("hand_in", words="I keep my messages to myself", kind="limit")
    for chair in room.chairs:
        chair.do("open")


def test_a_limit_is_there_once_it_is_shared_even_if_the_session_is_set_aside_for_ever(couple, alex, blair):
    room = opened(couple, alex, blair, LIMIT)
    to_the_table(room, {"words": WORDS, "kind": "limit"})
    room.alex.do("enough")
    assert {one.words for one in entries(blair)} == {WORDS, "I keep my messages to myself"}
    assert RecordedEvent.objects.exclude(stream=room.id).count() == 1


def test_changing_the_words_opens_a_session_with_them_on_the_sheet_of_who_asks(room, alex, blair):
    entry = written_down(room, due=True)
    room.alex.do("end")
    page_after = post(alex, command="look_again", entry=entry)
    assert "Sort out one thing between us" in page_after
    session = Stream.objects.filter(kind="session").latest("started_at").pk
    now = Room(session, Chair(session, alex), Chair(session, blair))
    now.blair.do("enter")
    for chair in now.chairs:
        chair.do("ready", together="writing")
    initial = [
        {one["name"]: one["initial"] for one in chair.look()["commands"][0]["fields"] if "initial" in one}
        for chair in now.chairs
    ]
    assert initial == [{"words": WORDS, "kind": "agreement"}, {}]


def test_without_such_an_entry_the_sheet_is_empty_and_only_one_session_is_open(room, alex):
    assert "A session is already open" in post(alex, command="look_again", entry="none")
    room.alex.do("end")
    assert "Sort out one thing between us" in post(alex, command="look_again", entry="none")
