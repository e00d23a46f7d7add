"""Opening a workspace and seating people in it."""

from django.apps import apps
from django.db import transaction

from crm.access.actions import install_roles
from crm.access.models import Role
from crm.events.record import record_event
from crm.tenants.base import tenant_models
from crm.tenants.models import Member, Tenant, User
from crm.tenants.scope import tenant_scope


def open_workspace(*, name, slug, user, pack="", **preferences):
    """Make a workspace with its roles, and seat `user` as its owner. Returns (tenant, owner's Member).

    `preferences` are Tenant fields (language, country, currency, …). `pack` names the industry starter that
    the roof applies when it hears workspace.opened. Raises IntegrityError when the slug is taken.
    """
    with transaction.atomic():
        tenant = Tenant.objects.create(name=name, slug=slug, **preferences)
        with tenant_scope(tenant, user_id=user.pk):
            roles = install_roles()
            owner = Member.objects.create(user=user, name=user.name or user.email, role=roles["owner"])
            record_event(tenant, "workspace.opened", by=owner, data={"pack": pack})
    return tenant, owner


@transaction.atomic
def seat_member(*, user, role, by, name="", team=None, title="", **preferences):
    """Give `user` a seat with the role called `role`. Records member.seated. Raises IntegrityError on a second seat."""
    member = Member.objects.create(
        user=user, name=name or user.name or user.email, title=title, team=team,
        role=Role.objects.get(key=role), **preferences,
    )  # fmt: skip
    record_event(member, "member.seated", by=by, data={"name": member.name, "role": role})
    return member


@transaction.atomic
def take_seat(member, *, user, by):
    """Put `user` into a seat that somebody stood in for, with all that hangs on it. Records member.seated. Raises
    IntegrityError on a second seat, ValueError for a seat that is somebody's."""
    stand_in = member.user
    if not stand_in.stands_in:
        raise ValueError("the seat is somebody's")
    for model in tenant_models(apps):
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                model.objects.filter(**{field.name: stand_in}).update(**{field.name: user})
    member.user, member.active = user, True
    member.save(update_fields=["active"])
    stand_in.delete()
    record_event(member, "member.seated", by=by, data={"name": member.name, "role": member.role.key})
    return member
