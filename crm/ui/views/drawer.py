"""A form that opens in the drawer beside a page, and is a page of its own without scripts."""

from crm.ui.htmx import INVALID, go, target_of
from crm.ui.saving import or_fault
from crm.ui.views.base import MemberView


class DrawerForm(MemberView):
    """GET asks, POST saves and leads to another page. Give `form(data)`, `save(form)` → address, and `title`; what an
    action finds fault with (ValidationError) stands beside the fields it names."""

    title = submit_label = ""
    thing = None

    def get(self, request, **arguments):
        self.prepare(**arguments)
        return self._show(self.form(None))

    def post(self, request, **arguments):
        self.prepare(**arguments)
        form = self.form(request.POST)
        if not form.is_valid() or not (url := or_fault(form, self.save, form)):
            return self._show(form, status=INVALID)
        return go(request, url)

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
