"""Her pages of programmes: written down, started, changed; and nothing that comes of one without `progress`."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from couples.counseling.models import AccessRecord
from couples.counseling.scopes import PROGRESS
from couples.pairing.models import Couple
from exercises.counselor.assignments import taking
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.programmes import exported, running, templates
from exercises.counselor.programmes.delivery import When
from exercises.counselor.programmes.models import Programme
from tests.couples.counseling.consents import both_allow
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import TOKEN, couple_path, page, signed_in
from tests.exercises.counselor.programmes.at_work import TITLE, TOPIC, done, item, of, started, written
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED

pytestmark = pytest.mark.django_db
FILLED = {"exercise": NEED, "when": "days_after", "days": "3", "topic": TOPIC, "note": "Slowly"}


def here(linked, programme=None) -> str:
    return f"{couple_path(linked)}programmes/{f'{programme.pk}/' if programme else ''}"


def form_id(client, path: str) -> dict[str, str]:
    return {"id": client.get(path).content.decode().split('name="id" value="')[1].split('"')[0]}


def test_it_is_written_down_and_started_by_forms_each_sent_twice(linked, casey, alex):
    client = signed_in(casey)
    sent = {"title": TITLE, **form_id(client, "/counsel/programmes/")}
    paths = {client.post("/counsel/programmes/", sent).headers["Location"] for _time in range(2)}
    (path,) = paths
    for more in ({"when": "at_once", "days": ""}, {"exercise": LIMIT}):
        sent = FILLED | more | form_id(client, f"{path}items/add/")
        for _time in range(2):
            assert client.post(f"{path}items/add/", sent).headers["Location"] == path
    (template,) = templates.all_of(casey)
    assert [(one.slug, one.when, one.days) for one in template.items] == [
        (NEED, When.AT_ONCE, 0),
        (LIMIT, When.DAYS_AFTER, 3),
    ]
    start = f"{here(linked)}start/"
    sent = {"programme": str(template.id), **form_id(client, start)}
    assert len({client.post(start, sent).headers["Location"] for _time in range(2)}) == 1
    assert Assignment.objects.count() == 2
    assert TOPIC in page(alex, "/")


def test_what_is_written_down_is_changed_moved_and_taken_out(casey):
    template = written(casey, item(NEED), item(LIMIT))
    client, path = signed_in(casey), f"/counsel/programmes/{template.id}/"
    one, two = (each.id for each in template.items)
    assert client.post(path, {"title": "Another title"}).status_code == 302
    assert client.post(f"{path}items/{one}/", FILLED).status_code == 302
    for _time in range(2):
        client.post(f"{path}items/{two}/move/", {"position": "1"})
    found = templates.find(casey, template.id)
    assert (found.title, [each.id for each in found.items]) == ("Another title", [two, one])
    assert (found.items[1].topic, found.items[1].days) == (TOPIC, 3)
    for wrong in ("0", "x", "99999999999999999999", ""):
        assert client.post(f"{path}items/{two}/move/", {"position": wrong}).status_code == 302
    for _time in range(2):
        client.post(f"{path}items/{two}/take-out/")
    assert [each.id for each in templates.find(casey, template.id).items] == [one]
    assert client.post(f"{path}remove/").status_code == 302
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"days": ""}, "days"), ({"days": "0"}, "days"), ({"exercise": "none"}, "exercise"), ({"when": ""}, "when"),
     ({"topic": "a" * 121}, "topic"), ({"note": "a" * 601}, "note")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(casey, wrong, field):
    template = written(casey, item(NEED))
    client, path = signed_in(casey), f"/counsel/programmes/{template.id}/items/add/"
    answer = client.post(path, FILLED | {"note": "Kept as it was"} | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Kept as it was" in answer.content.decode() or field == "note"
    assert len(templates.find(casey, template.id).items) == 1


def test_it_has_room_for_twenty(casey, monkeypatch):
    template = written(casey, *(item(NEED) for _number in range(templates.MAX_ITEMS)))
    client, path = signed_in(casey), f"/counsel/programmes/{template.id}/"
    assert client.post(f"{path}items/add/", FILLED).status_code == 422
    assert "Add an exercise" not in client.get(path).content.decode()
    monkeypatch.setattr(templates, "MAX_TEMPLATES", 1)
    assert client.post("/counsel/programmes/", {"title": "One more"}).status_code == 422


def test_another_counselor_finds_nothing(linked, casey, drew):
    drew.is_counselor = True
    drew.save()
    programme, template = started(linked), templates.all_of(casey)[0]
    client = signed_in(drew)
    one, path = template.items[0].id, f"/counsel/programmes/{template.id}/"
    for get in (path, f"{path}items/add/", f"{path}items/{one}/", here(linked, programme)):
        assert client.get(get).status_code == 404
    assert client.post(f"{path}remove/").headers["Location"] == "/counsel/programmes/"
    for post in (f"{path}items/{one}/take-out/", f"{here(linked, programme)}end/"):
        assert client.post(post).status_code == 404
    assert TITLE not in page(drew, "/counsel/programmes/")
    assert Programme.objects.get().ended_at is None


def looked(client, linked, programme) -> list[object]:
    """Every page of hers on which it could show, and her acts, with the number of queries of each."""
    found: list[object] = []
    cache.clear()
    item_path = f"{couple_path(linked)}assignments/{of(programme)[0].pk}/"
    for path in (couple_path(linked), here(linked, programme), f"{item_path}edit/", "/counsel/",
                 f"{couple_path(linked)}assignments/archive/", f"{couple_path(linked)}brief/"):  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(path)
        found.append((path, answer.status_code, TOKEN.sub("", answer.content.decode()), len(queries)))
    for path, sent in ((f"{item_path}edit/", {"topic": "New"}), (f"{item_path}edit/", {"topic": TOPIC}),
                       (f"{here(linked, programme)}{of(programme)[0].pk}/move/", {"position": "1"})):  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(path, sent)
        found.append((path, answer.status_code, answer.headers["Location"], len(queries)))
    return found


def test_without_progress_nothing_that_comes_of_it_changes_a_page_or_an_act(
    linked, couple, alex, blair, casey
):
    programme, client = started(linked), signed_in(casey)
    first, second, _third = of(programme)
    looked(client, linked, programme)
    before = looked(client, linked, programme)
    taking.decline(couple, blair, first.pk)
    assert looked(client, linked, programme) == before
    session = taking.take_up(couple, alex, first.pk)
    assert looked(client, linked, programme) == before
    Couple.objects.get(pk=couple.pk).streams.filter(pk=session).update(status="over")
    done(couple, alex, first)
    assert looked(client, linked, programme) == before
    done(couple, alex, second)
    assert looked(client, linked, programme) == before


def test_with_progress_she_reads_what_is_done_and_no_day_and_it_is_recorded(linked, couple, alex, casey):
    both_allow(linked, PROGRESS)
    programme = started(linked)
    assert "0 of 3 done" in page(casey, couple_path(linked))
    done(couple, alex, of(programme)[0])
    before = AccessRecord.objects.filter(what="progress").count()
    shown = page(casey, here(linked, programme))
    assert shown.count("<span>done</span>") == 1
    assert shown.count("with them now") == shown.count("not done yet") == 1
    assert "with them now" in shown.split("Sort out one thing between us")[1].split("</li>")[0]
    assert AccessRecord.objects.filter(what="progress").count() == before + 1
    assert "1 of 3 done" in page(casey, couple_path(linked))
    assert AccessRecord.objects.filter(what="progress").count() == before + 2, "once for a page"
    assert "1 of 3 done" in page(casey, "/counsel/")


def test_what_comes_later_in_it_is_not_late_in_her_list(linked, couple, alex, casey):
    both_allow(linked, PROGRESS)
    first, second, _third = of(started(linked))
    yesterday = timezone.localdate() - timedelta(days=1)
    Assignment.objects.filter(pk=second.pk).update(due_on=yesterday)
    late = "/counsel/?only=attention"
    assert "Alex" not in page(casey, late).split("<main")[1]
    done(couple, alex, first)
    assert "Alex" in page(casey, late).split("<main")[1]


def test_the_first_has_nothing_before_it(casey):
    template = written(casey, item(NEED), item(LIMIT, When.WEEKLY))
    path = f"/counsel/programmes/{template.id}/"
    shown = page(casey, path)
    assert ("At once" in shown, "After the one before" in shown) == (True, False)
    first, second = (page(casey, f"{path}items/{one.id}/") for one in template.items)
    assert ('value="after"' in first, 'value="weekly"' in first) == (False, False)
    assert 'value="after"' in second
    assert "nothing repeats" in second
    templates.move(casey, template.id, template.items[1].id, 1)
    sent = {**FILLED, "when": "at_once", "days": ""}
    assert signed_in(casey).post(f"{path}items/{template.items[1].id}/", sent).status_code == 302


def test_what_is_in_it_can_be_marked_as_any_other(linked, casey):
    programme = started(linked, item(NEED), item(BALANCE))
    shown = page(casey, here(linked, programme))
    assert shown.count("Mark what you would like to talk about") == 1
    path = f"{couple_path(linked)}assignments/{of(programme)[1].pk}/"
    assert f"{path}marks/" in shown
    signed_in(casey).post(f"{path}withdraw/")
    assert f"{path}marks/" not in page(casey, here(linked, programme))


def test_ended_it_is_in_the_archive_and_counts_no_more(linked, casey):
    both_allow(linked, PROGRESS)
    programme = started(linked)
    ended = signed_in(casey).post(f"{here(linked, programme)}end/", follow=True)
    assert "Ended. You find it in the archive." in ended.content.decode()
    assert TITLE not in page(casey, couple_path(linked))
    assert TITLE in page(casey, f"{couple_path(linked)}assignments/archive/")
    assert "Yes, skip it" not in page(casey, here(linked, programme))
    assert "of 3 done" not in page(casey, "/counsel/")


def test_changed_and_skipped_from_its_page_she_comes_back_to_it(linked, casey):
    programme = started(linked)
    one = of(programme)[1]
    path = f"{couple_path(linked)}assignments/{one.pk}/"
    for act, sent in (("edit", {"topic": "Another"}), ("withdraw", {})):
        answer = signed_in(casey).post(f"{path}{act}/", sent, follow=True)
        assert answer.redirect_chain == [(here(linked, programme), 302)]
        assert {"edit": "Changed.", "withdraw": "Skipped."}[act] in answer.content.decode()
    both_allow(linked, PROGRESS)
    shown = page(casey, here(linked, programme))
    card = shown.split("Sort out one thing between us</h2>")[1].split("</li>")[0]
    assert "skipped" in card
    assert "not done yet" not in card
    assert "Move" not in card
    assert "Another" in page(casey, here(linked, programme))


def test_programmes_are_in_what_is_private_of_her_download_alone(linked, casey, alex):
    started(linked)
    hers, his = (str(exported.exported(opened_store(each))) for each in (casey, alex))
    assert TITLE in hers
    assert TOPIC in hers
    assert exported.exported(opened_store(alex)) == {"programmes": [], "programmes_started": []}, his


def test_a_template_moved_to_another_row_opens_nothing(casey):
    one, two = written(casey, title="One"), written(casey, title="Two")
    rows = {row.pk: row for row in templates._rows(casey)}
    rows[one.id].sealed = rows[two.id].sealed
    rows[one.id].save()
    assert [each.title for each in templates.all_of(casey)] == ["Two"]
    with pytest.raises(LookupError):
        templates.find(casey, one.id)
    with pytest.raises(LookupError):
        templates.find(casey, uuid4())


def test_before_she_starts_one_she_reads_which_run_with_this_couple(linked, casey, alex, blair):
    start = f"{here(linked)}start/"
    template = written(casey, item())
    assert "they still run" not in page(casey, start)
    programme = started(linked, item())
    for path in (start, f"{start}?programme={template.id}"):
        said = page(casey, path)
        assert "they still run" in said
        assert f'<a href="{here(linked, programme)}">{TITLE}</a>, since' in said
        assert said.index("they still run") < said.index(">Start</button>")
    running.end(linked, programme.pk)
    assert "they still run" not in page(casey, start)
