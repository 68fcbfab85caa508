"""The exercises: live sessions, their definitions and the couple's ledger."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from couples import parting

        from . import doors

        parting.signed_out.append(doors.signed_out)
        parting.withdrawn.append(doors.withdrawn)
