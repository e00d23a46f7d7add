"""A messy list of customers, and its way in."""

import csv
import io
import random
import time

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from crm.events import timers
from crm.events.models import Timer
from crm.setup.actions import open_workspace
from crm.tenants.models import Member, User
from crm.tenants.scope import tenant_scope
from crm.transfer.actions import undo
from crm.transfer.forms import MappingForm
from crm.transfer.models import ImportJob

REPEATED = 0.08  # of the rows say somebody again
GIVEN = (
    "مهدی سارا علی‌رضا مریم محمد فاطمه رضا زهرا حسین نرگس امیر لیلا کیان ژاله پویا سپیده بهرام شیرین کاوه پریسا"
    " آرش نازنین سینا الهام"
).split()
FAMILY = (
    "کریمی احمدی رضایی موسوی حسینی جعفری مرادی صادقی یزدانی گلکار چراغی پورمند نیک‌پی شریفی قاسمی رستمی بهرامی"
    " فرهادی نوروزی ملکی"
).split()
MORE = ("", "", "", "تهرانی", "اصل", "زاده", "پور", "نژاد", "فرد", "راد", "منش", "خواه", "نیا")
FIRMS = ("آرمان‌سازه", "آرمان سازه", "شرکت پنجره پارس", "شركت پنجره پارس", "نمای نو", "", "", "", "")
CITIES = ("تهران", "كرج", "کرج", "اصفهان", "شيراز", "شیراز", "-", "")
HEADS = (
    "نام و نام خانوادگی",
    "موبایل",
    "تلفن ۲",
    "ایمیل",
    "نام شرکت",
    "شهر",
    "تاریخ تولد",
    "نحوه آشنایی",
    "توضیحات",
    "برچسب",
)


def messy(rows):
    """The file: Windows-1256 would not hold its digits, so UTF-8 with a mark, and semicolons."""
    chance = random.Random(10)
    text, people = io.StringIO(), []
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADS)
    for number in range(rows):
        if people and chance.random() < REPEATED:
            name, digits = chance.choice(people)
        else:
            words = (chance.choice(GIVEN), chance.choice(FAMILY), chance.choice(MORE))
            name, digits = " ".join(filter(None, words)), f"9{chance.randrange(10**8, 10**9)}"
            people.append((name, digits))
        writer.writerow(_row(number, name, digits, chance))
    return text.getvalue().encode("utf-8-sig")


def _row(number, name, digits, chance):
    persian = digits.translate({0x30 + n: 0x6F0 + n for n in range(10)})
    shapes = (f"0{digits}", f"+98 {digits}", f"0098{digits}", digits, f"۰{persian}", f"(+98) {digits[:3]}-{digits[3:]}")
    birthday = f"{chance.randrange(1330, 1385)}/{chance.randrange(1, 13)}/{chance.randrange(1, 30)}"
    return (
        chance.choice((name, name.replace("ی", "ي"), f"  {name} ", name.replace("\u200c", " "))),
        chance.choice(shapes),
        chance.choice(("", "", "", "ندارد", f"021{chance.randrange(10**7, 10**8)}")),
        chance.choice((f"person{number}@mail.example", "", "ندارد", "not an address", f"Person{number}@Mail.example")),
        chance.choice(FIRMS),
        chance.choice(CITIES),
        chance.choice((birthday, "", birthday.translate({0x30 + n: 0x6F0 + n for n in range(10)}), "1370/13/40")),
        chance.choice(("معرفی", "اینستاگرام", "")),
        chance.choice(("", "", 'گفت "بعد از عید"\nتماس بگیرید')),
        chance.choice(("", "ویژه", "ویژه،نمایشگاه")),
    )


def bring_in_and_undo(rows):
    """[(what, seconds, job)] of a file in a new workspace, of the same once more, and of the undo of the first."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    slug = f"import-{int(time.time())}"
    user = User.objects.create_user(f"{slug}@bench.example")
    tenant, _owner = open_workspace(
        name=slug, slug=slug, user=user, language="fa", calendar="jalali", phone_region="IR", time_zone="Asia/Tehran"
    )
    content = messy(rows)
    taken = [(what, *_bring_in(content, tenant, user)) for what in ("of new people", "of people who are here")]
    return [*taken, ("taken back", *_undone(tenant, taken[0][-1].pk, user))]


def _bring_in(content, tenant, user):
    """(seconds, job)"""
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    began = time.perf_counter()
    file = SimpleUploadedFile("customers.csv", content)
    answer = browser.post(f"/{tenant.slug}/imports/", {"record_type": "contact", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    assert browser.get(answer["Location"]).status_code == 200
    assert browser.post(answer["Location"], _as_guessed(tenant)).status_code == 302
    with tenant_scope(tenant):
        job = ImportJob.objects.first()
    return time.perf_counter() - began + _worked(tenant, job), job


def _undone(tenant, pk, user):
    """(seconds, job)"""
    with tenant_scope(tenant):
        job = undo(ImportJob.objects.get(pk=pk), by=Member.objects.get(user=user))
    return _worked(tenant, job), job


def _worked(tenant, job):
    """Seconds of a worker until the job is over."""
    began = time.perf_counter()
    while job.is_busy:
        with tenant_scope(tenant):  # as crm.events.tasks.fire does it
            timers.fire(Timer.objects.get(tenant=tenant, kind="transfer.run", object_id=job.pk).pk)
        with tenant_scope(tenant):
            job.refresh_from_db()
    return time.perf_counter() - began


def _as_guessed(tenant):
    """What the page of the columns sends when nothing is changed on it."""
    with tenant_scope(tenant):
        member = Member.objects.select_related("role", "user", "tenant").get(role__key="owner")
        form = MappingForm(job=ImportJob.objects.first(), member=member)
        values = {name: form[name].value() or "" for name in form.fields}
    return values | {"owner": member.pk}
