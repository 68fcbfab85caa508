"""Prints the JSON Schema of exercise files, for editors. Changes nothing and needs no database."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from exercises.catalog.schema import schema


class Command(BaseCommand):
    help = "Prints the JSON Schema of exercise files, for editors."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False))
