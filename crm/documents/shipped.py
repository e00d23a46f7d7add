"""Templates that come as files: one per language, its title in the first line, Liquid below."""

from pathlib import Path

from crm.tenants.models import Language


def read_bodies(folder):
    """The `bodies` for create_template from a folder that holds ar.liquid, fa.liquid, en.liquid, or some of them."""
    paths = ((language, Path(folder) / f"{language}.liquid") for language in Language.values)
    return {language: _body(path.read_text("utf-8")) for language, path in paths if path.exists()}


def _body(text):
    title, _, source = text.partition("\n")
    return {"title": title.strip(), "source": source.strip() + "\n"}
