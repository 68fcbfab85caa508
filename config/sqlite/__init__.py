"""Django's SQLite backend, where a value has one written form."""
