"""The exercises: live sessions, their definitions and the couple's ledger."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"
