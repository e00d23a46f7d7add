"""Asks the web server in this container whether it lives. The standard library only: it runs every few seconds."""

import os
import sys
import urllib.error
import urllib.request

host = os.environ.get("PUBLIC_URL", "http://localhost").partition("//")[2].partition("/")[0]
url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
request = urllib.request.Request(url, headers={"Host": host, "X-Forwarded-Proto": "https"})
try:
    with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310  # an http address of our own
        sys.exit(response.status != 200)
except urllib.error.URLError as error:
    sys.exit(str(error))
