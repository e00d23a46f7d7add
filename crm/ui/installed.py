"""Wasl as an app of the device: the worker that answers when no network does, and the manifest that installs it."""

import hashlib
import json
import re

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from crm.l10n.state import current
from crm.ui.nav import menu

SCRIPTS = settings.BASE_DIR / "static" / "js"
WORKER = ("worker.js", "worker-push.js")
FONTS = {"rtl": ("fonts/inter-latin.woff2", "fonts/vazirmatn.woff2"), "ltr": ("fonts/inter-latin.woff2",)}
PAPER = {"light": "#f5f4f1", "dark": "#0f1012"}  # --wl-canvas of static/css/tokens.css
SHORTCUTS = 4  # as many as launchers show


def offline_page(language):
    """The page of no connection as a reader of the language sees it, and the paths of the files it is made of."""
    with translation.override(language):
        html = render_to_string("offline.html")
        fonts = FONTS[current().direction]
    named = re.findall(r'(?:src|href)="(' + re.escape(settings.STATIC_URL) + r'[^"#]+)', html)
    return html, list(dict.fromkeys([*named, *(static(name) for name in fonts)]))


def worker():
    """The script of the service worker. It differs by a byte whenever the offline page or a file of it does, which is
    how browsers learn of a release."""
    pages, drawn = {}, hashlib.sha256()
    for language, _name in settings.LANGUAGES:
        html, files = offline_page(language)
        drawn.update(html.encode())
        pages[language] = [f"/offline/{language}/", *files]
    script = "".join((SCRIPTS / name).read_text(encoding="utf-8") for name in WORKER)
    drawn.update(json.dumps(pages).encode())
    told = {"version": drawn.hexdigest()[:12], "pages": pages}
    told |= {"icon": static("icons/app-192.png"), "badge": static("icons/badge-96.png")}
    return f"self.WASL = {json.dumps(told)};\n{script}"


def manifest(member):
    """The web app manifest of a member's workspace (W3C Application Manifest): in their language, with the pages of
    their menu as shortcuts."""
    dark = member.theme == "dark"
    words = current()
    name = translation.gettext("Wasl")
    home = reverse("activities:today")
    paper = PAPER["dark" if dark else "light"]
    return {
        "id": home,
        "name": f"{member.tenant.name} · {name}",
        "short_name": name,
        "lang": words.language,
        "dir": words.direction,
        "start_url": home,
        "scope": "/",  # signing in stands outside the workspace
        "display": "standalone",
        "background_color": paper,
        "theme_color": paper,
        "icons": [
            {"src": static("icons/app-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static("icons/app-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": static("icons/maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
        "shortcuts": [{"name": str(item.label), "url": item.url} for item in menu("main", member, "")[:SHORTCUTS]],
    }
