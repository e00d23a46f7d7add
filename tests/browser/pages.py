"""The pages of the table of addresses, for a browser to open: grouped by namespace, in any language and theme."""

from collections import defaultdict
from types import SimpleNamespace
from urllib.parse import urlencode

from playwright.sync_api import Error

from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from tests import make
from tests.architecture.test_urls import ROWS, prepared

ROOMS = defaultdict(list)
for each in ROWS:
    if each.method == "get" and not each.by_token and (each.owner if each.public is None else each.public) == 200:
        ROOMS[each.url.partition(":")[0] if ":" in each.url else "accounts"].append(each)
WHOLE = """async () => {
  const whole = document.doctype !== null;
  while (whole && document.querySelector(".htmx-request")) await new Promise((done) => setTimeout(done, 20));
  return whole;
}"""  # parts that a page asks for once it is there are parts of it


def cast_of_the_table():
    """The workspace of the table of addresses, for a server to show."""
    tenant, owner = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    _zenith, outsider = make.workspace("Zenith", slug="zenith", owner="Otto Outsider")
    with tenant_scope(tenant):
        manager = make.member(by=owner, role="manager", name="Mona Manager")
        team = make.team("Sales", manager=manager)
        rep = make.member(by=owner, role="rep", name="Rami Rep", team=team)
        agent, reader = (make.member(by=owner, role=role, name=f"The {role}") for role in ("agent", "reader"))
    return SimpleNamespace(owner=owner, manager=manager, rep=rep, agent=agent, reader=reader, outsider=outsider)


def speak(page, member, live_server, language, theme="light"):
    """What follows is in this language and theme, for the member by their own choice, for strangers by a cookie."""
    with tenant_scope(member.tenant):
        Member.objects.filter(pk=member.pk).update(language=language, theme=theme)
    names = {"language": language, "theme": theme}
    page.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in names.items()])


def address_of(row, cast, live_server):
    with tenant_scope(cast.owner.tenant):
        path, data = prepared(row, cast)
    return f"{live_server.url}{path}?{urlencode(data, doseq=True)}"


def is_a_page(page, address):
    """Open the address; whether a whole page is there now: not a fragment, a file, an answer to a program."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    assert answer.ok, (address, answer.status)
    return answer.headers.get("content-type", "").startswith("text/html") and page.evaluate(WHOLE)
