"""How often each event was noted in each hour. Nothing says by whom or about whom."""

from django.db import models


class SecurityCount(models.Model):
    """`hour`: its beginning. `kind`: the value of a `Kind`."""

    kind = models.CharField(max_length=40)
    hour = models.DateTimeField()
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "hour"], name="one_count_for_each_hour")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.hour:%Y-%m-%d %H}"
