"""What decides about people is written in one place. These read the source, ours and allauth's."""

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from couples.facts.covered import CoveredRows, save_base
from couples.facts.kinds import KINDS
from tests.config.own_rules import nodes

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("config", "couples", "exercises")
PAST = {"_base_manager", "_raw_delete", "RawSQL", "execute_wrappers", "executemany"}
"""What leads past the covered models."""
MAY = {
    "couples/backups/": "copies whole databases",
    "couples/facts/": "writes the MACs",
    "couples/ratelimits/store.py": "a table of counts",
    "couples/clock.py": "asks for the time",
    "couples/traces.py": "empties SQLite's log",
    "couples/compiled_query.py": "reads what a query of a model would",
    "config/sqlite/": "makes the cursors of SQLite",
    "exercises/live/": "the queries of each command, which write streams",
}
WRITES_ROWS = {
    "update",
    "bulk_update",
    "bulk_create",
    "aupdate",
    "abulk_create",
    "abulk_update",
    "update_or_create",
}
OF_ALLAUTH = ("account", "mfa", "usersessions")


def leads_past(source: str) -> Iterator[str]:
    for node in nodes(source):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in PAST or (
            isinstance(node, ast.Call) and ast.unparse(node.func).endswith("connection.cursor")
        ):
            yield name


def bulk_writes(source: str) -> Iterator[str]:
    """Yield the calls that write rows without `save` or `delete`. A dict is updated with something in brackets."""
    for node in nodes(source):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, is_dict = node.func.attr, bool(node.args) or not node.keywords
        if name in WRITES_ROWS and not (name == "update" and is_dict):
            yield ast.unparse(node)


def test_nothing_leads_past_the_models_but_what_is_listed():
    found = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "/migrations/" not in path.as_posix() and list(leads_past(path.read_text()))
    }
    assert {where for where in found if not where.startswith(tuple(MAY))} == set()
    assert list(leads_past("X._base_manager.all(); connection.cursor(); RawSQL('x', [])")) != []


def test_allauth_writes_row_by_row_but_for_one_command_that_is_never_called_here():
    spec = find_spec("allauth")
    assert spec
    assert spec.submodule_search_locations
    base = Path(next(iter(spec.submodule_search_locations)))
    found = {
        (path.name, call)
        for app in OF_ALLAUTH
        for path in (base / app).rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
        for call in bulk_writes(path.read_text())
    }
    assert {name for name, _call in found} <= {"account_unsetmultipleprimaryemails.py"}, found
    assert list(bulk_writes("X.objects.filter(a=1).update(b=2); X.objects.bulk_create(c)")) != []


def test_each_covered_model_is_written_through_a_change_or_by_nobody():
    for model in KINDS:
        rows = model._default_manager.get_queryset()
        assert isinstance(rows, CoveredRows) or model._meta.auto_created, model
        assert (
            model.save_base is save_base
            or model.save_base.__module__ == save_base.__module__
            or model._meta.auto_created
        )
    assert {model.__name__ for model in KINDS} >= {
        "User",
        "Authenticator",
        "EmailAddress",
        "Membership",
        "Consent",
        "Invitation",
        "Counseling",
        "CounselingAcceptance",
    }


COMPARES = {
    "verify_password": {"couples/accounts/models.py"},
    "check_password": {
        "couples/accounts/recovery_forms.py",
        "couples/lock/opening.py",
        "couples/lock/proofs.py",
    },
    "validate_code": {"couples/accounts/proving.py"},
    "complete_authentication": {"couples/lock/passkeys.py"},
    "authenticate_complete": {"couples/accounts/proving.py"},
    "clean_code": {"couples/accounts/code_forms.py"},
    "clean_credential": {"couples/accounts/passkey_forms.py"},
}
"""Where a secret is compared with a row. Each has its forger in a test whose file begins with test_swapped, but
`proofs.is_password`, which opens nothing, and the codes of mails in `clean_code`, which are in no row."""


def test_a_secret_is_compared_with_a_row_only_where_the_row_is_looked_at_afterwards():
    found: dict[str, set[str]] = {name: set() for name in COMPARES}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in nodes(path.read_text()):
                name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
                if name in found and "/tests/" not in path.as_posix():
                    found[name].add(path.relative_to(ROOT).as_posix())
    assert found == COMPARES
