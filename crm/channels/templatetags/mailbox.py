from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def mail_html(mail):
    """The body of a mail that mailbox.open_mail has cleaned."""
    return mark_safe(mail.html)  # noqa: S308  # cleaned there, of everything but plain text tags
