"""The app of couples. It connects the security log to what allauth says, and has every statement looked at."""

from django import forms
from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy


class CouplesConfig(AppConfig):
    name = "couples"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_used

        from couples import mails_about
        from couples.accounts import factor_secrets, factors, foreign_facts, noted, told
        from couples.counseling import coming, counselors
        from couples.facts import guard, signing
        from couples.privacy import erasure, unused

        forms.Field.default_error_messages["required"] = gettext_lazy("Please fill this in.")
        mails_about.listen()
        noted.listen()
        authenticator_used.connect(factors.say_which)
        authenticator_used.connect(told.recovery_code_used)
        foreign_facts.cover()
        coming.listen()
        factor_secrets.listen()
        connection_created.connect(guard.watch, dispatch_uid="what decides is written in one place")
        for connection in connections.all(initialized_only=True):
            guard.watch(connection)
        pre_migrate.connect(guard.let_migrate, sender=self)
        post_migrate.connect(guard.has_migrated, sender=self)
        signing.KEPT_IN_KEYS[:] = [
            (3, counselors.keep_all_open),
            (3, erasure.keep_all_begun),
            (4, unused.keep_last),
            (4, factor_secrets.reencrypt),
        ]
        post_migrate.connect(signing.after_migrating, sender=self)
