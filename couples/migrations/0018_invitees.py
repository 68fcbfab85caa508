"""Who came by a counselor's link, and whom they come with."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0017_counselor_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expected_mac", models.CharField(blank=True, editable=False, max_length=64)),
                ("sealed_expected", models.BinaryField(default=bytes)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "confirmed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitees",
                        to="couples.counseling",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("link", "person"), name="one_invitee_per_person_and_link"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed__isnull", True),
                            models.Q(
                                models.Q(("expected_mac", ""), _negated=True),
                                models.Q(("confirmed", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="whoever_is_confirmed_was_expected",
                    ),
                ],
            },
        ),
    ]
