"""The worker's script, the page of no connection and the manifest, each as it is asked for."""

import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from PIL import Image

from crm.ui import appicons, installed


def told(script):
    return json.loads(re.match(r"self\.WASL = (.*);\n", script)[1])


def test_the_worker_names_a_page_and_its_files_for_each_language_and_a_version_of_them(client, db, monkeypatch):
    reply = client.get("/sw.js")
    assert reply["Content-Type"].startswith("text/javascript")
    assert "no-store" in reply["Cache-Control"]  # a new release is there at the next visit
    pages = told(reply.content.decode())["pages"]
    assert {language: files[0] for language, files in pages.items()} == {
        "ar": "/offline/ar/", "fa": "/offline/fa/", "en": "/offline/en/"
    }  # fmt: skip
    for files in pages.values():
        assert all(finders.find(path.removeprefix("/static/")) for path in files[1:])
    assert "/static/vendor/tabler.rtl.css" in pages["fa"]
    assert "/static/fonts/vazirmatn.woff2" not in pages["en"]

    version = told(installed.worker())["version"]
    assert told(installed.worker())["version"] == version
    monkeypatch.setattr(installed, "static", lambda name: f"/static/{name}?released")
    assert told(installed.worker())["version"] != version


def test_the_worker_is_written_once_a_release(client, db, monkeypatch):
    first = client.get("/sw.js").content
    monkeypatch.setattr(installed, "offline_page", lambda language: 1 / 0)
    assert client.get("/sw.js").content == first


def test_the_page_of_no_connection_speaks_the_language_and_asks_no_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/offline/fa/").content.decode()
    assert '<html lang="fa" dir="rtl"' in page
    assert client.get("/offline/xx/").status_code == 404


def test_the_manifest_is_the_members_own(client_for, rep, client):
    rep.language, rep.theme = "fa", "dark"
    rep.save()
    mine = client_for(rep).get("/app.webmanifest").json()
    assert (mine["lang"], mine["dir"], mine["short_name"]) == ("fa", "rtl", "وصل")
    assert mine["start_url"] == mine["id"] == f"/{rep.tenant.slug}/today/"
    assert mine["background_color"] == installed.PAPER["dark"]
    assert rep.tenant.name in mine["name"]
    assert len(mine["shortcuts"]) == installed.SHORTCUTS
    assert all(each["url"].startswith(f"/{rep.tenant.slug}/") for each in mine["shortcuts"])
    for icon in mine["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as drawn:
            assert "x".join(map(str, drawn.size)) == icon["sizes"]
    assert client.get(f"/{rep.tenant.slug}/app.webmanifest").status_code == 302  # nobody without a seat learns a name


def test_colours_around_the_app_are_those_of_the_page():
    tokens = Path(finders.find("css/tokens.css")).read_text()
    light, dark = re.findall(r"--wl-canvas: (#\w+);", tokens)[:2]
    assert {"light": light, "dark": dark} == installed.PAPER


def test_icons_are_drawn_from_the_logo_and_a_maskable_one_fills_its_square(tmp_path, monkeypatch):
    monkeypatch.setattr(appicons, "FOLDER", tmp_path)
    names = appicons.draw()
    assert names == sorted(path.name for path in appicons.LOGO.parent.glob("icons/*.png"))
    with Image.open(tmp_path / "maskable-512.png") as full, Image.open(tmp_path / "app-512.png") as rounded:
        assert full.convert("RGBA").getpixel((0, 0)) == (47, 74, 206, 255)
        assert rounded.convert("RGBA").getpixel((0, 0))[3] == 0
