"""The firm's logo at the head of its mails: in the mail itself, for pictures from elsewhere tell on its readers."""

from email.mime.image import MIMEImage

from django.utils.html import format_html

from crm.tenants.logos import content_of, current_logo, fitted

PLACE = "<!--logo-->"  # in templates/mail/layout.html
HEAD = (160, 48)  # CSS pixels that it may take


def with_logo(html, mail):
    """The mail's HTML as it leaves: with the logo that the workspace has by now, which becomes a part of the mail."""
    if PLACE not in html:
        return html
    logo = current_logo()
    content = content_of(logo) if logo else None
    if content is None:
        return html
    width, height = fitted(logo, *HEAD)
    part = MIMEImage(content, _subtype=logo.content_type.partition("/")[2])
    part["Content-ID"], part["Content-Disposition"] = f"<{logo.mark}@logo>", "inline"
    mail.attach(part)
    shown = format_html(
        '<img src="cid:{}@logo" width="{}" height="{}" alt="" style="display:block;border:0;margin:0 0 8px">',
        logo.mark, width, height,
    )  # fmt: skip
    return html.replace(PLACE, shown, 1)
