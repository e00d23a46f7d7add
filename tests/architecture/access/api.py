"""Programs come in by a token, and only members whose role may use the API have tokens; what the token reaches is what
its member sees. Sessions open none of it, tokens none of the pages."""

from crm.api.actions import issue_token
from crm.api.webhooks.actions import create_webhook, pause, queue
from crm.api.webhooks.models import Webhook
from tests.architecture.access import Row
from tests.architecture.access.contacts import contact

OWN = {"manager": 403, "rep": 403, "agent": 403, "reader": 403}  # the owner's role alone may, until it gives others


def people(cast):
    return ("people",)


def person(cast):
    return ("people", *contact(cast))


def token(cast):
    """One of the owner's."""
    return (issue_token(name="Robot", scope="read", by=cast.owner)[0].pk,)


def webhook(cast):
    """One of the owner's."""
    return (create_webhook(name="Store", url="https://hooks.example/", kinds=["contact.*"], by=cast.owner)[0].pk,)


def paused(cast):
    [pk] = webhook(cast)
    pause(Webhook.objects.get(pk=pk), by=cast.owner)
    return (pk,)


def sending(cast):
    [pk] = webhook(cast)
    return (pk, queue(Webhook.objects.get(pk=pk), None).pk)


def name(cast, args):
    return {"name": "Sara"}


ROWS = [
    Row(url="api:reference", **OWN),
    Row(url="api:tokens", **OWN),
    Row(url="api:token_create", **OWN),
    Row(url="api:token_create", method="post", owner=422, **OWN),
    Row(url="api:all_tokens", **OWN),
    Row(url="api:token_revocation", args=token, manager=404, rep=404, agent=404, reader=404),
    Row(
        url="api:token_revocation", method="post", args=token, owner=302, manager=404, rep=404, agent=404, reader=404
    ),
    Row(url="api:webhooks", **OWN),
    Row(url="api:webhook_create", **OWN),
    Row(url="api:webhook_create", method="post", owner=422, **OWN),
    Row(url="api:webhook", args=webhook, **OWN),
    Row(url="api:webhook_edit", args=webhook, **OWN),
    Row(url="api:webhook_edit", method="post", args=webhook, owner=422, **OWN),
    Row(url="api:webhook_secret", args=webhook, **OWN),
    Row(url="api:webhook_secret", method="post", args=webhook, **OWN),
    Row(url="api:webhook_pause", method="post", args=webhook, owner=302, **OWN),
    Row(url="api:webhook_resumption", args=paused, **OWN),
    Row(url="api:webhook_resumption", method="post", args=paused, owner=302, **OWN),
    Row(url="api:webhook_removal", args=webhook, **OWN),
    Row(url="api:webhook_removal", method="post", args=webhook, owner=302, **OWN),
    Row(url="api:webhook_test", method="post", args=webhook, owner=302, **OWN),
    Row(url="api:webhook_again", method="post", args=sending, owner=302, **OWN),
    Row(url="api:schema", by_token=True),
    Row(url="api:nowhere", by_token=True, args=lambda cast: (), owner=404, manager=404, rep=404, agent=404, reader=404),
    Row(url="api:records", by_token=True, args=people, names_object=False),
    Row(
        url="api:records", method="post", by_token=True, args=people, names_object=False, data=name,
        owner=201, manager=201, rep=201, agent=201, reader=403,
    ),
    Row(url="api:record", by_token=True, args=person),
    Row(url="api:record", method="patch", by_token=True, args=person, data=name, reader=403),
    Row(
        url="api:record", method="delete", by_token=True, args=person,
        owner=204, manager=204, rep=204, agent=403, reader=403,
    ),
]  # fmt: skip
