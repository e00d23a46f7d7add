from tests.architecture.access import Row

ROWS = [
    Row(url="runner:healthz", public=200),
    Row(url="runner:readyz", public=503),  # no worker has said a word here
]
