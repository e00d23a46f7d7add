from tests.architecture.access import Row

OWNERS_ONLY = {"manager": 403, "rep": 403, "agent": 403, "reader": 403}

ROWS = [
    Row(url="setup:audit", **OWNERS_ONLY),
    Row(url="setup:audit_export", method="post", **OWNERS_ONLY),
]
