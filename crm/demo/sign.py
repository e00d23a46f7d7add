"""The signs of the sample firms, so that their papers look like a firm's: an arched window in the firm's colour."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

EDGE, FINE = 240, 4  # drawn larger and then made small, for smooth edges
PANES = ((72, 92, 114, 128), (126, 92, 168, 128), (72, 140, 114, 188), (126, 140, 168, 188))


def sign(colour):
    """PNG, as an uploaded file."""
    image = Image.new("RGBA", (EDGE * FINE, EDGE * FINE))
    pen = ImageDraw.Draw(image)

    def fine(*edges):
        return [edge * FINE for edge in edges]

    pen.rounded_rectangle(fine(8, 8, 232, 232), radius=44 * FINE, fill=colour)
    pen.pieslice(fine(72, 44, 168, 124), 180, 360, fill="white")
    pen.rectangle(fine(114, 40, 126, 90), fill=colour)
    for pane in PANES:
        pen.rectangle(fine(*pane), fill="white")
    out = io.BytesIO()
    image.resize((EDGE, EDGE), Image.Resampling.LANCZOS).save(out, "PNG")
    return SimpleUploadedFile("sign.png", out.getvalue())
