"""A form that a firm puts on its own pages, and every request left on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import Fresh, Words
from crm.tenants.base import TenantForeignKey, TenantModel
from crm.tenants.models import Language

# What a form may ask. The name and one way to answer are always there; the firm chooses the rest.
FIELDS = {
    "name": _("Name"),
    "phone": _("Phone"),
    "email": _("Email"),
    "city": _("City"),
    "address": _("Address"),
    "service": _("What do you need?"),
    "message": _("Message"),
}
ALWAYS_ASKED = ("name", "phone")


class WebForm(TenantModel):
    """Where requests come from. `token` is its public address; it stands on open pages and is no secret."""

    record_key = "webform"
    archive_refs = {"fields": Words(), "token": Fresh()}
    archive_actor = "form"

    name = models.TextField()
    token = models.CharField(max_length=64)
    language = models.CharField(max_length=2, choices=Language)
    title = models.TextField()
    intro = models.TextField(blank=True)
    button = models.TextField()
    thanks = models.TextField()
    fields = models.JSONField(default=list)  # names out of FIELDS, then keys of custom fields, in order
    pipeline = TenantForeignKey("sales.Pipeline", on_delete=models.PROTECT, related_name="+")
    team = TenantForeignKey("access.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.TextField()
    callback_minutes = models.PositiveSmallIntegerField(default=15)
    last_owner = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["tenant", "token"], name="webform_token")]

    def __str__(self):
        return self.name


class Submission(TenantModel):
    """One request, kept before anything is made of it."""

    archive_refs = {"data": Words()}
    archive_timers = ("webforms.accept",)

    class State(models.TextChoices):
        NEW = "new", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        SPAM = "spam", _("Spam")

    form = TenantForeignKey(WebForm, on_delete=models.CASCADE, related_name="submissions")
    data = models.JSONField()  # {name: text}, {key of a custom field: stored value}
    fingerprint = models.CharField(max_length=64)  # the same words on the same form
    page = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    contact = TenantForeignKey("contacts.Contact", on_delete=models.SET_NULL, null=True, related_name="+")
    deal = TenantForeignKey("sales.Deal", on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["tenant", "form", "-received_at"], name="submission_by_form"),
            models.Index(fields=["tenant", "form", "fingerprint", "received_at"], name="submission_double"),
        ]
