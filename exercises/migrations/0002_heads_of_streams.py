"""A stream knows the sequence of its last record, and of the last that changed each viewer's view."""

from django.db import migrations, models

SET_HEADS = """
UPDATE exercises_stream SET
    head = (SELECT COALESCE(MAX(sequence), 0) FROM exercises_recordedevent
            WHERE stream_id = exercises_stream.id),
    head_a = (SELECT COALESCE(MAX(sequence), 0) FROM exercises_recordedevent
              WHERE stream_id = exercises_stream.id AND seen_by LIKE '%a%'),
    head_b = (SELECT COALESCE(MAX(sequence), 0) FROM exercises_recordedevent
              WHERE stream_id = exercises_stream.id AND seen_by LIKE '%b%'),
    head_o = (SELECT COALESCE(MAX(sequence), 0) FROM exercises_recordedevent
              WHERE stream_id = exercises_stream.id AND seen_by LIKE '%o%')
"""


class Migration(migrations.Migration):
    dependencies = [("exercises", "0001_initial")]

    operations = [
        *(
            migrations.AddField("stream", name, models.PositiveIntegerField(default=0))
            for name in ("head", "head_a", "head_b", "head_o")
        ),
        migrations.RunSQL(SET_HEADS, migrations.RunSQL.noop),
    ]
