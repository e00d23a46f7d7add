"""The firm of the story: Arabic, with everybody that a window needs on its way."""

import functools
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from crm.access.actions import create_team, give_functions
from crm.packs.apply import apply
from crm.setup.actions import open_workspace, seat_member
from crm.setup.invitations.actions import prove_email
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import tenant_scope
from marketing.webforms.actions import create_web_form, words
from marketing.webforms.models import ALWAYS_ASKED, WebForm
from tests import make

PLACE = {
    "language": "ar", "country": "SA", "currency": "SAR", "time_zone": "Asia/Riyadh", "phone_region": "SA",
    "address": "طريق الملك فهد، الرياض", "payment_details": "مصرف الراجحي\nSA03 8000 0000 6080 1016 7519",
}  # fmt: skip


hashed = functools.cache(make_password)  # takes half a second, as it should


@dataclass
class Firm:
    tenant: Tenant
    owner: Member
    manager: Member
    rep: Member
    surveyor: Member
    installer: Member
    form: WebForm
    stages: dict[str, int]  # the stages' ids by their keys


def open_firm(slug="nawafeth", password=""):
    """The firm with its pack applied and its form on the web, committed. All sign in with `password`, if given."""
    boss = make.user("سلطان الرشيد", email=f"owner@{slug}.example")
    tenant, owner = open_workspace(name="نوافذ الرياض", slug=slug, user=boss, pack="windows", **PLACE)
    with tenant_scope(tenant):
        pipeline = apply("windows", "ar", by=owner)
        seats = {
            key: seat_member(user=make.user(name, email=f"{key}@{slug}.example"), role=role, by=owner)
            for key, name, role in (
                ("manager", "هند السبيعي", "manager"), ("rep", "ريم الشهري", "rep"),
                ("surveyor", "عمر ناصر", "agent"), ("installer", "ماجد الحربي", "agent"),
            )
        }  # fmt: skip
        team = create_team(name="المبيعات", manager=seats["manager"])
        seats["rep"].team = team
        seats["rep"].save()
        give_functions(owner, [])
        for key in ("surveyor", "installer"):
            give_functions(seats[key], [key])
        stages = dict(pipeline.stages.values_list("key", "pk")) | _ends(pipeline)
        said = words("ar")
        form = create_web_form(
            name="الموقع", language="ar", pipeline=pipeline, team=team, source="الموقع", by=owner,
            fields=[*ALWAYS_ASKED, "email", "service", "message"], **said,
        )  # fmt: skip
    for member in (owner, *seats.values()):
        member.tenant = tenant
        if password:
            member.user.password = hashed(password)
            member.user.save()
            prove_email(member.user)
    return Firm(tenant=tenant, owner=owner, form=form, stages=stages, **seats)


def _ends(pipeline):
    return {name: pipeline.stages.get(kind=kind).pk for name, kind in (("won", 1), ("lost", 2))}
