"""Checks definition files and names every error by line and column. Changes nothing and needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises import catalog
from exercises.catalog import translations


class Command(BaseCommand):
    help = "Checks the exercises of Counterpoint, or the files and folders given."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="Files, or folders of files, to check instead of Counterpoint's own.",
        )

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        found = [file for path in files or [catalog.FOLDER] for file in _definitions(path)]
        broken = sum(not self._check(file) for file in dict.fromkeys(found))
        if not found:
            raise CommandError(_("There are no exercises to check."))
        if broken:
            said = ngettext("{number} file cannot be used.", "{number} files cannot be used.", broken)
            raise CommandError(said.format(number=broken))

    def _check(self, path: Path) -> bool:
        """Print the file's name with OK, or its errors; whether it has none."""
        try:
            catalog.check(path)
        except catalog.BrokenDefinition as error:
            self.stdout.write("\n".join(error.lines))
            return False
        except FileNotFoundError:
            folder = path.parent.resolve()
            self.stdout.write(
                _("{name}: there is no such file in {folder}").format(name=path.name, folder=folder)
            )
            return False
        except OSError as error:
            self.stdout.write(f"{path.name}: {error.strerror}")
            return False
        self.stdout.write(f"{path.name}: OK")
        return True


def _definitions(path: Path) -> list[Path]:
    """Return the definitions to check for a path: a translation is checked with what it translates."""
    if not path.is_dir():
        return [translations.definition_of(path) if translations.is_translation(path) else path]
    return sorted({translations.definition_of(file) for file in path.rglob("*.yaml")})
