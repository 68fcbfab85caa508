"""The notes in their author’s own download: with what only she can see, after a fresh proof, and if she asks for it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from couples.lock.locks import OpenStore
from exercises.counselor.notes import files
from exercises.counselor.notes.contents import Version
from exercises.counselor.notes.files import BOTH


def exported(open_store: OpenStore) -> dict[str, Any]:
    """Return every version of every page, by the couple that it is about."""
    found = [
        {
            "about": _("%(one)s and %(other)s") % {"one": file.names.a, "other": file.names.b},
            "pages": [_line(one) for one in sorted(file.versions(), key=lambda one: one.saved_at)],
        }
        for file in files.all_of(open_store.person)
    ]
    return {"counselor_notes": found}


def _line(one: Version) -> dict[str, Any]:
    about = _("both") if one.section == BOTH else one.names[one.section == "b"]
    said = one.words
    return {
        "about": about,
        "title": said.title,
        "day": said.day,
        "words": said.text,
        "question_for_next_time": said.question,
        "draft": one.is_draft,
        "saved_at": one.saved_at,
        "page": one.page,
        "version": one.number,
    }
