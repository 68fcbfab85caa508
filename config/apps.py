"""Tells Django to load the checks of the settings. It holds no models and no pages."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers itself)
