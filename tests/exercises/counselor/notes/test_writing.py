"""Writing notes: drafts while typing, finished pages that are amended, and two windows that overwrite nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from exercises.counselor.brief.pages import LOOKS_BACK
from exercises.counselor.notes import book, contents, files, forms
from exercises.counselor.notes.models import CounselorNote
from exercises.counselor.notes.questions import LastNote, last_note
from tests.exercises.counselor.notes.notebook import HIDDEN, Notebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def notebook(linked, casey) -> Notebook:
    return Notebook(casey, linked)


def test_a_page_is_begun_once_however_often_that_is_sent(notebook):
    paths = {notebook.client.post(f"{notebook.base}a/", {"id": "the same"}).url for _twice in range(2)}
    assert len(paths) == 1
    assert CounselorNote.objects.count() == 1


def test_what_is_typed_is_kept_and_stands_in_the_form_again(notebook):
    page = notebook.begin()
    form = notebook.form(page)
    for text in ("They", "They spoke", "They spoke of home"):
        assert notebook.send(page, form, "draft", text=text).status_code == 204
    assert ">\nThey spoke of home</textarea>" in notebook.text(f"{page}write/")
    assert "draft" in notebook.section("both")
    assert CounselorNote.objects.count() == 1


def test_a_finished_page_is_amended_and_what_stood_there_stays_to_be_read(notebook):
    page = notebook.written(title="First", text="As it was.")
    notebook.send(page, notebook.form(page), title="First", text="As it is.")
    shown = notebook.text(page)
    assert shown.index("As it is.") < shown.index("As it was.")
    assert "As it stood on" in shown


def test_a_draft_of_an_amendment_leaves_the_page_as_it_is(notebook):
    page = notebook.written(text="As it was.")
    notebook.send(page, notebook.form(page), "keep", text="Half a thou")
    assert "Half a thou" not in notebook.text(page)
    assert "Half a thou" in notebook.text(f"{page}write/")
    notebook.client.post(f"{page}remove/", {"what": "draft"})
    assert "As it was." in notebook.text(f"{page}write/")


def test_the_same_form_twice_is_one_version_and_what_comes_late_is_no_draft(notebook):
    page = notebook.begin()
    form = notebook.form(page)
    for _twice in range(2):
        assert notebook.send(page, form, text="Once.").status_code == 302
    assert notebook.send(page, form, "draft", text="Onc").status_code == 204
    assert CounselorNote.objects.count() == 1
    notebook.send(page, form, text="And again, from a page that was left open.")
    assert CounselorNote.objects.count() == 2


@pytest.mark.parametrize("first", ["draft", "keep", "finish"])
@pytest.mark.parametrize("second", ["draft", "keep", "finish"])
def test_a_page_that_is_open_twice_overwrites_nothing_unseen(notebook, first, second):
    page = notebook.begin()
    one, other = notebook.form(page), notebook.form(page)
    notebook.send(page, one, first, text="From the first window.")
    answer = notebook.send(page, other, second, text="From the second window.")
    if second == "draft":
        assert answer.status_code == 412
        answer = notebook.send(page, other, "keep", text="From the second window.")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "From the first window." in shown
    assert ">\nFrom the second window.</textarea>" in shown
    assert "From the first window." in notebook.text(f"{page}write/")
    seen = dict(HIDDEN.findall(shown))
    assert notebook.send(page, seen, text="Both of them.").status_code == 302
    assert "Both of them." in notebook.text(page)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"text": " ", "question": ""}, "Please write something first"),
        ({"text": "x", "day": ""}, "which day this is about"),
        ({"text": "x", "day": "2999-01-01"}, "today or an earlier day"),
        ({"text": "x", "day": "yesterday"}, "year-month-day"),
        ({"text": "x" * (contents.MAX_TEXT_LENGTH + 1)}, "longer than"),
        ({"text": "x", "title": "y" * (contents.MAX_TITLE_LENGTH + 1)}, "longer than"),
        ({"text": "\x01" * contents.MAX_TEXT_LENGTH + "x"}, "longer than"),
        ({"text": "x" + "\x01" * (contents.MAX_TEXT_LENGTH - 1)}, "more room than a page has"),
    ],
)
def test_what_can_not_be_taken_is_refused_at_its_field_and_nothing_is_lost(notebook, words, says):
    page = notebook.begin()
    answer = notebook.send(page, notebook.form(page), **{"question": "Kept?", **words})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert says in shown
    assert words.get("question") == "" or ">\nKept?</textarea>" in shown
    assert notebook.send(page, notebook.form(page), question="Only a question?").status_code == 302


def test_a_draft_may_be_empty(notebook):
    page = notebook.begin()
    assert notebook.send(page, notebook.form(page), "keep", day="").status_code == 302
    assert notebook.send(page, notebook.form(page), "draft", day="").status_code == 204


def test_a_removed_page_is_gone_with_every_version_and_a_late_form_gets_its_words_back(notebook):
    page = notebook.written(text="As it was.")
    form = notebook.form(page)
    notebook.send(page, form, "keep", text="More")
    notebook.client.post(f"{page}remove/")
    assert not CounselorNote.objects.exists()
    assert notebook.client.get(page).status_code == 404
    answer = notebook.client.post(
        f"{page}write/", {**form, "text": "Not lost", "text_field": "text", "page_owner": ""}
    )
    assert answer.status_code == 404
    assert not CounselorNote.objects.exists()


def test_a_full_file_says_so_and_finishes_nothing(notebook, monkeypatch):
    page = notebook.begin()
    form = notebook.form(page)
    monkeypatch.setattr(book, "MAX_ROWS", 1)
    answer = notebook.send(page, form, text="No room for this")
    assert answer.status_code == 422
    assert "no room for more notes" in answer.content.decode()
    answer = notebook.client.post(f"{notebook.base}a/", follow=True)
    assert "no room for more notes" in answer.content.decode()


def test_a_page_on_which_nothing_was_typed_is_not_in_the_list(notebook):
    page = notebook.begin()
    assert "draft" not in notebook.section("both")
    notebook.send(page, notebook.form(page), "keep", text="A word")
    assert "draft" in notebook.section("both")


def test_the_brief_gets_the_questions_of_the_last_joint_page_and_of_no_other(notebook, linked, casey):
    assert last_note(casey.pk, linked.couple_id) == LastNote()
    notebook.written(question="From long ago?", day="2025-01-01")
    notebook.written(question="How was the week?\n\n Who called? ", day="2026-01-02")
    notebook.written("a", question="Alex alone?", day="2026-01-03")
    page = notebook.begin()
    notebook.send(page, notebook.form(page), "keep", question="Not finished?")
    assert last_note(casey.pk, linked.couple_id).questions == ("How was the week?", "Who called?")
    for sheet in ("brief/", ""):
        shown = notebook.text(f"/counsel/couples/{linked.pk}/{sheet}")
        assert ("Who called?" in shown) is bool(sheet)
        assert "Alex alone?" not in shown
    notebook.written(text="Nothing to ask.", day="2026-01-03")
    assert last_note(casey.pk, linked.couple_id) == LastNote(date(2026, 1, 3), ())


def test_a_brief_looks_back_to_the_last_note(notebook, linked):
    path = f"/counsel/couples/{linked.pk}/brief/"
    assert notebook.client.get(path).context["facts"].since == timezone.localdate() - LOOKS_BACK
    notebook.written(text="We met.", day="2026-01-02")
    assert notebook.client.get(path).context["facts"].since == date(2026, 1, 2)
    notebook.written(
        text="Before we meet today.", question="Who called?", day=timezone.localdate().isoformat()
    )
    shown = notebook.client.get(path)
    assert shown.context["facts"].since == date(2026, 1, 2), "a note of today is about the meeting of today"
    assert "Who called?" in shown.content.decode()
    assert "your last joint note before today" in shown.content.decode()


def test_a_long_section_has_pages_with_the_latest_day_first(notebook, monkeypatch, linked, casey):
    monkeypatch.setattr("exercises.counselor.notes.pages.PAGES_ON_A_PAGE", 2)
    for day in ("2026-01-03", "2026-01-01", "2026-01-02"):
        notebook.written(title=f"On {day}", text="x", day=day)
    shown = notebook.section("both")
    assert shown.index("On 2026-01-03") < shown.index("On 2026-01-02")
    assert "On 2026-01-01" not in shown
    assert "On 2026-01-01" in notebook.text(f"{notebook.base}both/?page=2")
    file = files.of_link(casey, linked.pk)
    assert [page.shown.words.day[-1] for page in book.pages(file, "both")] == ["3", "2", "1"]


def test_the_longest_words_of_the_largest_signs_fit(notebook):
    sign = "\U0001f54a"
    words = {
        "title": sign * contents.MAX_TITLE_LENGTH,
        "text": sign * contents.MAX_TEXT_LENGTH,
        "question": sign * contents.MAX_QUESTION_LENGTH,
    }
    page = notebook.written(**words)
    assert words["text"] in notebook.text(page)
    assert set(forms.NoteForm.base_fields) == {*words, "day"}
