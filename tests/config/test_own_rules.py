"""Our own rules hold in every file; what is accepted is named here, with the reason. Bandit's are in pyproject.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from tests.config import own_rules

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("config", "couples", "exercises")
ANY: Final = None
Accepted = Mapping[str, set[str] | None]
SQL: Final[Accepted] = {
    "couples/ratelimits/store.py": {"self._table", "_marks(asked)", "_marks(stored)", "only_where"},
    "couples/among.py": {"column"},  # a column that Django has quoted
    "couples/compiled_query.py": {
        "number",
        "', '.join(_columns(parts, number))",
        "part.sql",  # that Django has written
    },
    "couples/backups/rows.py": {"quoted"},  # a table that the database has named
    "exercises/live/store/insert.py": {
        "RecordedEvent._meta.db_table",
        "Stream._meta.db_table",
        "', '.join((field.column for field in _FIELDS))",
        "viewer",  # one of three letters
    },
    "exercises/live/store/reading.py": {
        "RecordedEvent._meta.db_table",
        "_RECORDS",
        "' OR '.join([_SPAN] * len(spans))",
    },
}
"""What may stand in braces in SQL: names of tables and columns of ours, and a mark for each value."""
BY_HAND: Final[Accepted] = {
    "couples/backups/postgres.py": {"execute"},  # copies and empties whole databases
    "couples/backups/rows.py": {"execute"},
    "couples/backups/sqlite.py": {"execute"},
    "couples/clock.py": {"execute"},
    "couples/traces.py": {"execute"},
    "couples/facts/acts_later.py": {"execute"},
    "couples/facts/guard.py": {"execute"},  # passes on what Django has written
    "couples/ratelimits/store.py": {"execute"},
    "couples/compiled_query.py": {"execute"},
    "exercises/live/store/insert.py": {"execute"},
    "exercises/live/store/reading.py": {"execute"},
}
COMPARED: Final[Accepted] = {
    "couples/pairing/digits.py": {
        "invitation.code_hash not in ('', _hash(digits))"
    },  # both are ours, nobody guesses
    "exercises/live/access.py": {
        "row['user__password'] == caller.password"
    },  # two columns of one row, of now and before
    "exercises/live/store/versions.py": {
        "catalog.content_hash(version.body) == version.pk"
    },  # anybody can make it
    "exercises/catalog/files.py": {"name_node.tag != STRING"},  # a tag of YAML
    "exercises/core/wording.py": {"tag == 'equal'"},  # of a difference between two texts
}
EXEMPT: Final[Accepted] = {"couples/help/exit_page.py": ANY}
"""The script has already emptied the page, so that a refusal could not be read."""
RULES: Final[dict[str, tuple[Callable[[str], Iterator[str]], Accepted]]] = {
    "what is put into SQL": (own_rules.sql_made_of, SQL),
    "who writes SQL": (own_rules.sql_by_hand, BY_HAND),
    "data that could become code": (own_rules.runs_what_it_reads, {}),
    "secrets compared in the open": (own_rules.compared_in_the_open, COMPARED),
    "forms without a token": (own_rules.exempt_from_tokens, EXEMPT),
}
NOSEC: Final = re.compile(r"#\s*nosec\b(.*)")
REASON: Final = re.compile(r"(?: B\d{3})+ # \w.{4,}")


def sources(*, pages: bool = False) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of each module of the application, or of those alone that make pages."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            is_page = path.stem.endswith("pages") or path.parent.name == "pages"
            if not {"tests", "migrations"} & set(path.parts) and (is_page or not pages):
                yield path.relative_to(ROOT).as_posix(), path.read_text()


@pytest.mark.parametrize("rule", RULES)
def test_no_file_breaks_a_rule_of_ours_and_nothing_is_accepted_in_vain(rule):
    finds, accepted = RULES[rule]
    found = {path: set(finds(text)) for path, text in sources()}
    allowed = {path: found.get(path, set()) if what is ANY else what for path, what in accepted.items()}
    assert {path: what for path, what in found.items() if what} == allowed


def test_a_page_asks_the_database_nothing_itself_but_about_who_asks():
    """All else is behind an access function, which says no to a stranger."""
    looked_at = dict(sources(pages=True))
    assert len(looked_at) > 20
    assert [
        (path, asked) for path, text in looked_at.items() for asked in own_rules.asked_by_a_page(text)
    ] == []


def test_no_template_lets_anything_out_unescaped():
    """Mails are plain text: in theirs, escaping would show."""
    files = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "exercises" / "steps").rglob("*.jinja")]
    looked_at = [path for path in files if path.suffix in (".html", ".jinja")]
    assert len(looked_at) > 100
    found = {path.name: list(own_rules.unescaped(path.read_text())) for path in looked_at}
    assert {name: what for name, what in found.items() if what} == {}


def test_what_is_stored_for_a_while_is_never_a_pickle():
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    backends = [*settings.CACHES.values(), *settings.CHANNEL_LAYERS.values()]
    assert all(one["BACKEND"].startswith(("couples.", "exercises.")) for one in backends), (
        "ours, so read above"
    )


def test_what_bandit_lets_pass_has_a_number_and_a_reason():
    files = [*sources(), *((path.name, path.read_text()) for path in (ROOT / "scripts").glob("*.py"))]
    found = [(path, why) for path, text in files for why in NOSEC.findall(text)]
    assert found
    assert [(path, why) for path, why in found if not REASON.fullmatch(why)] == []


PLANTED: Final = [
    (own_rules.sql_made_of, 'f"SELECT * FROM t WHERE name = {name}"'),
    (own_rules.sql_made_of, '"SELECT * FROM t WHERE name = " + name'),
    (own_rules.sql_made_of, '"DELETE FROM t WHERE id = %s" % given'),
    (own_rules.sql_made_of, '"SELECT {}".format(given)'),
    (own_rules.sql_by_hand, "User.objects.raw(text)"),
    (own_rules.sql_by_hand, "rows.annotate(x=RawSQL(text, []))"),
    (own_rules.runs_what_it_reads, "from pickle import loads"),
    (own_rules.runs_what_it_reads, "import yaml\nyaml.load(text, Loader=yaml.SafeLoader)"),
    (own_rules.runs_what_it_reads, "import yaml\nyaml.compose(text, Loader=yaml.Loader)"),
    (own_rules.runs_what_it_reads, 'X = {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}'),
    (own_rules.runs_what_it_reads, 'X = "django.contrib.sessions.serializers.PickleSerializer"'),
    (own_rules.runs_what_it_reads, "eval(given)"),
    (own_rules.compared_in_the_open, "mac(row) == row.body_mac"),
    (own_rules.compared_in_the_open, 'given in (row["token_hash"], "")'),
    (own_rules.asked_by_a_page, "Meeting.objects.get(pk=meeting_id)"),
    (own_rules.asked_by_a_page, "get_object_or_404(Meeting, pk=meeting_id)"),
    (own_rules.exempt_from_tokens, "from x import csrf_exempt\n@csrf_exempt\ndef page(): ..."),
    (own_rules.unescaped, "{{ name|safe }}"),
    (own_rules.unescaped, "{% autoescape off %}{{ name }}{% endautoescape %}"),
]


@pytest.mark.parametrize(("finds", "planted"), PLANTED)
def test_each_rule_finds_what_is_planted(finds, planted):
    assert list(finds(planted))


def test_what_is_right_is_not_found():
    right = 'f"SELECT"; "a" + b; yaml.safe_load(text); hmac.compare_digest(a, token); log.info("x", extra={"a": 1})'
    assert not any(list(finds(right)) for finds, _accepted in RULES.values())
    assert not list(own_rules.asked_by_a_page("Key.objects.filter(user=request.user)"))
