"""A PDF of a brief holds the words of the printed page, where an operator has installed what makes it."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace

import pytest

from couples.counseling import access_log, scopes
from exercises.counselor.brief import pdf
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import couple_path, given, page, signed_in
from tests.exercises.counselor.brief.test_pages import path

pytestmark = pytest.mark.django_db


class Library:
    """In the place of WeasyPrint: gives back what it was to set. What it needs of a machine, a test has not."""

    def __init__(self, string, url_fetcher=None):
        self.string, self.fetch = string, url_fetcher

    def write_pdf(self, stylesheets):
        with pytest.raises(ValueError, match="needs nothing"):
            self.fetch("https://evil.example/")
        return b"%PDF-" + self.string.encode()


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(pdf, "library", lambda: SimpleNamespace(HTML=Library, CSS=Library))


@pytest.fixture
def missing(monkeypatch):
    monkeypatch.setattr(pdf, "library", lambda: None)


def words(markup: str) -> list[str]:
    return unescape(re.sub(r"<[^>]+>", " ", markup)).split()


def log(linked) -> set[str]:
    return {one.what for one in access_log.of_couple(linked.couple)}


def test_it_has_the_words_of_the_printed_page_and_is_recorded_as_taken_away(installed, linked, casey):
    given(linked)
    both_allow(linked, scopes.PROGRESS)
    assert "brief/pdf/" in page(casey, path(linked))
    answer = signed_in(casey).get(path(linked, "pdf/"))
    assert answer["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'attachment; filename="brief-[\d-]+\.pdf"', answer["Content-Disposition"])
    assert "taken" in log(linked)
    body = answer.content.decode().split("<body>")[1]
    printed = page(casey, path(linked, "print/"))
    sheet = printed[printed.index("<h1>") : printed.index("</main>")]
    assert words(body) == words(sheet)
    assert "Say one thing I need" in body


def test_without_it_no_page_leads_there_and_nothing_is_taken(missing, linked, casey):
    both_allow(linked, scopes.PROGRESS)
    shown = page(casey, path(linked))
    assert "brief/csv/" in shown
    assert "PDF" not in shown
    before = log(linked)
    assert signed_in(casey).get(path(linked, "pdf/")).status_code == 404
    assert log(linked) == before
    assert "taken" not in before


@pytest.mark.usefixtures("installed")
def test_where_nothing_may_leave_there_is_none(linked, casey, drew):
    assert signed_in(casey).get(path(linked, "pdf/")).status_code == 404
    both_allow(linked)
    assert signed_in(drew).get(path(linked, "pdf/")).status_code == 404
    assert signed_in(casey).get(f"{couple_path(linked)}brief/docx/").status_code == 404


def test_a_library_that_cannot_be_loaded_is_as_none(monkeypatch):
    pdf.library.cache_clear()

    def no_pango(_name):
        raise OSError("cannot load library")

    monkeypatch.setattr(pdf, "import_module", no_pango)
    assert pdf.library() is None
    pdf.library.cache_clear()


def test_the_worksheet_of_each_exercise_that_she_gave_is_one_press_away(linked, casey):
    """Done or not, where the brief says what was given."""
    both_allow(linked, scopes.PROGRESS)
    for slug in ("see-feel-need-ask", "see-feel-need-ask", "balance-check-in"):
        given(linked, slug)
    shown = page(casey, path(linked))
    assert re.findall(r'href="(/exercises/[\w-]+/paper/)"', shown) == [
        "/exercises/balance-check-in/paper/",
        "/exercises/see-feel-need-ask/paper/",
    ]
    assert "/exercises/see-feel-need-ask/paper/" in page(casey, f"{couple_path(linked)}assign/")
