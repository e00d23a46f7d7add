"""Replies to htmx: what was asked for, and what the page shall do besides."""

import json

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

INVALID = 422  # a form shown again with what is wrong
CONFLICT = 409  # somebody else changed the same meanwhile


def target_of(request):
    """The id of the element that the reply goes into; "" for a page."""
    return (request.htmx.target or "") if request.htmx else ""


def fragment(request, templates, context, status=200):
    """The templates one after the other, each drawn with the context."""
    response = HttpResponse(status=status)
    for template in [templates] if isinstance(templates, str) else templates:
        response.write(render(request, template, context).content)
    return varied(response)


def varied(response):
    """A URL that answers with a page or a piece of it must not be cached as one of them."""
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def trigger(response, **events):
    """Let the page hear of events once the reply is in; other events of the reply stay."""
    known = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**known, **events})
    return response


def toast(response, text, *, tone="green", undo=""):
    """Show a passing message, with a button that posts to `undo` if given."""
    return trigger(response, toast={"text": str(text), "tone": tone, "undo": undo})


def done(text="", *, tone="green", undo=""):
    """What a drawer or modal answers when its work is done: it closes, and lists and timelines ask anew."""
    response = trigger(HttpResponse(status=204), close={}, changed={})
    return toast(response, text, tone=tone, undo=undo) if text else response


def go(request, url, text="", *, undo=""):
    """Send the reader to another page, which shows the message."""
    if text:
        messages.success(request, text, extra_tags=undo)
    if not request.htmx:
        return HttpResponseRedirect(url)
    return HttpResponse(status=204, headers={"HX-Redirect": url})
