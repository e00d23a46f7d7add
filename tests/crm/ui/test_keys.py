"""Keys are declared once: no two alike, none that does nothing, none that a role may not use."""

import re
from pathlib import Path

from django.conf import settings

from crm.records import registry
from crm.ui import keys
from crm.ui.nav import menu

STATIC, TEMPLATES = Path(settings.BASE_DIR, "static", "js"), Path(settings.BASE_DIR, "templates")
ALL = (*keys.EVERYWHERE, *keys.LISTS)


def groups(member):
    made = [kind for kind in registry.all_types() if kind.press]
    return keys.key_groups(menu("main", member), made)


def test_no_two_keys_are_alike_and_none_begins_another(owner):
    for part in groups(owner):
        pressed = [key.press for key in part.keys if not key.told]
        assert len(pressed) == len(set(pressed))
    pressed = [key.press for part in groups(owner) for key in part.keys if not key.told]
    assert len(pressed) == len(set(pressed)) and len(pressed) > 14
    begun = {press.split()[0] for press in pressed if " " in press}
    assert not begun & set(pressed)


def test_what_templates_mark_by_a_key_and_what_scripts_do_is_declared():
    marked = {key for path in TEMPLATES.rglob("*.html") for key in re.findall(r'data-key="([^"{]+)"', path.read_text())}
    declared = {key.press for key in ALL if not (key.does or key.told)}
    assert marked == declared
    script = (STATIC / "keys.js").read_text()
    done = re.findall(r"^    (\w+): \(\) =>", script.partition("const does")[2].partition("};")[0], re.MULTILINE)
    assert set(done) == {key.does for key in ALL if key.does}


def test_the_sheet_shows_what_one_may_use(client_for, owner, reader):
    page = client_for(owner).get("/today/").content.decode()
    for press, url in (("g d", "/acme/deals/"), ("n o", "/acme/companies/new/")):
        assert re.search(rf'data-press="{press}"[^>]* data-url="{url}"', page)
    assert 'data-press="g r"' in page and '<kbd class="wl-kbd">Ctrl</kbd>' in page
    read = client_for(reader).get("/today/").content.decode()
    assert 'data-press="g c"' in read and 'data-press="n ' not in read and "data-in-drawer" not in read


def test_signs_are_what_keys_have_printed_on_them():
    assert keys.Key("Control+k", "").signs == ["Ctrl", "K"]
    assert keys.Key("g d", "").signs == ["G", "D"]
    assert keys.Key("Shift+ArrowLeft", "").signs == ["⇧", "←"]
