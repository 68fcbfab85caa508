"""Write and read the pages in a file of notes. A finished page is amended: what stood there before stays to be read.

Each form has an id of its own and knows the id of the one that it follows, so that a page that is open twice overwrites
nothing unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from couples.refused import Refused
from exercises.counselor.notes import contents
from exercises.counselor.notes.contents import Version, Words
from exercises.counselor.notes.files import NoteFile
from exercises.counselor.notes.models import CounselorNote

MAX_ROWS: Final = 1000
"""Versions and drafts in one file: one page a week, amended now and then, for ten years."""


class Overtaken(Exception):
    """The page was changed elsewhere since this form was shown."""


class Gone(LookupError):
    """There is no such page, or it was removed."""


@dataclass(frozen=True)
class Page:
    """`finished`: its versions, the first one first. `draft`: what she is writing."""

    id: UUID
    finished: tuple[Version, ...]
    draft: Version | None = None

    @property
    def last(self) -> Version:
        """What was saved last: the draft if there is one."""
        return self.draft or self.finished[-1]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed yet: such a page is begun, and listed nowhere."""
        words = self.last.words
        return not self.finished and not any(
            text.strip() for text in (words.title, words.text, words.question)
        )

    @property
    def shown(self) -> Version:
        """What stands on the page: the version that was finished last; the draft if none was."""
        return self.finished[-1] if self.finished else self.last

    @property
    def earlier(self) -> tuple[Version, ...]:
        """The versions that were amended, the latest first."""
        return self.finished[-2::-1]


def pages(file: NoteFile, section: str) -> list[Page]:
    """Return the pages in this section, the latest day first; what has no day yet comes before."""
    found = [page for page in _pages(file.versions()) if page.last.section == section]
    return sorted(found, key=_order, reverse=True)


def page(file: NoteFile, section: str, page_id: UUID) -> Page:
    """Return this page. Raises Gone, also if it is in another section."""
    rows = contents.opened(file.key, file.rows().filter(page=page_id), file.couple)
    found = next(iter(_pages(rows)), None)
    if found is None or found.last.section != section:
        raise Gone
    return found


def begin(file: NoteFile, section: str, page_id: UUID, day: str) -> None:
    """Begin a page with an empty draft; nothing happens if that is there. Raises Refused."""
    _check_room(file)
    row = CounselorNote(id=page_id, counselor_id=file.counselor, file=file.handle, page=page_id)
    blank = contents.written(page_id, section, 0, tuple(file.names), "", Words(day=day))
    row.sealed = contents.sealed(file.key, row, file.couple, blank)
    CounselorNote.objects.get_or_create(id=page_id, defaults=_columns(row))


def keep(file: NoteFile, of: Page, words: Words, form: str, after: str) -> None:
    """Keep these words as the draft. Raises Overtaken, Gone and Refused; `of` is read again.

    What comes late from a form that has finished the page is ignored.
    """
    with transaction.atomic():
        now = _locked(file, of)
        _check(now, form, after)
        if now.last.form != form or now.last.is_draft:
            draft = contents.written(now.id, now.last.section, 0, tuple(file.names), form, words)
            _write_draft(file, now, draft)


def finish(file: NoteFile, of: Page, words: Words, form: str, after: str) -> None:
    """Add these words as a finished version, and drop the draft. Raises as `keep` does. The same twice is once."""
    with transaction.atomic():
        now = _locked(file, of)
        _check(now, form, after)
        if not (now.last.form == form and not now.last.is_draft and now.last.words == words):
            _check_room(file)
            made = contents.written(
                now.id, now.last.section, len(now.finished) + 1, tuple(file.names), form, words
            )
            row = CounselorNote(counselor_id=file.counselor, file=file.handle, page=now.id)
            row.sealed = contents.sealed(file.key, row, file.couple, made)
            row.save(force_insert=True)
        file.rows().filter(pk=now.id).delete()


def remove(file: NoteFile, section: str, page_id: UUID, only_draft: bool) -> bool:
    """Delete the page with every version of it, or only its draft. Idempotent. Returns whether a version is left."""
    try:
        page(file, section, page_id)
    except Gone:
        return False
    rows = file.rows().filter(page=page_id)
    (rows.filter(pk=page_id) if only_draft else rows).delete()
    return rows.exists()


def _locked(file: NoteFile, of: Page) -> Page:
    """Hold the page until the transaction ends, and return it as it is now. Raises Gone."""
    rows = file.rows().filter(page=of.id)
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    return page(file, of.last.section, of.id)


def _check(now: Page, form: str, after: str) -> None:
    if now.last.form not in (form, after):
        raise Overtaken


def _write_draft(file: NoteFile, now: Page, draft: Version) -> None:
    row = CounselorNote(id=now.id, counselor_id=file.counselor, file=file.handle, page=now.id)
    row.sealed = contents.sealed(file.key, row, file.couple, draft)
    if now.draft is None:
        _check_room(file)
        _made, is_new = CounselorNote.objects.get_or_create(id=now.id, defaults=_columns(row))
        if not is_new:
            raise Overtaken
    else:
        file.rows().filter(pk=now.id).update(sealed=row.sealed)


def _columns(row: CounselorNote) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("counselor_id", "file", "page", "sealed")}


def _check_room(file: NoteFile) -> None:
    if file.rows().count() >= MAX_ROWS:
        raise Refused(
            _("There is no room for more notes about these two. Remove a page that you no longer need.")
        )


def _pages(versions: list[Version]) -> list[Page]:
    by_page: dict[UUID, list[Version]] = {}
    for one in versions:
        by_page.setdefault(one.page, []).append(one)
    found = []
    for page_id, several in by_page.items():
        finished = sorted((one for one in several if not one.is_draft), key=lambda one: one.number)
        found.append(Page(page_id, tuple(finished), next((one for one in several if one.is_draft), None)))
    return found


def _order(one: Page) -> tuple[bool, str, str]:
    return not one.shown.words.day, one.shown.words.day, one.shown.at
