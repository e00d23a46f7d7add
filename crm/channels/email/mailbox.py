"""Reading the mails that the development mailbox caught."""

from dataclasses import dataclass
from email import message_from_bytes, policy

import nh3

# What a mail may show here. Styles are left out, as the page's policy would refuse them anyway, and so are pictures
# from elsewhere: opening a mail tells nobody.
TAGS = {
    "p", "br", "div", "span", "a", "b", "strong", "i", "em", "u", "ul", "ol", "li", "blockquote", "pre", "code", "bdi",
    "h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "hr",
}  # fmt: skip
ATTRIBUTES = {"*": {"dir", "lang"}, "a": {"href"}}


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    size: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail taken apart; `html` is safe to show."""

    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]


def open_mail(sent):
    """Take a SentMail apart."""
    message = message_from_bytes(bytes(sent.source), policy=policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Opened(
        text=text.get_content() if text else "",
        html=clean(html.get_content()) if html else "",
        headers=tuple((name, str(message[name])) for name in ("From", "To", "Reply-To", "Date") if message[name]),
        attachments=tuple(_attachment(part) for part in message.iter_attachments() if not part["Content-ID"]),
    )


def clean(html):
    schemes, dropped = {"http", "https", "mailto"}, {"script", "style", "title"}
    return nh3.clean(html, tags=TAGS, clean_content_tags=dropped, attributes=ATTRIBUTES, url_schemes=schemes)


def _attachment(part):
    content = part.get_payload(decode=True) or b""
    return Attachment(name=part.get_filename() or "attachment", size=len(content), content=content)
