"""Reads the secret keys from the environment or from files in the data folder.

New keys are created only for the demo and development. In production, missing keys are an error: a key created on the
fly could be lost, and with it everything it sealed.
"""

import base64
import binascii
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


def data_folder(path: str) -> Path:
    """Return the data folder, created with access for its owner only."""
    folder = Path(path).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read_secret(name: str, file: Path, may_make: bool) -> str:
    """Return the secret `name` from the environment, from `file`, or a new one if `may_make`."""
    if given := os.environ.get(name, "").strip():
        return given
    if not file.exists() and may_make:
        _make(file)
    if not file.exists():
        raise ImproperlyConfigured(f"{name} is missing: set it in the environment, or keep it in {file}.")
    return file.read_text().strip()


def read_master_keys(listed: str) -> list[bytes]:
    """Return the master keys: comma-separated base64 of 32 bytes. The first wraps; the others still unwrap."""
    keys = [_decoded(part.strip()) for part in listed.split(",") if part.strip()]
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ImproperlyConfigured("MASTER_KEYS must be base64 of 32 bytes each, separated by commas.")
    return keys


def _make(file: Path) -> None:
    """Write a random key beside `file` and link it into place, so that two starting processes agree on one."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(base64.b64encode(os.urandom(KEY_BYTES)).decode())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first, and its key counts
    finally:
        draft.unlink()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
