"""Making forms, keeping what comes in, and turning it into a person, a deal and a call."""

import hashlib
import json
import secrets
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from contacts.people.actions import create_contact, update_contact
from contacts.people.queries import known_by
from crm.access.policy import can
from crm.activities.actions import plan
from crm.events.actors import System
from crm.events.record import record_event
from crm.events.timers import run_soon
from crm.tenants.public import issue_link
from marketing.webforms.customs import answered
from marketing.webforms.models import Submission, WebForm
from marketing.webforms.queries import next_owner
from sales.deals.actions import open_deal

SAME_REQUEST = timedelta(minutes=10)  # the same words again within this time are one request
LINK = "webform"


def words(language):
    """What a new form says, in its own language."""
    with override(language):
        return {
            "title": _("Ask for a visit"),
            "intro": _("Leave your number and we will call you back."),
            "button": _("Call me back"),
            "thanks": _("Thank you. We will call you soon."),
        }


@transaction.atomic
def create_web_form(*, by, token="", **values):
    """A new form with its public address. Records webform.created."""
    token = token or secrets.token_urlsafe(12)
    form = WebForm.objects.create(token=token, **values)
    issue_link(LINK, form.pk, token=token)
    record_event(form, "webform.created", by=by, data={"name": form.name})
    return form


@transaction.atomic
def update_web_form(form, *, by, **values):
    """Change the form; pages that embed it show the change at once. Records webform.updated."""
    for name, value in values.items():
        setattr(form, name, value)
    form.save(update_fields=list(values))
    record_event(form, "webform.updated", by=by, data={"name": form.name})
    return form


@transaction.atomic
def receive(form, *, data, page="", spam=False):
    """Keep a request before anything else happens to it; a worker accepts it right after commit.

    The same words on the same form within ten minutes are the same request, however often the button was pressed;
    but a person's are never taken for those of a robot before them.
    """
    fingerprint = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    _one_at_a_time(form, fingerprint)
    recent = form.submissions.filter(fingerprint=fingerprint, received_at__gt=timezone.now() - SAME_REQUEST)
    if earlier := (recent if spam else recent.exclude(state=Submission.State.SPAM)).first():
        return earlier
    submission = Submission.objects.create(
        form=form,
        data=data,
        fingerprint=fingerprint,
        page=page,
        state=Submission.State.SPAM if spam else Submission.State.NEW,
        received_at=timezone.now(),
    )
    if not spam:
        run_soon("webforms.accept", submission.pk)
    return submission


def _one_at_a_time(form, fingerprint):
    """Two posts of one double click wait for each other here."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [form.pk % 2**31, fingerprint])


@transaction.atomic
def accept(submission_id):
    """Make of a waiting request a person, a deal in the first stage, and the owner's task to call back.

    The handler of its timer, so it runs to the end exactly once. Does nothing to a request already dealt with.
    """
    submission = Submission.objects.select_for_update().filter(pk=submission_id, state=Submission.State.NEW).first()
    if submission is None:
        return
    form = WebForm.objects.select_for_update().get(pk=submission.form_id)
    by = System(kind="form", name=form.name, id=form.pk)
    contact, owner, unkept = _person(form, submission.data, by)
    custom, more_unkept = answered("deal", submission.data)
    deal = open_deal(
        title=_title(submission.data, form.language),
        pipeline=form.pipeline,
        contact=contact,
        company=contact.company if contact.company and contact.company.deleted_at is None else None,
        owner=owner,
        service=submission.data.get("service", ""),
        source=form.source,
        custom=custom,
        by=by,
    )
    _plan_the_call(form, submission, deal, owner, [*unkept, *more_unkept], by)
    submission.state, submission.contact, submission.deal = Submission.State.ACCEPTED, contact, deal
    submission.save(update_fields=["state", "contact", "deal"])


def _person(form, data, by):
    """(contact, owner, lines that do not fit there): whose this phone or address is, with their owner if that one can
    answer; else a new one and whose turn it is."""
    phones, emails = [data.get("phone", "")], [data.get("email", "")]
    known = known_by(phones=phones, emails=emails).select_related("owner__role").first()
    custom, unkept = answered("contact", data, known)
    if known is not None and custom:
        known = update_contact(known, by=by, custom=custom)
    if known is not None and known.owner is not None and known.owner.active and can(known.owner, "deal.edit"):
        return known, known.owner, unkept
    owner = next_owner(form)
    form.last_owner = owner
    form.save(update_fields=["last_owner"])
    if known is not None:
        return known, owner, unkept
    wanted = {name: data[name] for name in ("city", "address") if data.get(name)}
    contact = create_contact(
        name=data["name"],
        phones=phones,
        emails=emails,
        owner=owner,
        source=form.source,
        language=form.language,
        custom=custom,
        by=by,
        **wanted,
    )
    return contact, owner, unkept


def _title(data, language):
    with override(language):
        return data.get("service") or _("Request from %(name)s") % {"name": data["name"]}


def _plan_the_call(form, submission, deal, owner, unkept, by):
    with override(form.language):
        subject = _("Call %(name)s back") % {"name": submission.data["name"]}
    plan(
        subject=subject,
        body="\n".join(filter(None, [submission.data.get("message", ""), *unkept])),
        kind="call",
        due_at=submission.received_at + timedelta(minutes=form.callback_minutes),
        assignee=owner,
        record=deal,
        by=by,
    )


def forget_record(key, ids):
    """What people who are deleted for good wrote into a form goes with them."""
    if key == "contact":
        Submission.objects.filter(contact_id__in=ids).delete()
