"""What the settings pages of pipelines share."""

from django.http import Http404

from crm.ui.htmx import INVALID, go, target_of
from crm.ui.views import MemberView
from sales.pipelines.models import LossReason, Pipeline, Stage


class SettingsView(MemberView):
    needs = "settings"

    def pipeline(self, pk):
        return self._found(Pipeline.objects.filter(pk=pk))

    def stage(self, pk):
        return self._found(Stage.objects.select_related("pipeline").filter(pk=pk))

    def reason(self, pk):
        return self._found(LossReason.objects.filter(pk=pk))

    def _found(self, rows):
        found = rows.first()
        if found is None:
            raise Http404
        return found

    @property
    def language(self):
        """The workspace's: the one in which things are named first."""
        return self.request.tenant.language


class FormInDrawer(SettingsView):
    """A form in the drawer, or as a page. Give `form(data)`, `save(form)` → address, and `title`."""

    title = submit_label = ""
    thing = None

    def get(self, request, **arguments):
        self.prepare(**arguments)
        return self._show(self.form(None))

    def post(self, request, **arguments):
        self.prepare(**arguments)
        form = self.form(request.POST)
        if not form.is_valid():
            return self._show(form, status=INVALID)
        return go(request, self.save(form))

    def prepare(self, **arguments):
        """Fetch what the address names. Raises Http404."""

    def form(self, data):
        raise NotImplementedError

    def save(self, form):
        raise NotImplementedError

    def cancel_url(self):
        raise NotImplementedError

    def _show(self, form, status=200):
        context = {
            "form": form,
            "title": self.title,
            "submit_label": self.submit_label,
            "cancel_url": self.cancel_url(),
            "wide": [name for name in form.fields if name not in getattr(form, "narrow", ())],
        }
        template = "ui/form_drawer.html" if target_of(self.request) == "drawer" else "ui/form.html"
        return self.render(context, template=template, status=status)
