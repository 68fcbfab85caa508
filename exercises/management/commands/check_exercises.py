"""Checks definition files and names every error by line and column. Changes nothing and needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises import catalog


class Command(BaseCommand):
    help = "Checks the exercises of Counterpoint, or the files given."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, help="Files to check instead of Counterpoint's own."
        )

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        paths = files or sorted(catalog.FOLDER.rglob("*.yaml"))
        broken = sum(not self._check(path) for path in paths)
        if not paths:
            raise CommandError(_("There are no exercises to check."))
        if broken:
            said = ngettext("{number} file cannot be used.", "{number} files cannot be used.", broken)
            raise CommandError(said.format(number=broken))

    def _check(self, path: Path) -> bool:
        """Print the file's name with OK, or its errors; whether it has none."""
        try:
            catalog.read(path)
        except catalog.BrokenDefinition as error:
            self.stdout.write("\n".join(error.lines))
            return False
        except OSError as error:
            self.stdout.write(f"{path.name}: {error.strerror}")
            return False
        self.stdout.write(f"{path.name}: OK")
        return True
