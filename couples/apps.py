"""The app of couples. It connects the security log to what allauth says, and has every statement looked at."""

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class CouplesConfig(AppConfig):
    name = "couples"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from couples.accounts import foreign_facts, noted
        from couples.facts import guard, signing

        noted.listen()
        foreign_facts.cover()
        connection_created.connect(guard.watch, dispatch_uid="what decides is written in one place")
        for connection in connections.all(initialized_only=True):
            guard.watch(connection)
        pre_migrate.connect(guard.let_migrate, sender=self)
        post_migrate.connect(guard.has_migrated, sender=self)
        post_migrate.connect(signing.after_migrating, sender=self)
