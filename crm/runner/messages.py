"""Compile the translations that changed. Uses Babel, since a fresh machine has no gettext tools."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from crm.runner.places import ROOT


def outdated():
    """The catalogues whose compiled form is missing or older than they are."""
    for source in sorted((ROOT / "crm" / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            yield source, target


def compile_messages():
    """Bring every catalogue up to date. Returns how many were compiled."""
    count = 0
    for source, target in outdated():
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.rename(target)  # another process may be reading
        count += 1
    return count
