"""Outside any workspace: choosing one, making one, and the language before anybody is known."""

from dataclasses import asdict

from allauth.core.ratelimit import consume, respond_429
from django.conf import settings
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from django.views.i18n import set_language as remember_language

from crm.access.guard import USER, public, signed_in
from crm.l10n import state
from crm.setup.accounts.adapter import may_open_workspaces
from crm.setup.actions import open_workspace
from crm.setup.workspaces import addresses, countries
from crm.setup.workspaces.forms import WorkspaceForm
from crm.setup.workspaces.queries import workspaces_of


@signed_in
@require_safe
def home(request):
    """Into the only workspace, to the choice among several, or on to the first. For htmx: the switcher's menu."""
    workspaces = workspaces_of(request.user)
    context = {"workspaces": workspaces, "may_open": may_open_workspaces(), "here": request.GET.get("here", "")}
    if request.htmx:
        return switcher(request, context)
    if not workspaces and context["may_open"]:
        return redirect("setup:start")
    if len(workspaces) == 1:
        return redirect(f"/{workspaces[0].slug}/")
    return render(request, "crm/setup/workspaces/home.html", context)


def switcher(request, context):
    """The menu in the shell of the workspace called `here`, as its member reads that."""
    here = next((each for each in context["workspaces"] if each.slug == context["here"]), None)
    with state.using(state.for_member(here.seat) if here else state.current()):
        return render(request, "crm/setup/workspaces/_menu.html", context)


class Start(FormView):
    """A new workspace: its name and address, and habits that its country proposes."""

    access = USER
    form_class = WorkspaceForm
    template_name = "crm/setup/workspaces/start.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_open_workspaces():
            return redirect("setup:home")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        language = get_language()
        country = countries.guess(self.request.headers.get("Accept-Language", ""), language)
        pack = next(iter(settings.PACKS))
        return {"language": language, "country": country, "pack": pack, **asdict(countries.propose(country))}

    def post(self, request, *args, **kwargs):
        if not consume(request, action="open_workspace", user=request.user):
            return respond_429(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            tenant, _owner = open_workspace(user=self.request.user, **form.cleaned_data)
        except IntegrityError:  # somebody took the address between our look and our leap
            form.add_error("slug", _("This address is taken."))
            return self.form_invalid(form)
        return redirect(f"/{tenant.slug}/welcome/")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, packs=settings.PACKS)


@signed_in
@require_safe
def start_address(request):
    """The address field, filled from the firm's name or checked as typed. A fragment of the start page."""
    typed = request.GET.get("slug", "")
    slug = typed or addresses.suggest(request.GET.get("name", "")[:120])
    form = WorkspaceForm({"slug": slug} if slug else None)
    context = {"form": form, "free": bool(slug) and "slug" not in form.errors}
    return render(request, "crm/setup/workspaces/_address.html", context)


@signed_in
@require_safe
def start_habits(request):
    """The fields that follow from a country. A fragment of the start page."""
    country = request.GET.get("country", "")
    if country not in countries.CODES:
        raise Http404
    form = WorkspaceForm(initial=asdict(countries.propose(country)))
    return render(request, "crm/setup/workspaces/_habits.html", {"form": form})


@public
def set_language(request):
    """Remember the language in a cookie, and with the account of whoever is signed in."""
    response = remember_language(request)
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return response
