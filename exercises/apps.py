"""The exercises: live sessions, their definitions and the couple's ledger. Listens for partings only."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from couples import hooks as happenings
        from exercises.live.notify import revoke

        from . import lifecycle

        lifecycle.listen()
        happenings.signed_out.append(revoke.signed_out)
        happenings.withdrawn.append(revoke.withdrawn)
