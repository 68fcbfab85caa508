"""For how long backups may be kept: people are told so, and that what they erased is unreadable afterwards."""

from datetime import timedelta
from typing import Final

BACKUP_RETENTION: Final = timedelta(days=30)
"""Backups of the main database."""
KEY_BACKUP_RETENTION: Final = timedelta(days=7)
"""Backups of the database `keys`, with which an erased person's words could still be read."""
