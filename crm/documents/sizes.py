from django.utils.translation import gettext as _

from crm.l10n.numbers import format_number


def format_size(count):
    """How large a file is, as people say it: 640 KB, 1.2 MB, 5 GB."""
    kilobytes = max(round(count / 1024), min(count, 1))
    if kilobytes < 1000:
        return _("%(number)s KB") % {"number": format_number(kilobytes)}
    if count < 1000 * 1024**2:
        return _("%(number)s MB") % {"number": format_number(count / 1024**2, 0 if count % 1024**2 == 0 else 1)}
    return _("%(number)s GB") % {"number": format_number(count / 1024**3, 0 if count % 1024**3 == 0 else 1)}
