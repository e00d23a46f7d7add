"""The sheet of sizes that a surveyor brings back, so that the sample deals carry a real file."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join

from crm.documents.render import render_pdf
from crm.l10n.state import direction

OPENINGS = (("A1", 1420, 1180, "6/12/6"), ("A2", 900, 1180, "6/12/6"), ("B1", 2100, 2240, "6/16/6"))


@lru_cache(maxsize=64)
def drawing(title):
    """PDF bytes: the title, and width × height in millimetres of each opening with its glass."""
    rows = format_html_join("", "<tr><td>{}</td><td>{} × {}</td><td>{}</td></tr>", OPENINGS)
    body = format_html(
        '<html dir="{}"><body><h1>{}</h1><table border="1" cellpadding="6">{}</table></body></html>',
        direction(), title, rows,
    )  # fmt: skip
    return render_pdf(str(body))
