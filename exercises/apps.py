"""The app of exercises: definitions, live sessions, ledgers and private pages. It adds its functions to the hooks."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from couples import hooks, tick
        from exercises.live.notify import homes, revoke
        from exercises.reminders import mails

        from . import lifecycle

        lifecycle.listen()
        tick.DUTIES.append(("mails that something is ready", mails.send_due))
        hooks.home_changed.append(homes.changed)
        hooks.signed_out.append(revoke.signed_out)
        hooks.withdrawn.append(revoke.withdrawn)
