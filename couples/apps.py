"""The app of couples. It connects the security log to what allauth says, and starts nothing."""

from django.apps import AppConfig


class CouplesConfig(AppConfig):
    name = "couples"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from couples.accounts import noted

        noted.listen()
