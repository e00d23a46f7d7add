"""Handing out private files. Whoever calls this has made sure that the reader may see the record behind the file."""

from django.http import FileResponse, Http404

# What is shown on the spot is shown as itself and can neither act nor fetch. Chromium's viewer of PDFs, which runs
# nothing of the page's origin, stays empty in a sandbox, under object-src, and under frame-ancestors 'none'.
PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PAPER = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
BARE = "default-src 'none'; frame-ancestors 'none'"  # a small picture is part of a page, never one of its own
# A preview stands in a frame of the editor and has the app's own fonts; nothing in it runs, whatever a template says.
PREVIEW = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data:; "
    "frame-ancestors 'self'; sandbox allow-same-origin"
)


def serve(file, name, content_type, *, inline, policy=""):
    """The stored file as a download, or (pictures and PDFs, when asked) shown in the browser. 404 when it is gone."""
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=not inline, filename=name, content_type=content_type)
    response["Content-Security-Policy"] = policy or (PAPER if content_type == "application/pdf" else PICTURE)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
