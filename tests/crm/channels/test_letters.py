"""The words of a mail, in the reader's language and direction."""

import pytest

from crm.channels.email.letters import compose, written
from crm.l10n import state


@pytest.mark.parametrize("language, direction", [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr")])
def test_the_frame_speaks_the_readers_language_and_runs_their_way(acme, language, direction):
    letter = compose(
        "notice", {"sentence": "…", "url": "http://x", "firm": acme.name},
        preferences=state.for_tenant(acme, language=language),
    )  # fmt: skip
    assert f'<html lang="{language}" dir="{direction}">' in letter.html
    assert letter.language == language


def test_what_people_wrote_is_escaped_in_html_and_left_alone_in_text(acme):
    letter = written("A & B <3", "1 < 2\n\n<script>", preferences=state.for_tenant(acme), firm="Tom & Co")
    assert letter.subject == "A & B <3"
    assert letter.text == "1 < 2\n\n<script>\n"
    assert "<script>" not in letter.html
    assert "Tom &amp; Co" in letter.html


def test_a_subject_is_one_line(acme):
    letter = written("two\nlines\r\nBcc: x@y.example", "…", preferences=state.for_tenant(acme), firm="x")
    assert letter.subject == "two lines Bcc: x@y.example"
