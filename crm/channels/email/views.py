"""The development mailbox: what would have gone out, for whoever tries the product without a mail server."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from crm.access.guard import public
from crm.channels.email.mailbox import open_mail
from crm.channels.email.models import SentMail

PAGE = 50


def mailbox(view):
    """Only where settings.MAILBOX_OPEN says so; elsewhere these pages do not exist."""

    @public
    @require_safe
    def guarded(request, *args, **kwargs):
        if not settings.MAILBOX_OPEN:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@mailbox
def mail_list(request):
    mails = SentMail.objects.defer("source").order_by("-pk")
    page = Paginator(mails, PAGE).get_page(request.GET.get("page"))
    return render(request, "crm/channels/mailbox.html", {"page": page})


@mailbox
def mail(request, pk):
    sent = get_object_or_404(SentMail, pk=pk)
    return render(request, "crm/channels/mail.html", {"sent": sent, "mail": open_mail(sent)})


@mailbox
def attachment(request, pk, number):
    found = open_mail(get_object_or_404(SentMail, pk=pk)).attachments
    if number >= len(found):
        raise Http404
    response = HttpResponse(found[number].content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found[number].name)
    return response
