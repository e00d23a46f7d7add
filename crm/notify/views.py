"""The bell, the list it opens, and having seen what it says."""

from django.http import Http404, HttpResponseNotModified, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag

from crm.notify.actions import mark_read
from crm.notify.models import Notification
from crm.notify.queries import bell_state, newest
from crm.notify.wording import address, notices
from crm.ui import live
from crm.ui.htmx import done, fragment, go, target_of, trigger
from crm.ui.views import MemberView

PAGE = 50


class Bell(MemberView):
    """Asked for every few seconds by every open page: one statement of its own, and 304 while nothing is new, neither
    for the bell nor of what the page watches (crm.ui.live)."""

    def get(self, request):
        unread, latest = bell_state(self.member)
        stamp = live.stamp_of(live.asked(request.GET.get("watch", "")))
        etag = quote_etag(f"{self.member.pk}-{unread}-{latest}-{stamp}")
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponseNotModified(headers={"ETag": etag})
        response = fragment(request, "ui/_bell.html", {"unread": unread})
        response.headers["ETag"] = etag
        response.headers[live.HEADER] = stamp
        return response


class NoticeList(MemberView):
    template = "crm/notify/list.html"

    def get(self, request):
        before = request.GET.get("before", "")
        before = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
        in_drawer = target_of(request) == "drawer"
        found = newest(self.member, limit=(10 if in_drawer else PAGE) + 1, before=before)
        size = 10 if in_drawer else PAGE
        context = {
            "notices": notices(found[:size]),
            "more_url": f"?before={found[size - 1].pk}" if len(found) > size else "",
        }
        return fragment(request, "crm/notify/_drawer.html", context) if in_drawer else self.render(context)


class NoticeOpen(MemberView):
    """Open what a notification is about; from now on it has been seen."""

    def get(self, request, pk):
        notification = Notification.objects.filter(member=self.member, pk=pk).first()
        if notification is None:
            raise Http404
        mark_read(self.member, pk)
        return HttpResponseRedirect(address(notification) or reverse("notify:notice_list"))


class Reading(MemberView):
    """Everything has been seen."""

    def post(self, request):
        mark_read(self.member)
        if not request.htmx:
            return go(request, reverse("notify:notice_list"))
        return trigger(done(), bell={})
