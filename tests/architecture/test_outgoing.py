"""Nothing here asks other machines for anything, but for the doors below: no address that a user typed is ever fetched.

A module that needs to goes through crm.lib.door, as push and webhooks do, or gets a door of its own that checks where
the address leads, and a line here.
"""

import ast

from tests.architecture.test_imports import ROOT, imports, modules

CLIENTS = {
    "requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request", "socket", "ftplib", "smtplib",
    "telnetlib", "xmlrpc", "websocket", "websockets", "pycurl", "asyncio.open_connection", "boto3", "paramiko",
    "clamav_client", "botocore",
}  # fmt: skip
# module: what it speaks to, which no user can choose
DOORS = {
    "crm/lib/door.py": "the door to addresses that somebody gave: public ones only, judged as it connects",
    "crm/runner/programs.py": "our own web server, on this machine: is it up?",
    "crm/runner/preflight.py": "database and queue, as the environment names them",
    "crm/runner/ping.py": "the queue's service, as the environment names it",
    "crm/setup/accounts/company_views.py": "the errors of allauth, which asks the OIDC provider of the environment",
    "crm/lib/bucket.py": "the bucket of files, as the environment names it",
    "crm/documents/scanning.py": "the scanner of viruses, as the environment names it",
    "crm/channels/email/actions.py": "the errors of Django's mail, which speaks to the server of the environment",
}  # fmt: skip
LOADERS = {"HTML", "CSS", "Image"}  # names of classes that fetch what a `url=` says


def clients_of(path):
    tree = ast.parse((ROOT / path).read_text())
    named = {name for name, _node in imports(tree)}
    return {client for client in CLIENTS for name in named if name == client or name.startswith(f"{client}.")}


def test_only_the_known_doors_lead_outside():
    assert {str(path) for path in modules() if clients_of(path)} <= set(DOORS)


def test_every_door_is_still_one():
    assert [path for path in DOORS if not clients_of(path)] == []


def told_to_load(path):
    calls = [node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.Call)]
    return [
        ast.unparse(call) for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in LOADERS
        and any(word.arg in ("url", "filename") for word in call.keywords)
    ]  # fmt: skip


def test_no_library_is_told_to_load_an_address():
    assert {str(path): told for path in modules() if (told := told_to_load(path))} == {}
