"""Whose notes they are: Casey's alone, in every page, download and row, whatever becomes of the three."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.contrib import admin

from couples.accounts import users
from couples.counseling import links, removal
from couples.keys import data_keys
from couples.pairing import acceptance
from couples.privacy import erasure, export, leaving
from exercises.counselor.notes import book, contents, files
from exercises.counselor.notes.models import CounselorNote
from tests.cast import with_second_step
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import couple_path, link, signed_in
from tests.exercises.counselor.notes.notebook import Notebook
from tests.exercises.page_costs import browsers
from tests.exercises.test_at_rest import everything

pytestmark = pytest.mark.django_db
ABOUT_ALEX = "Zanzibar-of-alex"


@pytest.fixture
def notebook(linked, casey) -> Notebook:
    return Notebook(casey, linked)


@pytest.fixture
def page(notebook: Notebook) -> str:
    return notebook.written("a", title=ABOUT_ALEX, text=f"{ABOUT_ALEX} text", question=f"{ABOUT_ALEX}?")


def test_a_page_about_one_stands_on_no_page_but_its_own_section(notebook, page, linked):
    notebook.written(text="Joint")
    assert ABOUT_ALEX in notebook.section("a")
    for path in (
        notebook.base,
        f"{notebook.base}both/",
        f"{notebook.base}b/",
        "/counsel/",
        "/counsel/notes/",
    ):
        assert ABOUT_ALEX not in notebook.text(path)
    assert ABOUT_ALEX not in notebook.text(couple_path(linked))
    for other in ("both", "b", "c"):
        assert notebook.client.get(page.replace("/a/", f"/{other}/")).status_code == 404


def test_nobody_else_can_tell_that_there_are_any(notebook, linked, couple, alex, blair, casey, drew):
    """Another counselor of the same couple, both partners, and a stranger: the same before and after."""
    dana = with_second_step(users.create("dana@example.org", "Dana", is_counselor=True))
    theirs = link(dana, alex, blair)
    others = (dana, alex, blair, drew)

    def seen() -> list[object]:
        found: list[object] = []
        for user in others:
            client = browsers.signed_in(user)
            paths: tuple[str, ...] = (
                notebook.base,
                f"{notebook.base}a/",
                "/counsel/notes/",
                f"/counsel/notes/{theirs.pk}/",
            )
            paths += ("/", "/counselors/", "/counselors/who-read-what/", "/counsel/", couple_path(theirs))
            for path in paths:
                answer = client.get(path)
                text = re.sub(r'value="[^"]*"|content="[^"]*"|nonce="[^"]*"', "", answer.content.decode())
                found.append((path, answer.status_code, text))
            mine = export.collect(user, opened_store(user))
            mine["only_yours"].pop("sign_ins")
            found.append(mine)
        return found

    before = seen()
    page = notebook.written("a", title=ABOUT_ALEX, text="x")
    notebook.send(page, notebook.form(page), "keep", text=f"{ABOUT_ALEX} more")
    assert seen() == before
    for user in others:
        for path in (page, f"{page}write/"):
            assert browsers.signed_in(user).get(path).status_code == 404
        for path in ("write", "draft", "remove"):
            assert browsers.signed_in(user).post(f"{page}{path}/", {"text": "x"}).status_code == 404
    assert ABOUT_ALEX in notebook.section("a")


def test_the_address_of_another_counselors_link_leads_to_no_file_of_ones_own(linked, alex, blair):
    dana = with_second_step(users.create("dana@example.org", "Dana", is_counselor=True))
    theirs = files.of_link(dana, link(dana, alex, blair).pk)
    assert theirs
    book.begin(theirs, "both", uuid4(), "2026-01-05")
    assert files.of_link(dana, theirs.link)
    assert files.of_link(dana, linked.pk) is None


def test_a_page_of_one_couple_is_in_no_other_couples_file(notebook, page, casey, drew):
    emery = users.create("emery@example.org", "Emery")
    acceptance.pair(drew, emery)
    other = Notebook(casey, link(casey, drew, emery))
    assert other.client.get(page.replace(notebook.base, other.base)).status_code == 404
    assert ABOUT_ALEX not in other.section("a")


def test_rows_have_one_length_and_say_nothing(notebook, page, couple, linked):
    long = notebook.written("both", text="x" * contents.MAX_TEXT_LENGTH)
    notebook.send(long, notebook.form(long), "keep", text="")
    rows = list(CounselorNote.objects.all())
    assert len({(len(bytes(row.sealed)), len(bytes(row.file))) for row in rows}) == 1
    lying = everything()
    assert not [word for word in (ABOUT_ALEX, ABOUT_ALEX.encode().hex()) if word in lying]
    columns = {field.name for field in CounselorNote._meta.get_fields()}
    assert columns == {"id", "counselor", "file", "page", "sealed"}
    shown = "".join(str(row.__dict__) for row in rows)
    assert not [one for one in (couple.pk, linked.pk) if str(one) in shown or one.hex in shown]


def test_a_row_that_is_moved_opens_nowhere(notebook, page, couple, casey, drew):
    """Neither as a page of another couple nor as another of the same: who writes to the database gains nothing."""
    emery = users.create("emery@example.org", "Emery")
    second = acceptance.pair(drew, emery)
    other = Notebook(casey, link(casey, drew, emery))
    key = data_keys.data_key(casey.pk)
    CounselorNote.objects.update(file=files.handle(key, second.pk))
    assert ABOUT_ALEX not in other.section("a")
    CounselorNote.objects.update(file=files.handle(key, couple.pk), page=UUID(int=7))
    assert ABOUT_ALEX not in notebook.section("a")


def test_they_stay_hers_when_the_link_ends_and_a_new_link_finds_them(
    notebook, page, linked, casey, alex, blair
):
    assert "Alex" not in notebook.text("/counsel/notes/")
    links.end(linked)
    assert "Alex and Blair" in notebook.text("/counsel/notes/")
    assert f"{ABOUT_ALEX} text" in notebook.text(page)
    notebook.send(page, notebook.form(page), text="A last word.")
    assert "A last word." in notebook.text(page)
    again = Notebook(casey, link(casey, alex, blair))
    assert ABOUT_ALEX not in again.text("/counsel/notes/")
    assert "A last word." in again.text(page.replace(notebook.base, again.base))


def test_after_the_end_she_learns_no_new_name_and_without_notes_nothing(notebook, linked, alex, casey):
    empty = link(casey, *_two())
    notebook.written(text="x")
    for one in (linked, empty):
        links.end(one)
    alex.write(name="Robin")
    assert "Alex and Blair" in notebook.text(notebook.base)
    assert notebook.client.get(f"/counsel/notes/{empty.pk}/").status_code == 404


def _two():
    two = users.create("e@example.org", "Emery"), users.create("f@example.org", "Finley")
    acceptance.pair(*two)
    return two


@pytest.mark.parametrize("how", [leaving.leave, erasure.erase])
def test_leaving_and_an_erasure_read_alike_and_leave_her_notes(notebook, page, alex, how):
    how(alex)
    assert "Alex and Blair" in notebook.text("/counsel/notes/")
    assert "About Alex alone" in notebook.text(notebook.base)
    assert f"{ABOUT_ALEX} text" in notebook.text(page)


def test_her_erasure_deletes_them_and_what_was_copied_opens_for_nobody(notebook, page, casey, linked):
    row = CounselorNote.objects.get()
    erasure.erase(casey)
    assert not CounselorNote.objects.exists()
    row.save(force_insert=True)
    assert files.all_of(casey.pk) == []
    assert erasure.delete_late_rows() == 1


def test_a_removed_counselor_reaches_them_in_her_download_alone(notebook, page, casey):
    removal.remove(casey)
    assert signed_in(casey).get(page).status_code == 404
    assert ABOUT_ALEX in str(export.collect(casey, opened_store(casey)))


def test_her_download_has_them_only_with_what_only_she_can_see(notebook, page, casey):
    notebook.send(page, notebook.form(page), text="Amended.")
    assert ABOUT_ALEX not in str(export.collect(casey))
    [file] = export.collect(casey, opened_store(casey))["only_yours"]["counselor_notes"]
    assert file["about"] == "Alex and Blair"
    assert [(one["about"], one["words"], one["draft"]) for one in file["pages"]] == [
        ("Alex", f"{ABOUT_ALEX} text", False),
        ("Alex", "Amended.", False),
    ]


def test_the_operator_has_no_page_of_them():
    assert CounselorNote not in admin.site._registry
