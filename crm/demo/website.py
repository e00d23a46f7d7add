"""A firm's own page, outside Wasl: a plain file with the form in it, as a webmaster would paste it."""

from django.conf import settings
from django.template.loader import render_to_string

from crm.l10n.state import for_tenant, using
from crm.tenants.links import absolute
from marketing.webforms.forms import VisitorForm


def write_page(tenant, web_form):
    """Write var/website/<address>.html and its style.css, and return the path.

    It opens in any browser and posts to this installation.
    """
    with using(for_tenant(tenant)):
        context = {
            "firm": tenant,
            "web_form": web_form,
            "address": absolute(f"/f/{web_form.token}/"),
            "asked": VisitorForm(web_form=web_form, region=tenant.phone_region).asked(),
        }
        path = settings.VAR_DIR / "website" / f"{tenant.slug}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_to_string("crm/demo/website.html", context))
        path.with_name("style.css").write_text(render_to_string("crm/demo/website.css"))
    return path
