"""manage.py bulk_demo --people 1000000 --deals 60000: one workspace with very many people."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from crm.access.actions import create_team
from crm.access.models import Role
from crm.demo.bulk import REBUILT, fill, rebuilt
from crm.packs.apply import apply
from crm.setup.actions import open_workspace
from crm.setup.invitations.actions import prove_email
from crm.tenants.models import Member, Tenant, User
from crm.tenants.scope import tenant_scope
from sales.models import Deal, DealNumber, Pipeline, Stage


class Command(BaseCommand):
    help = "Fill one workspace with many people and deals, for trying out and measuring."

    def add_arguments(self, parser):
        parser.add_argument("--workspace", default="bulk", help="address of the workspace; made when it is new")
        parser.add_argument("--people", type=int, default=10_000)
        parser.add_argument("--deals", type=int, default=0, help="one a person at the most")
        parser.add_argument("--open-deals", type=int, default=None, help="how many of them are open (all)")
        parser.add_argument("--keep-indexes", action="store_true", help="feed the indexes instead of making them anew")
        parser.add_argument("--members", type=int, default=20)

    def handle(self, *, workspace, people, deals, open_deals, members, keep_indexes, **options):
        if deals > people:
            raise CommandError("There can be one deal a person at the most.")
        begun = time.monotonic()
        tenant = Tenant.objects.filter(slug=workspace).first() or self._new(workspace, members)
        with (
            rebuilt(0 if keep_indexes else people, self._say),
            tenant_scope(tenant),
            connection.cursor() as cursor,
        ):
            fill(cursor, people=people, deals=deals, open_deals=deals if open_deals is None else open_deals,
                 say=self._say, **_place(tenant))  # fmt: skip
            DealNumber.objects.update(
                last=Deal.objects.order_by("-number").values_list("number", flat=True).first() or 0
            )
        with connections["owner"].cursor() as cursor:
            for model in REBUILT:
                cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')
        self.stdout.write(f"{people:,} people and {deals:,} deals in {time.monotonic() - begun:.0f} s")

    def _say(self, text):
        self.stdout.write(f"  {text}")

    def _new(self, slug, members):
        boss = User.objects.filter(email=f"owner@{slug}.example").first() or User.objects.create_user(
            f"owner@{slug}.example", "windows and doors", name="Bulk Owner"
        )
        prove_email(boss)
        tenant, owner = open_workspace(name=slug.title(), slug=slug, user=boss)
        with tenant_scope(tenant):
            apply("windows", language="en", by=owner)
            team, role = create_team(name="Sales"), Role.objects.get(key="rep")
            users = User.objects.bulk_create(
                User(email=f"rep{n}@{slug}.example", name=f"Rep {n}") for n in range(members)
            )
            Member.objects.bulk_create(Member(user=user, name=user.name, role=role, team=team) for user in users)
        return tenant


def _place(tenant):
    """Who owns the rows and where deals stand."""
    pipeline = Pipeline.objects.order_by("position").first()
    stages = Stage.objects.filter(pipeline=pipeline)
    return {
        "tenant": tenant,
        "owners": list(Member.objects.filter(role__key="rep").values_list("pk", flat=True)),
        "team": Member.objects.filter(team__isnull=False).values_list("team_id", flat=True).first(),
        "pipeline": pipeline.pk,
        "stages": list(stages.filter(kind=Stage.Kind.OPEN).values_list("pk", flat=True)),
        "won": stages.get(kind=Stage.Kind.WON).pk,
        "number": Deal.objects.order_by("-number").values_list("number", flat=True).first() or 0,
    }
