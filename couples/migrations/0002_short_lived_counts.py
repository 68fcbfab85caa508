"""The table in which attempts are counted for all processes."""

from django.core.management import call_command
from django.db import migrations

TABLE = "short_lived_counts"


def make(apps, schema_editor):
    if schema_editor.connection.alias == "default":
        call_command("createcachetable", TABLE, database="default", verbosity=0)


def drop(apps, schema_editor):
    if schema_editor.connection.alias == "default":
        schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("couples", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
