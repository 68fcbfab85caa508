"""Django's command, which the security log knows of as well."""

from typing import Any

from django.contrib.auth.management.commands import changepassword

from couples.security_log import Kind, note


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        said = super().handle(*args, **options)
        note(Kind.PASSWORD_CHANGED)
        return said
