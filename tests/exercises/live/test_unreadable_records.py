"""What PostgreSQL stores and Python cannot read is named, and the others are looked at."""

import pytest
from django.db import connection

from exercises.live.store import signing
from tests import forging

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.forges]


def test_a_moment_that_does_not_end(room):
    never = "infinity" if connection.vendor == "postgresql" else "when it was"
    forging.run("UPDATE exercises_recordedevent SET at = %s WHERE id = %s", never, room.records.last().pk)
    (line,) = signing.whats_wrong()
    assert str(room.id) in line
