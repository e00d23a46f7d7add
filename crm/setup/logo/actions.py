"""The firm's logo: set from a picture, and removed."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.documents.room import claim_room
from crm.documents.scanning import NotScanned, finding_of
from crm.events.record import record_event
from crm.setup.logo.picture import check_size, redrawn
from crm.setup.logo.website import fetched
from crm.tenants.models import Logo, Tenant


def upload_logo(tenant, file, *, by):
    """Make an uploaded picture the logo. Records workspace.logo_set; raises ValidationError in words."""
    require(by, "settings")
    check_size(file.size, file.name)
    return _set(tenant, file, file.name, by=by)


def fetch_logo(tenant, address, *, by):
    """Make the picture that an address of the web gives, this once, the logo. Records workspace.logo_set with the host
    it came from; raises ValidationError in words."""
    require(by, "settings")
    file, host = fetched(address)
    return _set(tenant, file, host, by=by, host=host)


@transaction.atomic
def remove_logo(tenant, *, by):
    """Without a logo, as before. Records workspace.logo_removed where there was one."""
    require(by, "settings")
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    logo = Logo.objects.first()
    if logo is None:
        return
    logo.delete()
    _let_go(logo.file)
    record_event(tenant, "workspace.logo_removed", by=by)


def _set(tenant, file, name, *, by, host=""):
    _scan(file, name)
    content, kind, width, height = redrawn(file, name)
    logo = Logo(content_type=kind, width=width, height=height, size=len(content))
    logo.sha256 = hashlib.sha256(content).hexdigest()
    logo.file.save("logo", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            Tenant.objects.select_for_update().get(pk=tenant.pk)
            for before in Logo.objects.all():
                before.delete()
                _let_go(before.file)
            claim_room(len(content))
            logo.save()
            record_event(tenant, "workspace.logo_set", by=by, data={"host": host})
    except BaseException:
        logo.file.storage.delete(logo.file.name)
        raise
    return logo


def _let_go(file):
    storage, name = file.storage, file.name
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def _scan(file, name):
    """Asked at once, for the picture as it was sent is not kept: nobody waits for a worker, nothing is left to it."""
    if not settings.SCANNER_URL:
        return
    file.seek(0)
    try:
        finding = finding_of(file)
    except NotScanned as error:
        words = _("The scanner of viruses does not answer. Try again in a moment.")
        raise ValidationError(words, code="unscanned") from error
    if finding:
        raise ValidationError(_("“%(name)s” was refused by the scanner.") % {"name": name}, code="refused")
