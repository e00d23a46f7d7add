"""An OpenID Connect provider of ours: discovery, authorisation, token (with PKCE), keys and userinfo, over a socket."""

import base64
import hashlib
import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "wasl", "a secret of both"


class Provider:
    """Who is signed in there (`person`, its claims), and how it misbehaves: `key`, `claims` of the id token."""

    def __init__(self, address):
        self.address = address
        self.person = {"sub": "17", "email": "noura@firm.example", "email_verified": True, "name": "Noura Harbi"}
        self.key, self.claims, self.userinfo = KEY, {}, {}
        self.codes, self.tokens = {}, {}

    def discovery(self):
        return {
            "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token", "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys", "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked):
        """Where the browser is sent back to, with a code."""
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = token_urlsafe()
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def redeem(self, form):
        """Tokens for a code, once, for who knows the secret and the verifier; None otherwise."""
        asked = self.codes.pop(form.get("code"), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if not asked or challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        if (form["client_id"], form["client_secret"]) != (CLIENT, SECRET):
            return None
        if form["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        said = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person, **self.claims}
        token = token_urlsafe()
        self.tokens[token] = {**self.person, **self.userinfo}
        signed = jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path, asked = urlsplit(self.path).path, {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        provider = self.server.provider
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", provider.authorize(asked))
            self.end_headers()
        elif path == "/userinfo":
            self.answer(provider.tokens.get(self.headers["Authorization"].removeprefix("Bearer "), None))
        else:
            known = {"/.well-known/openid-configuration": provider.discovery, "/keys": provider.keys}
            self.answer(known[path]() if path in known else None)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(self.server.provider.redeem({k: v[0] for k, v in parse_qs(body).items()}))

    def answer(self, found):
        self.send_response(200 if found is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(found or {"error": "invalid_grant"}).encode())

    def log_message(self, *args):
        pass


@contextmanager
def running():
    """A Provider that answers on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
