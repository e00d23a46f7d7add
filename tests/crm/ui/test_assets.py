"""Static files: an allow-list out of npm packages, hashed names, one sprite, small behaviours."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.management import call_command

from crm.ui import icons
from crm.ui.assets import PACKAGE_FILES, HashedStorage, PackageFinder, PackageStorage
from crm.ui.installed import WORKER
from tests.architecture.test_imports import ROOT

SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))


@pytest.mark.parametrize("path", PACKAGE_FILES)
def test_every_listed_file_is_installed(path):
    assert finders.find(path)


@pytest.mark.parametrize(
    "path", ["@tabler/core/package.json", "htmx.org/dist/htmx.js", "../package.json", "vendor/../manage.py"]
)
def test_nothing_else_of_a_package_is_served(path):
    assert PackageFinder().find(path) == []


def test_the_finder_lists_what_it_finds():
    assert [path for path, _ in PackageFinder().list([])] == list(PACKAGE_FILES)


def test_a_missing_package_says_what_to_do(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="npm ci"):
        PackageStorage(tmp_path).path("vendor/htmx.js")


def test_hashing_follows_urls_but_not_source_maps(tmp_path):
    storage = HashedStorage(location=tmp_path, base_url="/static/")
    storage.save("fonts/a.woff2", ContentFile(b"font"))
    storage.save("css/a.css", ContentFile(b"a{src:url('../fonts/a.woff2')}\n/*# sourceMappingURL=a.css.map */"))
    storage.save("js/a.js", ContentFile(b"1;\n//# sourceMappingURL=a.js.map"))
    files = {name: (storage, name) for name in ("fonts/a.woff2", "css/a.css", "js/a.js")}
    failed = [result for _, _, result in storage.post_process(files) if isinstance(result, Exception)]
    assert failed == []
    assert re.search(r"fonts/a\.[0-9a-f]{12}\.woff2", (tmp_path / storage.stored_name("css/a.css")).read_text())


def test_the_sprite_can_be_drawn_again_and_is_the_same():
    before = icons.SPRITE.read_text()
    call_command("icons", verbosity=0)
    assert icons.SPRITE.read_text() == before


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{% icon "user" %}', "user"),
        ("{% icon 'user' 'icon-lg' %}", "user"),
        ('{% icon item.icon|default:"point" %}', "point"),
        ('RecordType(icon="users")', "users"),
        ('glyphs.icon("check")', "check"),
        ('{"icon": "home"}', "home"),
        ('{% include "ui/_menu.html" with icon="dots" %}', "dots"),
    ],
)
def test_every_way_to_name_an_icon_is_seen(text, name):
    assert icons._USES.findall(text) == [name]


def test_icons_that_mirror_or_mark_a_state_are_spelled_as_tabler_spells_them():
    named = {*icons.MIRROR, *icons.NEXT_STEP.values(), *icons.TOAST.values(), *icons.NOTE.values()}
    assert [name for name in named if not (icons.DRAWINGS / f"{name}.svg").exists()] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_behaviour_is_short_and_says_what_it_does(script):
    text = script.read_text()
    assert len(text.splitlines()) <= 60
    assert text.startswith("/*")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_behaviour_makes_no_markup_and_no_code_from_strings(script):
    text = script.read_text()
    found = re.findall(r"\.(?:innerHTML|outerHTML|insertAdjacentHTML)\b|document\.write|\beval\(|new Function", text)
    assert found == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_behaviour_is_loaded_somewhere(script):
    pages = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    assert script.name in WORKER or f"'js/{script.name}'" in pages
