"""The exercises: live sessions, their definitions and the couple's ledger. Listens for partings only."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from exercises import parting

        parting.listen()
