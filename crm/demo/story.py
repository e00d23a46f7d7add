"""The sample firms, told through the product's own actions, around today."""

from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.utils import timezone

from contacts.companies.actions import create_company
from contacts.people.actions import create_contact
from crm.access.actions import create_team, give_functions
from crm.activities.actions import complete, plan
from crm.activities.conversations import add_note, log_call
from crm.activities.queries import open_tasks
from crm.demo.clock import at, settle
from crm.demo.drawing import drawing
from crm.demo.paths import PATHS
from crm.demo.sign import sign
from crm.documents.attachments import attach
from crm.l10n.state import for_tenant, using
from crm.packs.apply import apply
from crm.setup.actions import open_workspace, seat_member
from crm.setup.invitations.actions import prove_email
from crm.setup.logo.actions import upload_logo
from crm.tenants.models import User
from crm.tenants.scope import tenant_scope
from marketing.webforms.actions import create_web_form, receive, words
from marketing.webforms.models import ALWAYS_ASKED
from sales.deals.actions import lose, move_stage, open_deal, win
from sales.deals.models import Deal
from sales.pipelines.models import LossReason, Stage

PASSWORD = "windows and doors"  # noqa: S105  # of the sample people only
PEOPLE, DAYS = 70, 45


def tell(firm):
    """Open the firm's workspace and let its last weeks happen. Returns the tenant."""
    return Story(firm).tell()


class Story:
    """One firm on its way from its first customer to today."""

    def __init__(self, firm):
        self.firm, self.chance = firm, Random(firm.slug)  # noqa: S311  # the same story every time
        self.now = timezone.now()
        self.zone = ZoneInfo(firm.time_zone)
        self.staff, self.people, self.companies = {}, [], []

    def moment(self, days, hour=10, minute=0):
        """A time of the day that lies `days` from today, on the firm's clock."""
        day = self.now.astimezone(self.zone).date() + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), self.zone)

    def tell(self):
        with at(self.moment(-DAYS - 5)):
            tenant, owner = self._found()
        with tenant_scope(tenant), using(for_tenant(tenant)):
            with at(self.moment(-DAYS - 4)):
                self._hire(owner)
            with at(self.moment(-DAYS - 3)):
                self._meet()
            self._sell()
            self._be_asked()
            settle()
        return tenant

    def _found(self):
        firm = self.firm
        tenant, owner = open_workspace(
            name=firm.name, slug=firm.slug, user=self._user(firm.staff[0]), pack="windows", language=firm.language,
            country=firm.country, currency=firm.currency, time_zone=firm.time_zone, calendar=firm.calendar,
            week_start=firm.week_start, phone_region=firm.country, address=firm.address,
            payment_details=firm.payment_details,
        )  # fmt: skip
        with tenant_scope(tenant):
            self.pipeline = apply("windows", firm.language, by=owner)
            upload_logo(tenant, sign(firm.colour), by=owner)
            settle()
        self.staff["owner"] = owner
        return tenant, owner

    def _user(self, person):
        email = f"{person.key}@{self.firm.slug}.example"
        known = {"name": person.name, "language": self.firm.language, "password": self._password}
        user = User.objects.create(email=email, **known)
        prove_email(user)
        return user

    _password = make_password(PASSWORD)

    def _hire(self, owner):
        firm = self.firm
        for person in firm.staff[1:]:
            member = seat_member(
                user=self._user(person), role=person.role, name=person.name, title=person.title, by=owner
            )  # fmt: skip
            give_functions(member, list(person.functions))
            self.staff[person.key] = member
        team = create_team(name=firm.team, manager=self.staff["manager"])
        self.reps = [self.staff[person.key] for person in firm.staff if person.role == "rep"]
        for member in self.reps:
            member.team = team
            member.save(update_fields=["team"])
        give_functions(owner, [])
        said = words(firm.language)
        self.form = create_web_form(
            token=f"{firm.slug}-visit", name=said["title"], language=firm.language, pipeline=self.pipeline, team=team,
            fields=[*ALWAYS_ASKED, "service", "message"], source=firm.website, by=owner, **said,
        )  # fmt: skip

    def _meet(self):
        firm, reps = self.firm, cycle(self.reps)
        for name in firm.companies:
            self.companies.append(
                create_company(
                    name=name,
                    other_name=firm.also.get(name, ""),
                    city=self.chance.choice(firm.cities),
                    owner=next(reps),
                    by=self.staff["owner"],
                )
            )
        names = [(given, family) for family in firm.family for given in firm.given]
        self.chance.shuffle(names)
        for number, (given, family) in enumerate(names[:PEOPLE]):
            self.people.append(self._person(number, given, family, next(reps)))

    def _person(self, number, given, family, owner):
        firm, company = self.firm, self.companies[number % len(self.companies)] if number % 3 == 0 else None
        digits = str(number * 7919 % 10**firm.phone_length).zfill(firm.phone_length)
        return create_contact(
            given_name=given, family_name=family, other_name=self._also(given, family), phones=[firm.phone + digits],
            emails=[f"person{number + 1}@{firm.slug}-mail.example"] if number % 4 else [], company=company,
            address=self.chance.choice(firm.streets), city=self.chance.choice(firm.cities), language=firm.language,
            source=self.chance.choice(firm.sources), kind="customer" if number % 5 < 2 else "prospect",
            tags=[firm.tags[number % len(firm.tags)]] if number % 6 == 0 else [], owner=owner, by=owner,
        )  # fmt: skip

    def _also(self, *parts):
        known = [self.firm.also[part] for part in parts if part in self.firm.also]
        return " ".join(known) if len(known) == len(parts) else ""

    def _sell(self):
        stages = {stage.key: stage for stage in Stage.objects.filter(pipeline=self.pipeline)}
        self.stages, self.reasons = stages, list(LossReason.objects.all())
        for number, path in enumerate(PATHS):
            self._one_sale(number, path)

    def _one_sale(self, number, path):
        firm, contact = self.firm, self.people[number]
        title, units = firm.works[number % len(firm.works)]
        rep = contact.owner
        with at(self.moment(-path.opened, 9, number % 60)):
            deal = open_deal(
                title=title, service=title, contact=contact, company=contact.company, owner=rep,
                amount_minor=units * firm.unit, source=contact.source, pipeline=self.pipeline,
                expected_close=self.moment(20 - path.opened % 17).date(), by=rep,
            )  # fmt: skip
            log_call(deal, outcome="reached", minutes=3 + number % 9, body=self.chance.choice(firm.said), by=rep)
            settle()
        for stage, days in path.stages:
            with at(self.moment(-days, 11, number % 60)):
                deal = self._move(deal, stage, rep, number)
                settle()
        self._end(deal, path, rep, number)

    def _move(self, deal, stage, rep, number):
        asked = {}
        if stage == "measurement":
            asked["visit_at"] = timezone.now() + timedelta(hours=26)
        if stage == "installation":
            asked["delivery_on"] = self.moment(3 + number % 6).date()
        deal = move_stage(deal, to=self.stages[stage], by=rep, **asked)
        settle()
        if stage == "approval":
            file = ContentFile(drawing(self.firm.drawing), name=self.firm.drawing)
            attach(deal, [file], by=self.staff["surveyor"])
            add_note(deal, body=self.chance.choice(self.firm.notes), by=self.staff["surveyor"])
        return deal

    def _end(self, deal, path, rep, number):
        if path.ended:
            with at(self.moment(-path.ended, 15, number % 60)):
                self._tidy(deal, rep)
                deal = Deal.objects.get(pk=deal.pk)
                if path.lost:
                    lose(deal, reason=self.reasons[number % len(self.reasons)], by=rep)
                else:
                    win(deal, by=rep)
                settle()
            return
        with at(self.moment(-1, 17, number % 60)):
            if path.step is not None:
                self._tidy(deal, rep)
                log_call(deal, outcome="reached" if number % 3 else "no_answer", minutes=number % 7 or None, by=rep)
                if path.step != "nothing":
                    days, hour, minute = path.step
                    subject = self.firm.steps[number % len(self.firm.steps)]
                    due = self.moment(days, hour, minute)
                    plan(subject=subject, kind="call", due_at=due, assignee=rep, record=deal, by=rep)
            settle()

    def _tidy(self, deal, rep):
        """Whatever was still open has been done."""
        for task in open_tasks().filter(record_type="deal", record_id=deal.pk):
            complete(task, by=rep)

    def _be_asked(self):
        """Requests from the website: older ones called back, and one that is waiting now."""
        for number, text in enumerate(self.firm.asked):
            person = self.people[50 + number]
            minutes = 6 if number == len(self.firm.asked) - 1 else (number + 1) * 26 * 60
            with at(self.now - timedelta(minutes=minutes)):
                said = {"service": text, "message": text}
                receive(self.form, data={"name": person.name, "phone": person.phone, **said})
                settle()
            if minutes > 60:
                with at(self.now - timedelta(minutes=minutes - 11)):
                    self._call_back(person)
                    settle()

    def _call_back(self, person):
        deal = Deal.objects.filter(contact=person).order_by("-pk").first()
        task = open_tasks().get(record_type="deal", record_id=deal.pk)
        log_call(deal, outcome="reached", minutes=4, body=self.firm.said[0], completes=task, by=deal.owner,
                 follow_up_at=self.moment(1, 11), follow_up=self.firm.steps[0])  # fmt: skip
