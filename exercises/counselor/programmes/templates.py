"""The programmes that a counselor has written down: hers alone, changed item by item, each act once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from couples import sent_once
from couples.accounts.models import User
from couples.keys import data_keys
from couples.refused import Refused
from exercises.counselor.programmes import contents
from exercises.counselor.programmes.contents import Contents, Written
from exercises.counselor.programmes.models import ProgrammeTemplate

MAX_ITEMS: Final = 20
MAX_TEMPLATES: Final = 50

Items = tuple[Written, ...]


@dataclass(frozen=True)
class Template:
    id: UUID
    title: str
    items: Items

    def item(self, item: UUID) -> Written:
        """Return the item with this id. Raises LookupError."""
        for one in self.items:
            if one.id == item:
                return one
        raise LookupError


def all_of(counselor: User) -> list[Template]:
    """Return her programmes, by title."""
    key = data_keys.data_key(counselor.pk)
    rows = list(_rows(counselor)) if key else []
    found = [_template(row, said) for row, said in contents.opened(key or b"", rows)]
    return sorted(found, key=lambda one: (one.title.casefold(), one.id))


def find(counselor: User, template: UUID) -> Template:
    """Return this programme of hers. Raises LookupError."""
    key = data_keys.data_key(counselor.pk)
    opened = contents.opened(key, list(_rows(counselor).filter(pk=template))) if key else []
    for row, said in opened:
        return _template(row, said)
    raise LookupError


def begin(counselor: User, title: str, sent: UUID) -> UUID:
    """Write a new one down, without items yet, and return its id. Raises Refused. `sent`: the id of the form."""
    key = data_keys.data_key(counselor.pk)
    if key is None:
        raise Refused(_("This is not possible at the moment."))
    with transaction.atomic():
        mine = _rows(counselor)
        if mine.filter(pk=sent).exists():
            return sent
        if mine.count() >= MAX_TEMPLATES:
            raise Refused(_("You have written down as many as there is room for. Remove one first."))
        row = ProgrammeTemplate(id=sent_once.unused(ProgrammeTemplate, sent), counselor=counselor)
        row.sealed = contents.sealed(key, row, Contents(title))
        row.save(force_insert=True)
    return row.pk


def rename(counselor: User, template: UUID, title: str) -> None:
    """Raises LookupError, as do all that change one."""
    _change(counselor, template, lambda said: replace(said, title=title))


def put(counselor: User, template: UUID, item: Written) -> None:
    """Put this in the place of the item with its id, or at the end. Raises Refused if there are too many."""

    def changed(said: Contents) -> Contents:
        if any(one.id == item.id for one in said.items):
            return replace(said, items=tuple(item if one.id == item.id else one for one in said.items))
        if len(said.items) >= MAX_ITEMS:
            raise Refused(_("A programme has %(most)d exercises at most.") % {"most": MAX_ITEMS})
        return replace(said, items=(*said.items, item))

    _change(counselor, template, changed)


def move(counselor: User, template: UUID, item: UUID, position: int) -> None:
    """Move the item to this position, counted from one; to the end where there are fewer."""

    def changed(said: Contents) -> Contents:
        moved = [one for one in said.items if one.id == item]
        rest = [one for one in said.items if one.id != item]
        before = max(position - 1, 0)
        return replace(said, items=(*rest[:before], *moved, *rest[before:]))

    _change(counselor, template, changed)


def take_out(counselor: User, template: UUID, item: UUID) -> None:
    _change(
        counselor,
        template,
        lambda said: replace(said, items=tuple(one for one in said.items if one.id != item)),
    )


def remove(counselor: User, template: UUID) -> None:
    """Delete it for good. What was started from it goes on. Idempotent."""
    _rows(counselor).filter(pk=template).delete()


def _change(counselor: User, template: UUID, changed: Callable[[Contents], Contents]) -> None:
    key = data_keys.data_key(counselor.pk)
    with transaction.atomic():
        rows = list(_rows(counselor).select_for_update().filter(pk=template)) if key else []
        for row, said in contents.opened(key or b"", rows):
            row.sealed = contents.sealed(key or b"", row, changed(said))
            row.save(update_fields=["sealed"])
            return
    raise LookupError


def _rows(counselor: User):  # type: ignore[no-untyped-def]
    return ProgrammeTemplate.objects.filter(counselor=counselor)


def _template(row: ProgrammeTemplate, said: Contents) -> Template:
    return Template(row.pk, said.title, said.items)
