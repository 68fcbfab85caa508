"""What an operator sees and changes in the admin: metadata only, and the couple reads that they looked."""

from uuid import UUID

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import consent, scopes
from couples.counseling.models import AccessRecord, Consent, CounselingAcceptance, CounselorInvitation
from couples.facts.changing import changing
from tests.cast import with_second_step
from tests.couples.counseling.consents import allow
from tests.couples.counseling.reading import signed_in, text
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return with_second_step(users.create("op@example.org", "Olga", is_staff=True, is_superuser=True))


ABOUT_COUPLES = ["couple", "membership", "counseling"]


def of(couple, linked, name):
    return {"couple": couple.pk, "membership": couple.memberships.first().pk, "counseling": linked.pk}[name]


@pytest.mark.parametrize("name", ABOUT_COUPLES)
@pytest.mark.parametrize("page", ["", "{}/change/", "{}/history/"])
def test_an_operator_who_looks_at_a_couple_is_seen_by_it(linked, couple, alex, operator, name, page):
    path = f"/admin/couples/{name}/" + page.format(of(couple, linked, name))
    assert signed_in(operator).get(path).status_code == 200
    seen = AccessRecord.objects.get()
    assert (seen.couple, seen.reader, seen.role) == (couple, operator, "admin")
    assert "Olga" in text(signed_in(alex).get("/counselors/who-read-what/"))


@pytest.mark.parametrize("name", ABOUT_COUPLES)
@pytest.mark.parametrize("act", ["add", "delete", "change", "action"])
def test_an_operator_changes_nothing_about_a_couple(linked, couple, operator, name, act):
    row = of(couple, linked, name)
    path = f"/admin/couples/{name}/"
    path += {"add": "add/", "delete": f"{row}/delete/", "change": f"{row}/change/", "action": ""}[act]
    data = {"post": "yes", "action": "delete_selected", "_selected_action": [str(row)]}
    signed_in(operator).post(path, data)
    linked.refresh_from_db()
    couple.refresh_from_db()
    assert couple.memberships.count() == 2


def test_records_consents_and_invitations_of_counselors_have_no_admin_page():
    for model in (AccessRecord, Consent, CounselingAcceptance, CounselorInvitation):
        assert not admin.site.is_registered(model)


def test_only_switches_of_a_person_can_be_changed(rf, operator):
    request = rf.get("/admin/")
    request.user = operator
    for model, page in admin.site._registry.items():
        if model._meta.app_label in ("couples", "exercises"):
            may = (page.has_add_permission(request), page.has_delete_permission(request))
            assert may == (False, False), model
            assert page.has_change_permission(request) == (model is User), model
    page = admin.site._registry[User]
    assert set(page.get_form(request).base_fields) == {"is_active", "is_staff"}
    of_a_counselor = page.get_form(request, User(is_counselor=True))
    assert set(of_a_counselor.base_fields) == {"is_active", "is_counselor", "is_staff"}


FORBIDDEN = {
    *(
        "token_hash",
        "code_hash",
        "sealed",
        "events",
        "body_mac",
        "confidences",
        "password",
        "public",
        "wrapped",
    ),
    *("leaves_on", "declined_at", "withdrawn_at", "accepted_by"),
}


def test_no_admin_page_of_ours_shows_a_content_a_hash_or_a_private_choice(rf, operator):
    request = rf.get("/admin/")
    request.user = operator
    ours = {
        model: page for model, page in admin.site._registry.items() if model.__module__.startswith("couples")
    }
    assert User in ours
    for page in ours.values():
        shown = {*page.get_list_display(request), *page.get_fields(request), *page.get_list_filter(request)}
        assert not shown & FORBIDDEN
    assert not [model for model in admin.site._registry if model.__module__.startswith("exercises")]


def test_what_is_planted_in_every_text_field_shows_on_no_admin_page(linked, couple, alex, casey, operator):
    """Visit the list and the row pages of every registered model, after putting secrets in every text field."""
    allow(linked, alex, scopes.LIVE)
    casey.counselor.confidences = "SECRET-rule"
    casey.counselor.save()
    User.objects.filter(pk=alex.pk).update(password="SECRET-password")
    linked.token_hash = "SECRET-hash"
    linked.save(update_fields=["token_hash"])
    client, walked = signed_in(operator), 0
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        paths = [base, *(f"{base}{pk}/change/" for pk in model._default_manager.values_list("pk", flat=True))]
        for path in paths:
            page = text(client.get(path))
            assert "SECRET" not in page, path
            assert "withdrawn" not in page, path
            walked += 1
    assert walked > 10


def test_half_an_acceptance_is_no_row_for_an_operator(linked, couple, operator):
    type(linked).objects.update(linked_at=None)
    client = signed_in(operator)
    assert str(linked.pk) not in text(client.get("/admin/couples/counseling/"))
    assert client.get(f"/admin/couples/counseling/{linked.pk}/change/").status_code == 302


def test_switching_a_person_off_or_a_counselor_ends_their_access(couple, casey, operator):
    from couples import hooks

    told: list[UUID] = []
    hooks.signed_out.append(told.append)
    signed_in(operator).post(f"/admin/couples/user/{casey.pk}/change/", {"is_active": "on"})
    hooks.signed_out.remove(told.append)
    casey.refresh_from_db()
    assert not casey.is_counselor
    assert told == [casey.pk]
    assert consent.counseling(casey, couple) is None


def test_what_an_operator_saves_of_a_person_undoes_nothing_that_came_since(rf, alex):
    page = admin.site._registry[User]
    as_it_was = User.objects.get(pk=alex.pk)
    User.objects.filter(pk=alex.pk).update(key_epoch=3, name="Another")
    form = page.get_form(rf.get("/admin/"), as_it_was)(data={}, instance=as_it_was)
    assert form.is_valid()
    page.save_model(rf.post("/admin/"), form.save(commit=False), form, change=True)
    alex.refresh_from_db()

    assert (alex.key_epoch, alex.name, alex.is_active) == (3, "Another", False)


def test_nobody_becomes_a_counselor_in_the_admin(drew, operator):
    signed_in(operator).post(
        f"/admin/couples/user/{drew.pk}/change/", {"is_active": "on", "is_counselor": "on"}
    )
    drew.refresh_from_db()
    assert not drew.is_counselor


@pytest.fixture
def staff():
    """A member of staff with every view permission, who is no superuser."""
    user = with_second_step(users.create("sam@example.org", "Sam", is_staff=True))
    with changing(user):
        user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return user


def paths_of(model):
    """Every field of the model, and every field of the models it points to."""
    for field in model._meta.get_fields():
        yield field.name
        if field.is_relation and field.related_model:
            yield from (f"{field.name}__{other.name}" for other in field.related_model._meta.get_fields())


@pytest.mark.parametrize("who", ["staff", pytest.param("operator", marks=pytest.mark.long)])
def test_no_address_asks_the_admin_for_what_no_page_shows(request, linked, who):
    """A filter on a hidden field could reveal its value piece by piece, by which rows are listed."""
    client, asked = signed_in(request.getfixturevalue(who)), 0
    for model, page in admin.site._registry.items():
        if model._meta.app_label not in ("couples", "exercises"):
            continue
        base = f"/admin/couples/{model._meta.model_name}/"
        asked_for = sorted(set(paths_of(model)) - {"id", *page.list_filter})
        for name in asked_for if IS_LONG else asked_for[::3]:
            for how in ("", "__isnull") if IS_LONG else ("",):
                assert client.get(base, {name + how: "1"}).status_code == 400, (model, name, how)
                asked += 1
    assert asked > (75 if IS_LONG else 25)


@pytest.mark.parametrize(
    "path", ["user/?is_staff__exact=1", "user/?is_counselor=1&o=1", "user/?q=alex", "couple/?o=-2"]
)
def test_what_the_admin_shows_it_can_be_asked_for(linked, operator, path):
    assert signed_in(operator).get(f"/admin/couples/{path}").status_code == 200


@pytest.mark.parametrize("who", ["staff", "operator"])
@pytest.mark.parametrize("kept", ["password"])
def test_a_hidden_value_is_not_told_piece_by_piece(request, alex, who, kept):
    User.objects.filter(pk=alex.pk).update(**{kept: "kept"})
    client = signed_in(request.getfixturevalue(who))
    hit, miss = (client.get("/admin/couples/user/", {f"{kept}__startswith": value}) for value in ("ke", "xx"))
    assert hit.status_code == miss.status_code == 400
    assert "alex@example.org" not in text(hit)
