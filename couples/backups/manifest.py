"""What is written beside each copy: what it is of, what is in it, and a MAC, so that it is known to be our own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from hashlib import file_digest
from pathlib import Path
from typing import Final

from couples.keys import data_keys

NAME: Final = "manifest.json"
PURPOSE: Final = "backup"


class CannotCopy(Exception):
    """A backup can't be made or put back. The text is a whole sentence for the operator."""


@dataclass(frozen=True)
class Manifest:
    """`database`: main or keys. `rows`: how many each table has. `migrations`: `app.name` of each that was applied."""

    database: str
    store: str
    server: str
    made_at: str
    version: str
    migrations: list[str]
    rows: dict[str, int]
    file: str
    sha256: str
    mac: str = ""

    def signed(self) -> Manifest:
        return replace(self, mac=data_keys.mac(PURPOSE, self._said()).hex())

    def is_our_own(self) -> bool:
        """Whether it is as somebody wrote it who had one of our master keys."""
        return data_keys.is_mac(bytes.fromhex(self.mac), PURPOSE, self._said())

    def write(self, folder: Path) -> None:
        write_new(folder / NAME, json.dumps(asdict(self), indent=2).encode())

    def _said(self) -> bytes:
        return json.dumps(asdict(replace(self, mac="")), sort_keys=True).encode()


def read(folder: Path) -> Manifest:
    """Return what is written beside the copy in this folder. Raises CannotCopy if that is none of ours."""
    try:
        return Manifest(**json.loads((folder / NAME).read_text()))
    except FileNotFoundError:
        inside = sorted(path.parent.name for path in folder.glob(f"*/{NAME}"))
        hint = f"; name one of those in it, like {folder / inside[-1]}" if inside else ""
        raise CannotCopy(f"{folder} is not a backup: it has no {NAME}{hint}.") from None
    except OSError as error:
        raise CannotCopy(f"{folder / NAME} can't be read: {error.strerror}.") from None
    except (ValueError, TypeError):
        raise CannotCopy(f"{folder / NAME} is damaged, or not of this version of Counterpoint.") from None


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def write_new(file: Path, content: bytes = b"") -> None:
    """Make a file that nobody else may read."""
    file.touch(mode=0o600, exist_ok=False)
    file.write_bytes(content)
