"""The data of the measurement: one workspace of each size, and two hundred small ones beside them."""

from django.core.management import call_command
from django.db import connections

from benchmarks.budgets import BOARD_DEALS, CROWD, SMALL_PEOPLE, SMALL_WORKSPACES
from contacts.models import Contact
from crm.demo.bulk import REBUILT, rebuilt
from crm.setup.actions import open_workspace
from crm.tenants.models import Member, Tenant, User
from crm.tenants.scope import tenant_scope


def slug_of(people):
    return f"bench-{people}"


def build(sizes, say):
    """Make what is missing, tables and static files too; a second run finds it all there."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    missing = [people for people in sizes if not Tenant.objects.filter(slug=slug_of(people)).exists()]
    with rebuilt(max(missing, default=0), say):
        for people in missing:
            deals = min(people, BOARD_DEALS + people // 100)
            call_command(
                "bulk_demo", workspace=slug_of(people), people=people, deals=deals, keep_indexes=True,
                open_deals=min(deals, BOARD_DEALS), members=CROWD,
            )  # fmt: skip
        _small_ones(say)
    if missing:
        with connections["owner"].cursor() as cursor:
            for model in REBUILT:
                cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')


def _small_ones(say):
    here = Tenant.objects.filter(slug__startswith="small-").count()
    if here >= SMALL_WORKSPACES:
        return
    user = User.objects.filter(email="small@bench.example").first() or User.objects.create_user("small@bench.example")
    for number in range(here, SMALL_WORKSPACES):
        tenant, owner = open_workspace(name=f"Small {number}", slug=f"small-{number}", user=user)
        with tenant_scope(tenant):
            Contact.objects.bulk_create(
                Contact(name=f"Small {number} person {n}", given_name="Small", owner=owner, phone=f"+4477{n:08}")
                for n in range(SMALL_PEOPLE)
            )
    say(f"{SMALL_WORKSPACES} small workspaces of {SMALL_PEOPLE} people")


def tenant_of(people):
    return Tenant.objects.get(slug=slug_of(people))


def members_of(tenant, role, number=1):
    """The first members who have the role."""
    with tenant_scope(tenant):
        found = Member.objects.select_related("user", "tenant", "role", "team").filter(role__key=role)
        return list(found.order_by("pk")[:number])
