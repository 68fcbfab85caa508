"""Tells Django to load the checks of the settings. It holds no models and no pages."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from . import checks, exercise_checks  # noqa: F401  (they register themselves)
