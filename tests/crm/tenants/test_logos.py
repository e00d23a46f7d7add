"""What is read of a logo, and which rows the database takes for one."""

import base64

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from crm.tenants import logos
from crm.tenants.logos import MOST, content_of, current_logo, fitted, printed
from crm.tenants.models import Logo
from crm.tenants.scope import NoTenant, tenant_scope
from tests.conftest import out_of_scope

ROW = {"content_type": "image/png", "width": 300, "height": 100, "size": 3, "sha256": "ab" * 32}


def kept(content=b"png", **values):
    logo = Logo(**{**ROW, **values})
    logo.file.save("logo", ContentFile(content), save=False)
    logo.save()
    return logo


@pytest.mark.parametrize(
    ("size", "within", "fits"),
    [((300, 100), (150, 60), (150, 50)), ((100, 300), (150, 60), (20, 60)), ((30, 10), (150, 60), (150, 50)),
     ((6000, 1), (150, 60), (150, 1))],
)  # fmt: skip
def test_it_takes_the_room_there_is_and_keeps_its_shape(size, within, fits):
    assert fitted(Logo(width=size[0], height=size[1]), *within) == fits


def test_on_paper_it_brings_its_points_along(acme):
    assert printed() == ""
    kept()
    assert printed() == f"data:image/png;base64,{base64.b64encode(b'png').decode()}"


def test_one_whose_file_is_gone_or_beyond_measure_is_none(acme, monkeypatch):
    logo = kept()
    logo.file.storage.delete(logo.file.name)
    assert content_of(logo) is None and printed() == ""
    Logo.objects.all().delete()
    assert content_of(kept(b"x" * (MOST + 1))) is None


def test_a_storage_that_does_not_answer_is_no_missing_file(acme, monkeypatch):
    logo = kept()
    monkeypatch.setattr(type(logo.file), "open", lambda *args: (_ for _ in ()).throw(OSError("away")))
    with pytest.raises(OSError, match="away"):
        logos.printed()


def test_a_workspace_sees_its_own_alone(acme, zenith):
    kept()
    with out_of_scope():
        with pytest.raises(NoTenant):
            current_logo()
        with tenant_scope(zenith):
            assert current_logo() is None
            kept(b"other", sha256="cd" * 32)
    assert current_logo().mark == "ab" * 8


@pytest.mark.parametrize(
    "wrong",
    [{"content_type": "text/html"}, {"content_type": "image/svg"}, {"width": 0}, {"height": 0}, {"sha256": "../" * 8},
     {"sha256": ""}, {}],
)  # fmt: skip
def test_a_row_that_an_archive_could_bring_is_held_to_what_is_written_here(acme, wrong):
    if not wrong:
        kept()  # a second one
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(**wrong)
