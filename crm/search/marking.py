"""Where in a text its reader finds what they typed, in whatever spelling either is."""

from django.utils.html import format_html, format_html_join

from crm.lib.text import fold
from crm.records.finding import words_of


def marked(text, asked):
    """The text with each word of what was asked in a <mark>, where it first stands: نوره marks نورة. Safe HTML."""
    folded, places = "", []
    for place, letter in enumerate(text):
        said = " " if letter.isspace() else fold(letter)
        folded += said
        places += [place] * len(said)
    spans = sorted(_spans(folded, places, words_of(asked)), key=lambda span: (span[0], -span[1]))
    pieces, end = [], 0
    for start, stop in spans:
        if start >= end:
            pieces += [(text[end:start], text[start:stop])]
            end = stop
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[end:])


def _spans(folded, places, words):
    for word in words:
        at = folded.find(word)
        if at >= 0:
            yield places[at], places[at + len(word) - 1] + 1
