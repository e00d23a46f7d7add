"""Settings: the templates of documents."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from crm.documents import actions, liquid, placeholders, sheets
from crm.documents.faults import TemplateFault
from crm.documents.forms import TemplateForm
from crm.documents.models import DocumentTemplate
from crm.documents.queries import templates
from crm.documents.render import PrintFailed, render_pdf
from crm.documents.rows import template_rows
from crm.documents.serving import PAPER, PREVIEW
from crm.l10n import state
from crm.records import registry
from crm.tenants.logos import printed
from crm.tenants.models import Language
from crm.ui.htmx import INVALID, go
from crm.ui.parts import Option
from crm.ui.views import MemberView


class SettingsView(MemberView):
    needs = "settings"

    def record_type(self, key):
        found = {each.key: each for each in placeholders.types_with_documents()}
        if key not in found:
            raise Http404
        return found[key]


class TemplateList(SettingsView):
    template = "crm/documents/templates.html"

    def get(self, request):
        context = {
            "templates": template_rows(templates()),
            "new": [
                Option(label=str(each.label_plural), url=reverse("documents:template_create", args=[each.key]))
                for each in placeholders.types_with_documents()
            ],
        }
        return self.render(context)


class TemplateEditor(SettingsView):
    template = "crm/documents/template.html"

    def ask(self, form, record_type, document_template=None, status=200):
        context = {
            "form": form,
            "record_type": record_type,
            "document_template": document_template,
            "shown": form.first_language(get_language()),
            "placeholders": placeholders.available(record_type).values(),
        }
        return self.render(context, status=status)

    def form(self, record_type, document_template=None):
        said = self.request.POST if self.request.method == "POST" else None
        language = self.request.tenant.language
        return TemplateForm(said, record_type=record_type, thing=document_template, language=language)


class TemplateCreate(TemplateEditor):
    def get(self, request, key):
        record_type = self.record_type(key)
        return self.ask(self.form(record_type), record_type)

    def post(self, request, key):
        record_type = self.record_type(key)
        form = self.form(record_type)
        if not form.is_valid():
            return self.ask(form, record_type, status=INVALID)
        actions.create_template(record_type=key, by=request.member, **form.values())
        return go(request, reverse("documents:templates"), _("The template was made."))


class TemplateEdit(TemplateEditor):
    def get(self, request, pk):
        found = get_object_or_404(DocumentTemplate, pk=pk)
        record_type = registry.get(found.record_type)
        return self.ask(self.form(record_type, found), record_type, found)

    def post(self, request, pk):
        found = get_object_or_404(DocumentTemplate, pk=pk)
        record_type = registry.get(found.record_type)
        form = self.form(record_type, found)
        if not form.is_valid():
            return self.ask(form, record_type, found, status=INVALID)
        actions.update_template(found, by=request.member, **form.values())
        return go(request, reverse("documents:templates"), _("Saved."))


@method_decorator(xframe_options_sameorigin, name="dispatch")
class TemplatePreview(SettingsView):
    """What stands in the editor now, filled with samples: HTML for the frame beside it, or (?pdf) as it will print."""

    http_method_names = ["post"]

    def post(self, request, key, language):
        record_type, as_pdf = self.record_type(key), "pdf" in request.GET
        if language not in Language.values:
            raise Http404
        titles = (request.POST.get(name) for name in (f"title_{language}", f"name_{language}", "name"))
        title = next(filter(None, titles), "")
        source = request.POST.get(f"source_{language}", "")
        try:
            liquid.parse(source, placeholders.available(record_type))  # faults in the editor's own language
            with state.using(state.for_tenant(request.tenant, language=language)):
                sheet = self.sheet(record_type, source, title, preview=not as_pdf)
                made = render_pdf(sheet) if as_pdf else sheet
        except (TemplateFault, PrintFailed) as fault:
            made, as_pdf = render_to_string("print/fault.html", {"fault": fault}), False
        return HttpResponse(
            made,
            content_type="application/pdf" if as_pdf else "text/html; charset=utf-8",
            headers={"Content-Security-Policy": PAPER if as_pdf else PREVIEW},
        )

    def sheet(self, record_type, source, title, *, preview):
        paper = placeholders.Paper(self.request.tenant, "0001", timezone.localdate())
        values, names = placeholders.samples(record_type, paper), placeholders.available(record_type)
        body = liquid.render(source, values, names).html
        return sheets.page(
            body, tenant=paper.tenant, title=title, code=paper.code, day=paper.day, logo=printed(), preview=preview
        )
