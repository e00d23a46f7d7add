"""The settings page of webhooks: what is sent where, on whose behalf, and what became of it."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from crm.api.webhooks import actions, queries
from crm.api.webhooks.forms import WebhookForm
from crm.api.webhooks.kinds import kind_name
from crm.api.webhooks.models import Sending
from crm.api.webhooks.wording import told
from crm.ui.htmx import INVALID, go, target_of
from crm.ui.saving import or_fault
from crm.ui.views import MemberView


class WebhookView(MemberView):
    needs = queries.RIGHT

    def fetch(self, pk):
        return get_object_or_404(queries.all_webhooks(), pk=pk)


class Webhooks(WebhookView):
    template = "crm/api/webhooks/list.html"

    def get(self, request):
        return self.render({"webhooks": queries.all_webhooks()})


class WebhookPage(WebhookView):
    """One webhook, with what it sent, the newest first."""

    template = "crm/api/webhooks/detail.html"
    watches = ("webhook-{pk}",)

    def get(self, request, pk):
        webhook = self.fetch(pk)
        before = request.GET.get("before", "")
        before = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
        found = queries.sendings_of(webhook, before=before, limit=queries.PAGE + 1)
        context = {
            "webhook": webhook,
            "kinds": [kind_name(kind) for kind in webhook.kinds],
            "sendings": told(found[: queries.PAGE]),
            "more_url": f"?before={found[queries.PAGE - 1].pk}" if len(found) > queries.PAGE else "",
        }
        return self.render(context)


class AskingView(WebhookView):
    """What lets records out asks who it is first, as before making a token."""

    pace = "webhooks"

    @method_decorator(reauthentication_required)
    def get(self, request, **kwargs):
        return self.ask(**kwargs)

    def post(self, request, **kwargs):
        if is_reauthentication_required(request, app="crm.api"):
            return HttpResponseRedirect(request.path)  # which asks, and begins anew: no POST waits meanwhile
        return self.act(**kwargs)

    def show_secret(self, webhook, secret):
        """The only page that ever shows it."""
        return self.render({"webhook": webhook, "secret": secret}, template="crm/api/webhooks/secret.html")


class WebhookCreate(AskingView):
    template = "crm/api/webhooks/form.html"

    def ask(self):
        return self.render({"form": WebhookForm(member=self.member)})

    def act(self):
        form = WebhookForm(self.request.POST, member=self.member)
        made = or_fault(form, self.save, form) if form.is_valid() else None
        return self.show_secret(*made) if made else self.render({"form": form}, status=INVALID)

    def save(self, form):
        return actions.create_webhook(**form.values(), by=self.member)


class WebhookEdit(AskingView):
    template = "crm/api/webhooks/form.html"

    def ask(self, pk):
        webhook = self.fetch(pk)
        return self.render({"form": WebhookForm(member=self.member, webhook=webhook), "webhook": webhook})

    def act(self, pk):
        webhook = self.fetch(pk)
        form = WebhookForm(self.request.POST, member=self.member, webhook=webhook)
        if not form.is_valid():
            return self.render({"form": form, "webhook": webhook}, status=INVALID)
        actions.change_webhook(webhook, **form.values(), by=self.member)
        return go(self.request, reverse("api:webhook", args=[pk]), _("The webhook is saved."))


class SecretRenewal(AskingView):
    def ask(self, pk):
        webhook = self.fetch(pk)
        context = {
            "title": _("Make a new secret for “%(name)s”?") % {"name": webhook},
            "text": _(
                "The next message is signed with it. Until the receiver has it too, it refuses what comes; that is"
                " tried again for a day."
            ),
            "submit_label": _("Make a new secret"),
            "cancel_url": reverse("api:webhook", args=[pk]),
        }
        return self.render(context, template="ui/confirm.html")

    def act(self, pk):
        webhook = self.fetch(pk)
        return self.show_secret(webhook, actions.renew_secret(webhook, by=self.member))


class Pausing(WebhookView):
    def post(self, request, pk):
        actions.pause(self.fetch(pk), by=self.member)
        return go(request, reverse("api:webhook", args=[pk]), _("The webhook is paused. Nothing is kept for later."))


class Resumption(AskingView):
    """It sends what this member sees from now on, which is said before it is done."""

    def ask(self, pk):
        webhook = self.fetch(pk)
        context = {
            "title": _("Resume “%(name)s”?") % {"name": webhook},
            "text": _("It sends what happens from now on, of the records that you see."),
            "submit_label": _("Resume"),
            "cancel_url": reverse("api:webhook", args=[pk]),
        }
        return self.render(context, template="crm/api/webhooks/resume.html")

    def act(self, pk):
        try:
            actions.resume(self.fetch(pk), by=self.member)
        except ValidationError as refusal:
            messages.error(self.request, refusal.messages[0])
            return go(self.request, reverse("api:webhook", args=[pk]))
        return go(self.request, reverse("api:webhook", args=[pk]), _("The webhook sends again."))


class Removal(WebhookView):
    def get(self, request, pk):
        webhook = self.fetch(pk)
        context = {
            "title": _("Delete the webhook “%(name)s”?") % {"name": webhook},
            "text": _("Its receiver hears of nothing any more, and the list of what was sent goes with it."),
            "submit_label": _("Delete"),
            "cancel_url": reverse("api:webhook", args=[pk]),
        }
        name = "_confirm" if target_of(request) == "modal-content" else "confirm"
        return self.render(context, template=f"ui/{name}.html")

    def post(self, request, pk):
        actions.delete_webhook(self.fetch(pk), by=self.member)
        return go(request, reverse("api:webhooks"), _("The webhook is deleted."))


class Trial(WebhookView):
    """A message without a record, to see whether anybody is there."""

    pace = "webhooks"

    def post(self, request, pk):
        webhook = self.fetch(pk)
        if webhook.paused:
            return go(request, reverse("api:webhook", args=[pk]))
        actions.send_test(webhook)
        return go(request, reverse("api:webhook", args=[pk]), _("A test is on its way. What came of it stands below."))


class SendingAgain(WebhookView):
    pace = "webhooks"

    def post(self, request, pk, sending):
        webhook = self.fetch(pk)
        found = get_object_or_404(Sending.objects.filter(webhook=webhook), pk=sending)
        if not webhook.paused:
            actions.send_again(found)
        return go(request, reverse("api:webhook", args=[pk]), _("It is being sent again."))
