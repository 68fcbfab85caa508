"""Route the wrapped data keys, and what guards the records of the main database, to their own database."""

from typing import Any

from django.db.models import Model

KEYS = "keys"
OF_KEYS = ("personkey", "latest")


class KeysRouter:
    """The models of this package live only in `keys`; everything else lives only in `default`."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return KEYS if _is_key(model._meta.app_label, model._meta.model_name) else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self.db_for_read(model, **hints)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        return (db == KEYS) == _is_key(app_label, model_name)


def _is_key(app_label: str, model_name: str | None) -> bool:
    return app_label == "couples" and model_name in OF_KEYS
