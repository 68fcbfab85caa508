"""The app of exercises: definitions, live sessions, ledgers and private pages. It adds its functions to the hooks."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from couples import hooks
        from exercises.live.notify import homes, revoke

        from . import lifecycle

        lifecycle.listen()
        hooks.home_changed.append(homes.changed)
        hooks.signed_out.append(revoke.signed_out)
        hooks.withdrawn.append(revoke.withdrawn)
