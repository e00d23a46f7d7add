"""Proof that it is really an owner who sits here, before everything leaves the house."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.backup.proof import ProofForm


class TakeAlongForm(ProofForm):
    """The owner's password, or a fresh sign-in, and that they know what an archive is."""

    understood = forms.BooleanField(
        label=_("I know that the file holds everything, and that whoever has it can read it"),
    )

    field_order = ("understood", "password")
