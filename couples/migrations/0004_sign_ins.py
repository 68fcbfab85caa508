"""Sign-ins of our own. Those of before were stored under the very key of their cookie: all of them end here."""

from django.db import migrations, models

OLD_TABLES = ("usersessions_usersession", "django_session")


def drop_old(apps, schema_editor):
    connection = schema_editor.connection
    if connection.alias != "default":
        return
    there = set(connection.introspection.table_names())
    for table in OLD_TABLES:
        if table in there:
            schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(table)}")


class Migration(migrations.Migration):
    dependencies = [("couples", "0003_latest")]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "session_key",
                    models.CharField(editable=False, max_length=40, primary_key=True, serialize=False),
                ),
                ("session_data", models.TextField(editable=False)),
                ("expire_date", models.DateTimeField(db_index=True, editable=False)),
                ("person", models.UUIDField(db_index=True, editable=False, null=True)),
            ],
        ),
        migrations.RunPython(drop_old, migrations.RunPython.noop),
    ]
