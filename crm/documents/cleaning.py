"""What of HTML a document may hold. Everything else is dropped: scripts, styles, forms, frames, links to files."""

import re

import nh3

TAGS = set(
    "a abbr address article aside b bdi bdo blockquote br caption center code col colgroup dd del dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins li main mark ol p pre q s section small span "
    "strong sub sup table tbody td tfoot th thead time tr u ul".split()
)
ATTRIBUTES = {
    "*": {"class", "dir", "lang", "style", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "col": {"span"},
}
STYLES = set(
    "background-color border border-bottom border-collapse border-color border-inline-end border-inline-start "
    "border-style border-top border-width break-after break-before break-inside color direction font-size font-style "
    "font-weight height letter-spacing line-height margin margin-bottom margin-inline margin-inline-end "
    "margin-inline-start margin-top max-width min-width padding padding-bottom padding-inline padding-inline-end "
    "padding-inline-start padding-top text-align text-decoration text-indent vertical-align white-space width".split()
)
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp)[;,]", re.IGNORECASE)


def _attribute(tag, name, value):
    if (tag, name) == ("img", "src") and not PICTURE.match(value):
        return None
    return value


def clean(html):
    """The HTML with nothing in it that acts, fetches, or paints outside its place."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        clean_content_tags={"script", "style"},
        filter_style_properties=STYLES,
        url_schemes={"https", "mailto", "tel", "data"},
        link_rel=None,
    )
