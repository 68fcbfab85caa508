"""What is in the database."""

from django.apps import apps
from django.core import serializers

from couples.keys.router import KeysRouter

db_of = KeysRouter().db_for_read


def all_rows() -> str:
    """The main database as text: every row but those of the keys, which are in the other one."""
    models = [model for model in apps.get_models() if db_of(model) is None]
    rows: str = serializers.serialize(
        "json", [row for model in models for row in model._default_manager.all()]
    )
    return rows
