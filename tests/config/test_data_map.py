"""Every kind of row that is stored is in the data map, with every way that leads from it to a person."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey, OneToOneField

from couples.accounts.models import User
from couples.privacy import data_map
from couples.privacy.data_map import Erasure, Export

MODELS = apps.get_models(include_auto_created=True)


def missing(models) -> list[str]:
    return [model._meta.label for model in models if data_map.of(model._meta.label) is None]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_kind_of_row_is_missing(model):
    assert not missing([model]), "say in the data map whose it is, whether it is exported, and how it ends"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_way_from_a_row_to_a_person_is_in_it(model):
    entry = data_map.of(model._meta.label)
    ways = {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField) and field.related_model is User
    }
    assert ways <= set(entry.people), f"{entry.model} leads to people by {ways}"


@pytest.mark.parametrize("entry", data_map.entries(), ids=lambda entry: entry.model)
def test_what_an_entry_names_is_there(entry):
    names = {field.name for field in entry.kind._meta.get_fields()}
    assert set(entry.fields) <= names
    if entry.export in (Export.OWN, Export.SHARED):
        assert entry.fields
    if entry.erasure is Erasure.DELETED and entry.model not in (
        "couples.CounselorInvitation",
        "sessions.Session",
    ):
        assert entry.people
    if entry.erasure is Erasure.NOBODYS:
        assert not entry.people


def test_a_kind_without_an_entry_would_be_found(monkeypatch):
    monkeypatch.delitem(data_map._map, "exercises.Draft")
    assert missing(MODELS) == ["exercises.Draft"]
