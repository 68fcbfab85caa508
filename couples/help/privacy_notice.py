"""What only the operator can say on the privacy page: who runs this server, where, and people's rights. From a file.

The software's own statements are in the template, because they are true on every server.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from couples.keys.backups import BACKUP_RETENTION, KEY_BACKUP_RETENTION

EXAMPLE: Final = Path(__file__).resolve().parent / "privacy_example.yaml"
TEXTS: Final = ("operator", "contact", "kept_at", "others", "rights", "authority")
DAYS: Final = {"backup_days": BACKUP_RETENTION, "key_backup_days": KEY_BACKUP_RETENTION}
KEYS: Final = {*TEXTS, *DAYS, "updated"}


class Unreadable(Exception):
    """The file is invalid or unfinished; the message says where."""


@dataclass(frozen=True)
class Notice:
    """`kept_at`: where the data is. `others`: who else handles it for the operator. `updated`: when it was written."""

    operator: str
    contact: str
    kept_at: str
    others: str
    rights: str
    authority: str
    backup_days: int
    key_backup_days: int
    updated: date

    @property
    def backups(self) -> timedelta:
        return timedelta(days=self.backup_days)

    @property
    def key_backups(self) -> timedelta:
        return timedelta(days=self.key_backup_days)


def here() -> Notice | None:
    """Return what the operator of this server has written; None without a file. Raises Unreadable."""
    return read(Path(settings.PRIVACY_FILE)) if settings.PRIVACY_FILE else None


@cache
def read(path: Path) -> Notice:
    """Return the notice in this file. Raises Unreadable with a message that names the entry."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unreadable(f"{path} can't be read as YAML: {error}") from None
    if not isinstance(found, dict) or set(found) != KEYS:
        raise Unreadable(f"{path} must have exactly {', '.join(sorted(KEYS))}; copy {EXAMPLE.name}.")
    if empty := [key for key in sorted(KEYS) if found[key] in (None, "")]:
        raise Unreadable(f"{path} is not completed: {', '.join(empty)}.")
    return Notice(**{key: _valid(key, found[key], path) for key in found})


def _valid(key: str, value: Any, path: Path) -> Any:
    if key in TEXTS and isinstance(value, str) and value.strip():
        return value.strip()
    if key == "updated" and type(value) is date:
        return value
    if key in DAYS and type(value) is int and 0 <= value <= DAYS[key].days:
        return value
    raise Unreadable(f"{path}: `{key}` must be {_expected(key)}.")


def _expected(key: str) -> str:
    if key in DAYS:
        return f"a number of days, {DAYS[key].days} at most: people are told so when they erase themselves"
    return "a day such as 2026-11-25" if key == "updated" else "text; put quotes around numbers"
