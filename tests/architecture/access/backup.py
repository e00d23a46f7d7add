from tests.architecture.access import Row

OWNERS_ONLY = {"manager": 403, "rep": 403, "agent": 403, "reader": 403}

ROWS = [
    Row(url="backup:runs", **OWNERS_ONLY),
    Row(url="backup:back_up", method="post", owner=302, **OWNERS_ONLY),
    Row(url="backup:prove", method="post", owner=302, **OWNERS_ONLY),
    Row(url="backup:ending", **OWNERS_ONLY),
    Row(url="backup:ending", method="post", owner=422, **OWNERS_ONLY),
    Row(url="backup:ending_undo", method="post", owner=302, **OWNERS_ONLY),
]
