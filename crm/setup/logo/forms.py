from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.setup.logo.actions import fetch_logo, upload_logo
from crm.setup.logo.picture import ACCEPT


class LogoForm(forms.Form):
    """A picture, or where the web has one."""

    picture = forms.FileField(
        label=_("Upload a picture"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PNG, JPEG or WebP. A transparent background prints best."),
    )  # fmt: skip
    address = forms.URLField(
        label=_("Or take it from our website"), required=False, max_length=2000, assume_scheme="https",
        help_text=_("The address of the picture itself. It is fetched once and kept here."),
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://", "autocomplete": "off"}),
    )  # fmt: skip

    def clean(self):
        if not self.errors and not any(self.cleaned_data.get(name) for name in self.fields):
            self.add_error("picture", _("Choose a picture, or give its address."))
        return self.cleaned_data

    def keep(self, tenant, *, by):
        """Whether the logo was set; else the field it was taken from says why not."""
        field = "picture" if self.cleaned_data["picture"] else "address"
        take = upload_logo if field == "picture" else fetch_logo
        try:
            take(tenant, self.cleaned_data[field], by=by)
        except ValidationError as fault:
            self.add_error(field, fault)
        return not self.errors
