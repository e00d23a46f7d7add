"""The firm's logo, for whoever shows it."""

from base64 import b64encode

from crm.tenants.models import Logo

MOST = 1 << 20  # bytes; none that was written here comes near, one that came with an archive could be anything


def current_logo():
    """The workspace's Logo, None where it has none."""
    return Logo.objects.first()


def content_of(logo):
    """Its bytes; None where they are gone. Raises OSError where the storage does not answer."""
    try:
        with logo.file.open("rb") as file:
            content = file.read(MOST + 1)
    except FileNotFoundError:
        return None
    return content if len(content) <= MOST else None


def fitted(logo, width, height):
    """The largest (width, height) within these that keeps its shape."""
    scale = min(width / logo.width, height / logo.height)
    return max(1, round(logo.width * scale)), max(1, round(logo.height * scale))


def printed():
    """The workspace's logo as an address of its own (data:), for pages that fetch nothing; "" where there is none."""
    logo = current_logo()
    content = content_of(logo) if logo else None
    if content is None:
        return ""
    return f"data:{logo.content_type};base64,{b64encode(content).decode()}"
