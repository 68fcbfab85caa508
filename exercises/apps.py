"""The app of exercises: definitions, live sessions, ledgers and private pages. It adds its functions to the hooks."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from couples import hooks
        from exercises.live.notify import revoke

        from . import lifecycle

        lifecycle.listen()
        hooks.signed_out.append(revoke.signed_out)
        hooks.withdrawn.append(revoke.withdrawn)
