"""The words of a mail: a kind's templates, filled in for one reader's language, calendar and direction."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from crm.l10n import state
from crm.l10n.directions import paragraphs


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str
    language: str


def compose(kind, context, *, preferences):
    """The Letter that templates/mail/<kind>.{subject.txt,txt,html} make for a reader with these l10n preferences."""
    with state.using(preferences):
        context = {**context, "direction": preferences.direction, "language": preferences.language}
        subject = " ".join(render_to_string(f"mail/{kind}.subject.txt", context).split())
        text = render_to_string(f"mail/{kind}.txt", context).strip() + "\n"
        html = render_to_string(f"mail/{kind}.html", {**context, "subject": subject})
    return Letter(subject, text, html, preferences.language)


def written(subject, text, *, preferences, firm, signature=""):
    """The Letter that carries what a member wrote themselves, with their signature if any, in the workspace's frame."""
    words = {"title": subject, "words": text, "signature": signature.strip(), "firm": firm}
    with state.using(preferences):
        words |= {"paragraphs": paragraphs(text), "signed": paragraphs(signature)}
    return compose("written", words, preferences=preferences)
