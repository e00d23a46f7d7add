"""A scanner that speaks clamd's protocol: INSTREAM, pieces with their length before them, an empty one."""

import socketserver
import struct
import threading
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # the mark that scanners agreed on


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.seen.append(content)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND\n" if EICAR in content else b"stream: OK\n"
        self.wfile.write(found if self.server.says is None else self.server.says)


@contextmanager
def answering(server):
    """`seen` collects what it was asked about; `says`, when set, is its answer to everything."""
    server.seen, server.says = [], None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
