"""Models of what decides about a person: each way to write their rows is a change as in `changing`.

A row may belong to nobody yet, such as an invitation that nobody has accepted.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import F, Manager, Model, QuerySet

from couples.facts.changing import Change, changing
from couples.facts.kinds import KINDS, Kind, cover

Row = TypeVar("Row", bound=Model)


class CoveredRows(QuerySet[Any]):
    """A query whose updates and deletions are changes of the owners of its rows."""

    def update(self, **columns: Any) -> int:
        kind = KINDS[self.model]
        if not kind.touches(columns):
            return super().update(**columns)
        given = (columns.get(name) for name in (kind.owner, kind.owner.removesuffix("_id")))
        with changing(*self._owners(kind), *(one for one in given if one is not None)) as change:
            change.written.add(kind, list(self.order_by().values_list("pk", flat=True)), columns)
            return super().update(**columns)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with changing(*self._owners(KINDS[self.model])):
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **how: Any) -> list[Any]:
        rows, kind = list(objs), KINDS[self.model]
        stored = () if kind.owner == "id" else {getattr(row, kind.owner) for row in rows} - {None}
        with changing(*stored) as change:
            made = super().bulk_create(rows, *args, **how)
            _add_new(change, kind, rows)
            for row in made:
                _note(change, kind, row)
        return made

    def _owners(self, kind: Kind) -> set[Any]:
        owners = self.order_by().annotate(owner_of_row=F(kind.owner))
        return set(owners.values_list("owner_of_row", flat=True)) - {None}


class CoveredManager(Manager[Row]):
    _queryset_class = CoveredRows


class Covered(Model):
    """A model whose rows are saved and deleted as changes of their owner."""

    class Meta:
        abstract = True

    def save_base(self, *args: Any, **how: Any) -> None:
        save_base(self, *args, **how)

    def delete(self, *args: Any, **how: Any) -> tuple[int, dict[str, int]]:
        return delete(self, *args, **how)


def save_base(row: Model, *args: Any, **how: Any) -> None:
    kind, wanted = KINDS[type(row)], how.get("update_fields")
    if wanted is not None and not kind.touches(wanted):
        Model.save_base(row, *args, **how)
        return
    owner = getattr(row, kind.owner)
    is_new_person = kind.owner == "id" and row._state.adding
    with changing(*(() if is_new_person or owner is None else (owner,))) as change:
        Model.save_base(row, *args, **how)
        if is_new_person:
            _add_new(change, kind, [row])
        _note(change, kind, row, wanted)


def _note(change: Change, kind: Kind, row: Model, only: Iterable[str] | None = None) -> None:
    """Count the covered columns of this row, or only these, as written."""
    fields = row._meta.concrete_fields
    wanted = kind.own_columns if only is None else {*only}
    names = [one.attname for one in fields if not wanted.isdisjoint({one.name, one.attname})]
    change.written.add(kind, [row.pk], {name: getattr(row, name) for name in names})


def delete(row: Model, *args: Any, **how: Any) -> tuple[int, dict[str, int]]:
    owner = getattr(row, KINDS[type(row)].owner)
    with changing(*(() if owner is None else (owner,))):
        return Model.delete(row, *args, **how)


def cover_foreign(kind: Kind, manager: type[Manager] | None = None) -> None:
    """Cover a model of a library, whose rows are written through this class of manager. Without one, by nobody here."""
    cover(kind)
    if manager is not None:
        kind.model.save_base, kind.model.delete = save_base, delete  # type: ignore[assignment,method-assign]
        manager._queryset_class = CoveredRows  # type: ignore[attr-defined]


def _add_new(change: Change, kind: Kind, rows: Iterable[Any]) -> None:
    if kind.owner == "id":
        for row in rows:
            change.add_new(row.pk)
