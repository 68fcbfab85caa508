"""Help services, read from one file per region and validated. Independent of the visitor.

A date in `checked` means that the operators of this server tried the entry themselves on that day. The files that
come with Counterpoint have none, because only the operators can check the numbers they publish.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

FOLDER: Final = Path(__file__).resolve().parent / "regions"
STALE_AFTER: Final = timedelta(days=365)
KINDS: Final = ("fear", "crisis", "own_behavior", "lgbtq", "men", "children", "addiction", "counseling")
WAYS: Final = ("phone", "text", "chat", "web")
REQUIRED: Final = {"name", "kind", "what", "who", "hours"}
ALLOWED: Final = REQUIRED | {*WAYS, "checked"}


class Unreadable(Exception):
    """The file of help services is invalid; the message says where and why."""


@dataclass(frozen=True)
class HelpService:
    name: str
    kind: str
    what: str
    who: str
    hours: str
    phone: str = ""
    text: str = ""
    chat: str = ""
    web: str = ""
    checked: date | None = None

    def is_fresh(self, today: date) -> bool:
        """Return whether the operators tried it within STALE_AFTER."""
        return self.checked is not None and today - STALE_AFTER <= self.checked <= today

    @property
    def dialled(self) -> str:
        """The number for a `tel:` link: only digits and plus."""
        return "".join(char for char in self.phone if char.isdigit() or char == "+")


@dataclass(frozen=True)
class Region:
    name: str
    emergency: str
    services: tuple[HelpService, ...]

    def of(self, kind: str) -> list[HelpService]:
        return [service for service in self.services if service.kind == kind]

    def all_fresh(self, today: date) -> bool:
        return all(service.is_fresh(today) for service in self.services)


def file() -> Path:
    """Return the operator's own file, or the bundled one for HELP_REGION."""
    if settings.HELP_FILE:
        return Path(settings.HELP_FILE)
    return FOLDER / f"{settings.HELP_REGION}.yaml"


def here() -> Region:
    """Return the region configured for this server."""
    return read(file())


def elsewhere() -> list[Region]:
    """Return the other bundled regions by name, because people travel, move and have family abroad."""
    others = [
        path for path in sorted(FOLDER.glob("*.yaml")) if path.stem not in ("world", settings.HELP_REGION)
    ]
    return sorted((read(path) for path in others), key=lambda region: region.name)


@cache
def read(path: Path) -> Region:
    """Return the region in this file. Raises Unreadable with a message that names the entry."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Unreadable(f"There is no file {path}. Regions that exist: {', '.join(regions())}.") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unreadable(f"{path} can't be read as YAML: {error}") from None
    try:
        return _region(found)
    except Unreadable as wrong:
        raise Unreadable(f"{path}: {wrong}") from None


def regions() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def _region(found: Any) -> Region:
    if not isinstance(found, dict) or set(found) != {"region", "emergency", "places"}:
        raise Unreadable("it must have exactly `region`, `emergency` and `places`.")
    if not isinstance(found["places"], list) or not found["places"]:
        raise Unreadable("`places` must be a list with at least one entry.")
    services = tuple(_service(number, entry) for number, entry in enumerate(found["places"], start=1))
    if missing := {"fear", "crisis"} - {service.kind for service in services}:
        raise Unreadable(f"there is no place of the kind {' or '.join(sorted(missing))}; both are needed.")
    return Region(_text(found, "region", "the file"), _text(found, "emergency", "the file"), services)


def _service(number: int, entry: Any) -> HelpService:
    where = f"entry {number}"
    if not isinstance(entry, dict):
        raise Unreadable(f"{where} must be a list of `key: value` lines.")
    where += f" ({entry.get('name', 'without a name')})"
    if lacking := REQUIRED - set(entry):
        raise Unreadable(f"{where} lacks {', '.join(sorted(lacking))}.")
    if strange := set(entry) - ALLOWED:
        raise Unreadable(f"{where} has {', '.join(sorted(map(str, strange)))}, which means nothing here.")
    checked = entry.get("checked")
    if checked is not None and type(checked) is not date:
        raise Unreadable(f"{where}: `checked` must be a day such as 2026-11-25, or left empty.")
    words = {key: _text(entry, key, where) for key in entry if key != "checked"}
    if words["kind"] not in KINDS:
        raise Unreadable(f"{where}: `kind` must be one of {', '.join(KINDS)}.")
    if not any(words.get(way) for way in WAYS):
        raise Unreadable(f"{where} needs at least one of {', '.join(WAYS)}.")
    for way in ("chat", "web"):
        if not words.get(way, "https://").startswith("https://"):
            raise Unreadable(f"{where}: `{way}` must begin with https://.")
    return HelpService(**words, checked=checked)


def _text(entry: dict[str, Any], key: str, where: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise Unreadable(f"{where}: `{key}` must be text; put quotes around numbers.")
    return value.strip()
