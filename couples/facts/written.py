"""What a change has written itself, so that it signs nothing else: neither what another connection adds while it is
under way, nor what a trigger in the database does, or leaves undone."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from couples.facts import macs
from couples.facts.kinds import Facts, Kind

Row = Mapping[str, Any]


class Written:
    """`tables`: those that its statements have written to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self._rows: dict[tuple[str, Any], dict[str, Any]] = {}

    def add(self, kind: Kind, pks: Iterable[Any], columns: Row) -> None:
        """Count these columns, by their fields or attributes, of these rows as written with these values."""
        values = dict(_stored(kind.model, name, value) for name, value in columns.items())
        for pk in pks:
            self._rows.setdefault((kind.name, pk), {}).update(values)

    def explains(self, before: Facts, now: Facts) -> bool:
        """Whether what is stored now is what was there before, with all that this change has written, and no more."""
        return all(
            self._explains(kind, key[1], _row(before, key), _row(now, key))
            for key, (kind, _row_of_it) in (before.stored | now.stored).items()
        )

    def _explains(self, kind: Kind, pk: Any, old: Row | None, new: Row | None) -> bool:
        is_written = kind.model._meta.db_table in self.tables
        if new is None or kind.by_table:
            return is_written or new == old
        wrote = self._rows.get((kind.name, pk), {})
        changed = {name for name in kind.columns if old is None or not _same(old[name], new[name])}
        own = {name for name in changed if "__" not in name}
        if old is None:
            is_ours = bool(wrote)  # what is not covered before may have had any values in the others
        else:
            is_ours = own <= wrote.keys() and (own == changed or not self.tables.isdisjoint(kind.elsewhere))
        return is_ours and all(
            _is_unknown(value) or _same(value, new[name])
            for name, value in wrote.items()
            if name in kind.columns
        )


def _row(facts: Facts, key: tuple[str, Any]) -> Row | None:
    return facts.stored[key][1] if key in facts.stored else None


def _stored(model: type[Model], name: str, value: Any) -> tuple[str, Any]:
    """Return the attribute of this field, and the value as a query returns it."""
    field: Any = model._meta.get_field(name)
    if isinstance(value, Model):
        value = value.pk
    if not _is_unknown(value):
        value = (field.target_field if field.is_relation else field).to_python(value)
    return str(field.attname), value


def _is_unknown(value: Any) -> bool:
    """Whether only the database knows what this comes to."""
    return hasattr(value, "resolve_expression")


def _same(one: Any, other: Any) -> bool:
    return macs.written([one]) == macs.written([other])
