"""The whole workspace as a file: for its owners alone, whoever of them asked for it."""

from crm.moving import actions
from tests.architecture.access import Row

OWNERS_ONLY = {"manager": 403, "rep": 403, "agent": 403, "reader": 403}


def _archive(cast):
    return (actions.start(by=cast.owner).pk,)


ROWS = [
    Row(url="moving:archive", **OWNERS_ONLY),
    Row(url="moving:archive", method="post", owner=422, **OWNERS_ONLY),
    Row(url="moving:one", args=_archive, **OWNERS_ONLY),
    Row(url="moving:file", args=_archive, owner=302, **OWNERS_ONLY),
    Row(url="moving:discard", method="post", args=_archive, owner=302, **OWNERS_ONLY),
]
