"""Names what would act, or hide rows, in the main database by itself: triggers, rules, policies, views. We have none.

Who wrote there once could act later by them, with what others write and whenever they do.
"""

from typing import Final

from django.db import connection

SQLITE: Final = "SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('trigger', 'view')"
POSTGRESQL: Final = """
    SELECT 'trigger', t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal
    UNION ALL SELECT 'event trigger', evtname, evtevent FROM pg_event_trigger
    UNION ALL SELECT 'rule', rulename, tablename FROM pg_rules
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
    UNION ALL SELECT 'policy', policyname, tablename FROM pg_policies
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
    UNION ALL SELECT 'view', viewname, schemaname FROM pg_views
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""


def not_ours() -> list[str]:
    """Return a line for each of them."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
        found = sorted(cursor.fetchall())
    return [f"{kind} {name} on {where}: it is not ours" for kind, name, where in found]
