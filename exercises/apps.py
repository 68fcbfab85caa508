"""The app of exercises: definitions, live sessions, ledgers and private pages. It adds its functions to the hooks."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from couples import hooks, tick
        from couples.mail_queue import about
        from couples.management.commands import check_records, restore, rotate_keys
        from exercises.live.notify import homes, revoke
        from exercises.live.observer import ending
        from exercises.live.store import readable, signing, versions
        from exercises.reminders import mails, weekly_mails

        from . import lifecycle

        lifecycle.listen()
        about.STILL[mails.ABOUT] = mails.may_leave
        about.STILL[weekly_mails.ABOUT] = weekly_mails.may_leave
        tick.DUTIES.append(("mails that something is ready", mails.send_due))
        tick.DUTIES.append(("mails at a weekly hour", weekly_mails.send_due))
        hooks.home_changed.append(homes.changed)
        hooks.signed_out.append(revoke.signed_out)
        hooks.withdrawn.extend([ending.withdrawn, revoke.withdrawn])
        hooks.counselor_ended.append(ending.counselor_ended)
        check_records.CHECKS.extend([signing.whats_wrong, versions.whats_wrong])
        restore.ACTS.append(("sessions and ledgers signed anew", signing.sign_everything))
        restore.ACTS.append(("exercises signed anew", versions.sign_everything))
        rotate_keys.ACTS.append(("sessions and ledgers", signing.sign_under_first_key))
        rotate_keys.ACTS.append(("versions of exercises", versions.sign_under_first_key))
        post_migrate.connect(signing.after_migrating, sender=self)
        post_migrate.connect(readable.fill_in, sender=self)
