"""What would act later in the main database is named: a trigger, a rule, a view."""

import pytest
from django.db import connection

from couples.facts import acts_later
from couples.management.commands import check_records
from tests import forging

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.forges]
ON_SQLITE = {
    "trigger": (
        "CREATE TRIGGER theirs AFTER INSERT ON couples_user BEGIN UPDATE couples_user SET is_staff = 1; END",
        "DROP TRIGGER theirs",
    ),
    "view": ("CREATE VIEW theirs AS SELECT * FROM couples_user", "DROP VIEW theirs"),
}
ON_POSTGRESQL = {
    "trigger": (
        "CREATE TRIGGER theirs BEFORE UPDATE ON couples_user FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "DROP TRIGGER theirs ON couples_user",
    ),
    "rule": (
        "CREATE RULE theirs AS ON DELETE TO couples_user DO INSTEAD NOTHING",
        "DROP RULE theirs ON couples_user",
    ),
    "policy": ("CREATE POLICY theirs ON couples_user", "DROP POLICY theirs ON couples_user"),
    "view": ON_SQLITE["view"],
}


def test_whatever_it_is(couple):
    assert acts_later.not_ours in check_records.CHECKS
    assert acts_later.not_ours() == []
    for kind, (make, drop) in (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL).items():
        run(make)
        try:
            (line,) = acts_later.not_ours()
        finally:
            run(drop)
        assert line.startswith(f"{kind} theirs on ")
    assert acts_later.not_ours() == []


def run(sql: str) -> None:
    with forging.anybody_may_write(), connection.cursor() as cursor:
        cursor.execute(sql)
