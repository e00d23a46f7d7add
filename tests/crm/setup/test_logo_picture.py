"""What becomes of the picture that is given as a logo, and which pictures are none."""

import io
import random

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image, ImageFile

from crm.setup.logo.picture import EDGES, HEAVY, LIMIT, check_size, redrawn
from tests.crm.setup.pictures import PAGE, SECRET, SVG, TRAILER, bomb, drawn, photo, told


def kept(content, name="logo.png"):
    """(Image, bytes, content type) of what is kept."""
    made, kind, width, height = redrawn(io.BytesIO(content), name)
    image = Image.open(io.BytesIO(made))
    assert image.size == (width, height) and f"image/{image.format.lower()}" == kind
    return image, made, kind


def refusal(content, name="logo.png"):
    with pytest.raises(ValidationError) as fault:
        redrawn(io.BytesIO(content), name)
    return fault.value


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_of_picture_is_drawn_anew_and_keeps_its_shape(kind):
    image, _made, stored = kept(drawn((1200, 400), "RGB", kind=kind))
    assert (image.size, stored) == ((600, 200), "image/png")


@pytest.mark.parametrize(("size", "fits"), [((2000, 500), (600, 150)), ((500, 2000), (75, 300)), ((90, 60), (90, 60))])
def test_it_is_made_smaller_and_never_larger(size, fits):
    assert kept(drawn(size, "RGB"))[0].size == fits


def test_transparent_stays_transparent_and_its_margin_goes():
    image = kept(drawn((300, 100)))[0]
    assert (image.mode, image.size) == ("RGBA", (240, 80))
    assert image.getpixel((0, 0))[3] == 0 and image.getpixel((120, 40)) == (0, 0, 128, 255)


def test_of_a_palette_what_is_transparent_stays_so_too():
    palette = Image.open(io.BytesIO(drawn())).quantize(16)
    out = io.BytesIO()
    palette.save(out, "PNG")
    assert kept(out.getvalue())[0].mode == "RGBA"


@pytest.mark.parametrize("content", [photo(), told()], ids=["photo", "words"])
def test_nothing_but_its_points_travels(content):
    image, made, _kind = kept(content)
    assert SECRET in content and SECRET not in made
    assert not image.getexif() and not {"exif", "icc_profile", "xmp", "comment", "Author"} & set(image.info)


def test_a_photo_stands_upright():
    assert kept(photo((900, 600)))[0].size == (200, 300)


def test_what_is_a_picture_and_something_else_at_once_is_a_picture_from_then_on():
    for content in (drawn() + TRAILER, drawn(mode="RGB", kind="JPEG", comment=TRAILER), drawn(kind="WEBP") + TRAILER):
        assert TRAILER in content and TRAILER[:8] not in kept(content)[1]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_what_is_drawn_with_a_thousand_colours_stays_light(mode):
    noise = Image.frombytes(mode, (640, 320), random.Random(7).randbytes(640 * 320 * len(mode)))  # noqa: S311
    out = io.BytesIO()
    noise.save(out, "PNG")
    image, made, kind = kept(out.getvalue())
    assert (kind, image.size) == ({"RGB": "image/jpeg", "RGBA": "image/png"}[mode], EDGES)
    assert len(made) < 2 * HEAVY
    assert mode == "RGB" or image.has_transparency_data


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf", b"<?xml version='1.0'?>\n<!DOCTYPE svg>\n", b"<!-- x -->"])
def test_a_drawing_that_could_act_is_refused_with_the_way_out(head, name):
    assert refusal(head + SVG, name).messages == [
        f"“{name}” is a drawing (SVG), which can carry programs. Save it as PNG and choose that."
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [(PAGE, "page"), (b"\n <html>", "page"), (b"GIF89a" + b"\0" * 50, "kind"), (b"%PDF-1.7\n", "kind"), (b"", "kind"),
     (b"MZ\x90\0", "kind"), (b"\x1f\x8b\x08\0", "kind"), (b"BM" + b"\0" * 60, "kind"), (b"\0\0\1\0\1\0", "kind"),
     (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "broken"), (drawn()[:150], "broken"), (b"\xff\xd8\xff" + PAGE, "broken"),
     (b"RIFF\0\0\0\0WEBP" + PAGE, "broken")],
)  # fmt: skip
def test_what_is_none_whatever_it_is_called_is_refused(content, code):
    assert refusal(content).code == code


def test_only_the_decoder_of_what_it_is_sees_it(monkeypatch):
    asked = []
    original = Image.open
    monkeypatch.setattr(Image, "open", lambda file, **how: asked.append(how) or original(file, **how))
    redrawn(io.BytesIO(drawn(mode="RGB", kind="JPEG")), "logo.png")
    assert asked == [{"formats": ["JPEG"]}]


@pytest.mark.parametrize("size", [(4001, 4000), (100_000, 100_000)])
def test_what_would_unpack_to_a_monster_is_not_unpacked(size, monkeypatch):
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("it was unpacked"))
    assert "too many points; 16 million are the most" in refusal(bomb(*size)).messages[0]


@pytest.mark.parametrize("size", [(15, 15), (2000, 20), (10, 400), (1, 1)])
def test_what_could_not_be_printed_is_said_at_once(size):
    assert refusal(drawn(size, "RGB")).code == "small"


def test_nor_is_nothing_a_logo():
    out = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    assert refusal(out.getvalue()).code == "empty"


def test_a_file_has_a_most():
    assert check_size(LIMIT, "logo.png") is None
    with pytest.raises(ValidationError, match="“logo.png” has 6 MB; the most is 5 MB"):
        check_size(LIMIT + 1024**2, "logo.png")


@pytest.mark.parametrize(("language", "word"), [("ar", "شعار|رسم"), ("fa", "نگاره")])
def test_it_is_said_in_the_readers_language(language, word):
    with translation.override(language):
        assert any(each in refusal(SVG).messages[0] for each in word.split("|"))
