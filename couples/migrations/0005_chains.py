"""A chain for each couple, with a link for each consent and access record that is there.

How each ends belongs to the database `keys`. Whichever of the two databases is migrated last stores it there.
"""

from django.db import OperationalError, connections, migrations, models

LINKS, LATEST = "couples_chainlink", "couples_latest"


def begin(apps, schema_editor):
    make_links(apps)
    if has_table("keys", LATEST):
        store_ends(apps)


def end(apps, schema_editor):
    if has_table("default", LINKS):
        store_ends(apps)


def has_table(alias, name):
    """Return whether that database has this table; not if it is still to be made, as one of two is for tests."""
    known = connections[alias]
    options = {key: value for key, value in known.settings_dict["OPTIONS"].items() if key != "pool"}
    of_its_own = type(known)(
        {**known.settings_dict, "OPTIONS": options}, alias
    )  # a pool would try for seconds
    try:
        return name in of_its_own.introspection.table_names()
    except OperationalError:
        return False
    finally:
        of_its_own.close()


def make_links(apps):
    from couples.counseling import chain

    models_of = {name: apps.get_model("couples", name) for name in ("Consent", "AccessRecord", "ChainLink")}
    rows: dict = {}
    consents = models_of["Consent"].objects.using("default").filter(counseling__couple__isnull=False)
    for row in consents.select_related("counseling").order_by("pk"):
        rows.setdefault(row.counseling.couple_id, []).append(row)
    for row in models_of["AccessRecord"].objects.using("default").order_by("pk"):
        rows.setdefault(row.couple_id, []).append(row)
    for couple, theirs in rows.items():
        entries = [(chain.kind_of(row), row.pk, chain.digest_of(row)) for row in theirs]
        made = chain.linked(
            chain.before_first(couple), [(chain.Kind.BEGUN, None, chain.OF_NOTHING), *entries]
        )
        columns = ("couple", "number", "kind", "row", "digest", "mac")
        models_of["ChainLink"].objects.using("default").bulk_create(
            [models_of["ChainLink"](**{name: getattr(one, name) for name in columns}) for one in made]
        )


def store_ends(apps):
    from couples.counseling import chain

    links, latest = apps.get_model("couples", "ChainLink"), apps.get_model("couples", "Latest")
    for last in links.objects.using("default").order_by("couple", "number"):
        latest.objects.using("keys").update_or_create(
            purpose=chain.CHAIN, subject=last.couple, defaults={"value": chain.state_of(last), "coming": b""}
        )


class Migration(migrations.Migration):
    dependencies = [("couples", "0004_sign_ins")]

    operations = [
        migrations.CreateModel(
            name="ChainLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("couple", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("begun", "Begun"),
                            ("restored", "Restored"),
                            ("given", "Given"),
                            ("withdrawn", "Withdrawn"),
                            ("read", "Read"),
                        ],
                        max_length=9,
                    ),
                ),
                ("row", models.BigIntegerField(null=True)),
                ("digest", models.BinaryField(max_length=32)),
                ("mac", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("couple", "number"), name="one_link_of_each_number")
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(end, migrations.RunPython.noop, hints={"model_name": "latest"}),  # on the keys
    ]
