"""Who from outside the couple read what kind of thing, and when. Content-free; the couple can always see it."""

from .models import AccessRecord, Couple, User


def record(couple: Couple, reader: User, role: AccessRecord.Role, what: str) -> None:
    """Remember one read. Call it in the transaction that reads, so that nothing is read without a record."""
    AccessRecord.objects.create(couple=couple, reader=reader, role=role, what=what)


def of_couple(couple: Couple) -> list[AccessRecord]:
    """Every read about this couple, the newest first."""
    return list(couple.access_records.select_related("reader").order_by("-at"))
