"""The last step of setting up: whom one works with."""

from allauth.core.ratelimit import consume, respond_429
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from crm.access.authority import roles_in_reach
from crm.l10n.numbers import format_number
from crm.setup.invitations.actions import invite
from crm.ui.htmx import INVALID
from crm.ui.views import MemberView

ROWS = 4


class ColleagueForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"dir": "ltr"}))
    role = forms.ModelChoiceField(label=_("Role"), queryset=None, empty_label=None)

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles

    def has_changed(self):
        """A role alone names nobody."""
        return "email" in self.changed_data


class ColleaguesForm(forms.BaseFormSet):
    def clean(self):
        found = [form.cleaned_data["email"].lower() for form in self.filled()]
        for form in self.filled():
            if found.count(form.cleaned_data["email"].lower()) > 1:
                form.add_error("email", _("This address stands here twice."))

    def filled(self):
        return [form for form in self.forms if form.has_changed() and form.cleaned_data.get("email")]


class Colleagues(MemberView, FormView):
    """Invites several at once: all of those named, or none while something is wrong with one."""

    needs = "members"
    form_class = forms.formset_factory(ColleagueForm, formset=ColleaguesForm, extra=ROWS, max_num=ROWS)
    template_name = "crm/setup/workspaces/colleagues.html"

    def get_form_kwargs(self):
        roles = roles_in_reach(self.request.member)
        usual = roles.filter(key="rep").first()
        return super().get_form_kwargs() | {
            "form_kwargs": {"roles": roles, "initial": {"role": usual.pk if usual else None}}
        }

    def get_initial(self):
        return None

    def post(self, request, *args, **kwargs):
        if not consume(request, action="invite", user=request.user):
            return respond_429(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        with transaction.atomic():
            wrong = [one for one in form.filled() if not self._invited(one)]
            if wrong:
                transaction.set_rollback(True)
        if wrong:
            return self.form_invalid(form)
        if invited := len(form.filled()):
            text = ngettext("%(count)s person is invited.", "%(count)s people are invited.", invited)
            messages.success(self.request, text % {"count": format_number(invited)})
        return redirect("setup:landing")

    def _invited(self, form):
        try:
            invite(by=self.request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("email", error.messages[0])
            return False
        return True

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=INVALID)
