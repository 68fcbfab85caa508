"""A counselor asks both for one scope: the same words on both home pages, and nobody is told what comes of it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from couples.counseling import consent, links, scopes
from couples.keys import data_keys
from couples.privacy import erasure, export
from exercises.core.text import Refused
from exercises.counselor.asking import asked
from exercises.counselor.asking.models import AskedFor, PutAway
from tests.couples.counseling.consents import allow, both_allow
from tests.exercises.calls import calls_of
from tests.exercises.counselor.at_work import couple_path, page, signed_in
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(databases="__all__")
TITLE = "“The balance as each of you sees it”"
LASTS = asked.LIFETIME


def path(linked) -> str:
    return f"{couple_path(linked)}ask/"


def ask(casey, linked, scope="balance", **more):
    return signed_in(casey).post(path(linked), {"scope": scope, "before": "", **more})


def card(person) -> str:
    """What stands of it on somebody's home page; nothing if there is none."""
    text = unescape(page(person, "/"))
    return text.split("asks</h2>")[1].split("</section>")[0] if "asks</h2>" in text else ""


def test_while_it_stands_the_page_of_the_couple_says_until_when(linked, casey):
    until = "It stands on their home pages until"
    assert until not in page(casey, couple_path(linked))
    ask(casey, linked)
    assert "You asked both for “Balance”." in unescape(page(casey, couple_path(linked)))
    assert until in page(casey, couple_path(linked))
    assert "you can ask for it again only after" in page(casey, path(linked))


def put_away(person) -> int:
    one = AskedFor.objects.get()
    return int(signed_in(person).post(f"/counsel/asked/{one.pk}/put-away/").status_code)


def test_both_read_the_same_words_at_once_and_are_led_to_the_page_of_consent(linked, casey, alex, blair):
    day = timezone.localdate() + timedelta(days=5)
    assert ask(casey, linked, before=day.isoformat()).status_code == 302
    assert card(alex) == card(blair)
    assert TITLE in card(alex)
    assert day.strftime("%B").rstrip("y") in card(alex) or f"{day:%b}" in card(alex)
    anchor = f"balance-{linked.pk}"
    assert f'href="/counselors/#{anchor}"' in card(alex)
    assert f'id="{anchor}"' in page(alex, "/counselors/")


def pages_and_questions(casey, linked, *people) -> list:
    found = []
    hers = [(casey, where) for where in (path(linked), "/counsel/", couple_path(linked))]
    for person, where in [*hers, *((one, "/") for one in people)]:
        with calls_of() as calls:
            found.append(page(person, where))
        found.append(calls.count["query"])
    return found


def give(linked, person):
    allow(linked, person, scopes.BALANCE)


def give_and_withdraw(linked, person):
    allow(linked, person, scopes.BALANCE)
    consent.withdraw(linked, person, scopes.BALANCE)


def put_it_away(_linked, person):
    assert put_away(person) == 302


ACTS = [("alex", give), ("blair", put_it_away), ("blair", give_and_withdraw)]
MORE_ACTS = [("blair", give), ("alex", put_it_away), ("alex", give_and_withdraw)]


@pytest.mark.parametrize(("who", "act"), [*ACTS, *(MORE_ACTS if IS_LONG else ())])
def test_what_one_of_the_two_does_changes_no_byte_and_no_question_for_anybody_else(
    linked, casey, alex, blair, act, who
):
    ask(casey, linked)
    one, other = (alex, blair) if who == "alex" else (blair, alex)
    assert card(one)
    assert card(other)  # their first look makes their private pages
    before = pages_and_questions(casey, linked, other)
    act(linked, one)
    assert pages_and_questions(casey, linked, other) == before
    assert not card(one)
    assert card(other)


@pytest.mark.parametrize("who", ["alex", "blair"])
def test_what_either_allows_already_is_told_by_no_home(linked, casey, alex, blair, who):
    one, other = (alex, blair) if who == "alex" else (blair, alex)
    allow(linked, one, scopes.BALANCE)
    ask(casey, linked)
    assert card(alex) == card(blair) != ""
    assert "whatever each of you allows now" in card(alex)
    consent.withdraw(linked, one, scopes.BALANCE)
    assert (bool(card(one)), bool(card(other))) == (False, True)
    allow(linked, other, scopes.ANSWERS)
    assert card(other), "another consent is no answer"
    allow(linked, other, scopes.BALANCE)
    assert not card(other)


def test_who_allows_it_has_it_no_longer_and_she_reads_only_that_she_asked(linked, casey, alex, blair):
    ask(casey, linked)
    both_allow(linked, scopes.BALANCE)
    assert card(alex) == card(blair) == ""
    seen = unescape(page(casey, path(linked)))
    assert "You asked for" in seen
    assert "<strong>Balance</strong>" in seen


def test_one_thing_at_a_time_and_each_once(linked, casey, alex):
    assert ask(casey, linked).status_code == 302
    refused = ask(casey, linked, "answers")
    assert refused.status_code == 422
    assert "One thing at a time" in unescape(refused.content.decode())
    assert signed_in(casey).post(f"{path(linked)}withdraw/").status_code == 302
    assert card(alex) == ""
    assert ask(casey, linked).status_code == 422
    with pytest.raises(Refused):
        asked.ask(linked, scopes.BALANCE, None)
    shown = unescape(page(casey, path(linked)))
    assert ('value="balance"' in shown, "You asked for “Balance” lately." in shown) == (False, True)
    assert ask(casey, linked, "answers").status_code == 302
    AskedFor.objects.update(asked_at=timezone.now() - asked.AGAIN_AFTER - timedelta(days=1))
    signed_in(casey).post(f"{path(linked)}withdraw/")
    assert ask(casey, linked).status_code == 302
    assert AskedFor.objects.count() == 1


@pytest.mark.parametrize(("days", "there"), [(0, True), (LASTS.days, True), (LASTS.days + 1, False)])
def test_it_is_gone_after_its_days(linked, casey, alex, days, there, monkeypatch):
    ask(casey, linked)
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=days))
    (one,) = asked.of_link(linked)
    assert one.is_open == there
    assert bool(card(alex)) == there


def test_with_a_day_it_is_gone_on_that_day(linked, casey):
    ask(casey, linked, before=(timezone.localdate() + timedelta(days=2)).isoformat())
    (one,) = asked.of_link(linked)
    assert one.until == timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize("days", [-1, 0, LASTS.days + 1])
def test_a_day_that_does_not_fit_is_said_at_its_field(linked, casey, days):
    refused = ask(casey, linked, before=(timezone.localdate() + timedelta(days=days)).isoformat())
    assert refused.status_code == 422
    assert "a day after today" in unescape(refused.content.decode())
    assert not AskedFor.objects.exists()


def test_what_both_allow_cannot_be_asked_for(linked, casey):
    both_allow(linked, scopes.BALANCE)
    assert 'value="balance"' not in page(casey, path(linked))
    assert ask(casey, linked).status_code == 422
    assert ask(casey, linked, "nothing").status_code == 422


@pytest.mark.parametrize("end", ["link", "key", "no counselor"])
def test_it_ends_with_her(linked, casey, alex, blair, end):
    ask(casey, linked)
    if end == "link":
        links.end(linked)
    elif end == "key":
        data_keys.destroy(casey.pk)
    else:
        erasure.erase(casey)
    assert card(alex) == card(blair) == ""


def test_nobody_else_can_put_it_away(linked, casey, alex, drew):
    ask(casey, linked)
    for one in (drew, casey):
        put_away(one)
    assert not PutAway.objects.exists()
    assert [put_away(alex), put_away(alex)] == [302, 302]
    assert PutAway.objects.count() == 1


def test_what_was_asked_is_in_the_downloads_and_what_was_done_with_it_in_nobody_elses(
    linked, casey, alex, blair, drew
):
    ask(casey, linked)
    before = [str(export.collect(one)) for one in (casey, blair)]
    put_away(alex)
    allow(linked, alex, scopes.BALANCE)
    assert [str(export.collect(one)) for one in (casey, blair)] == before
    for one in (casey, alex, blair):
        assert "The balance as each of you sees it" in str(export.collect(one)["asked_for"])
    assert export.collect(drew)["asked_for"] == []


def test_a_row_that_she_did_not_store_says_nothing(linked, casey, alex):
    ask(casey, linked)
    one = AskedFor.objects.get()
    AskedFor.objects.create(counseling=linked, sealed=bytes(one.sealed))
    one.delete()
    assert card(alex) == ""


def test_the_card_says_what_each_can_conclude_as_the_page_of_consent_does(linked, casey, alex, blair):
    ask(casey, linked)
    for person in (alex, blair):
        assert "nobody is told what you do with this" in card(person)
        said = "Whoever allows it sees there whether Casey can read it, and so can conclude what the other chose."
        assert said in card(person)
    allow(linked, alex, scopes.BALANCE)
    assert "your partner can conclude the same" in unescape(page(alex, "/counselors/"))
