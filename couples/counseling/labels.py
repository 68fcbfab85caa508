"""What a counselor calls a link, so that she knows to whom she gave it: sealed under her key, shown to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from couples.accounts.models import User
from couples.counseling.models import Counseling
from couples.keys import data_keys
from couples.keys.opening import unseal_or_note

MAX_LABEL_LENGTH: Final = 60


def put(link: Counseling, label: str) -> None:
    """Seal this label into the link, which is not saved here. Without a key of hers there is no label."""
    key = data_keys.data_key(link.counselor_id)
    link.sealed_label = data_keys.seal(key, label.encode(), _context(link)) if key and label else b""


def copy(link: Counseling, other: Counseling) -> None:
    """Seal the label of this link into another one of the same counselor, which is not saved here."""
    put(other, of(link.counselor, [link])[link.pk])


def of(counselor: User, several: Sequence[Counseling]) -> dict[UUID, str]:
    """Return her label of each of her own links, by its id; an empty string for one without."""
    found = {link.pk: "" for link in several}
    labeled = [link for link in several if link.sealed_label]
    key = data_keys.data_key(counselor.pk, counselor.key_epoch) if labeled else None
    if key is None:
        return found
    for link in labeled:
        found[link.pk] = (unseal_or_note(key, link.sealed_label, _context(link)) or b"").decode()
    return found


def _context(link: Counseling) -> bytes:
    return f"counseling|{link.pk}|{link.counselor_id}|label".encode()
