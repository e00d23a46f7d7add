"""The root of every page of a workspace."""

from django.views import View

from crm.access.policy import require


class MemberView(View):
    """A view of a signed-in member, which the middleware has made sure of; `needs` names the right to call it at all.

    Records are fetched through their type's `visible`, so what the member may not see is 404.
    """

    needs = ""

    def dispatch(self, request, *args, **kwargs):
        if self.needs:
            require(request.member, self.needs)
        return super().dispatch(request, *args, **kwargs)
