"""What a member does all day, for locust: VISITORS names the file of who they are, PAUSE is 0 where nobody reads."""

import json
import os
import random
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from locust import HttpUser, between, constant, task

VISITORS = cycle(json.loads(Path(os.environ["VISITORS"]).read_text()))
READS = os.environ["PAUSE"] == "1"


class Colleague(HttpUser):
    wait_time = between(2, 8) if READS else constant(0)

    def on_start(self):
        self.me = next(VISITORS)
        name, _is, value = self.me["cookie"].partition("=")
        self.client.cookies.set(name, value)
        self.client.headers["Accept-Language"] = "en"
        self.open("today/")

    def open(self, path, name="", **more):
        return self.client.get(f"/{self.me['workspace']}/{path}", name=name or path, **more)

    @task(6)
    def person(self):
        self.open(f"people/{random.choice(self.me['people'])}/", "a person")

    @task(4)
    def people(self):
        self.open("people/")

    @task(3)
    def board(self):
        self.open("deals/")

    @task(3)
    def deal(self):
        self.open(f"deals/{random.choice(self.me['deals'])}/", "a deal")

    @task(2)
    def today(self):
        self.open("today/")

    @task(3)
    def search(self):
        words = random.choice(self.me["words"])
        for length in (3, 6):
            self.open(
                f"search/?q={quote(words[:length])}",
                "typing",
                headers={"HX-Request": "true", "HX-Target": "palette-found"},
            )

    @task(2)
    def note(self):
        """A note on a person, with the token that their page gave."""
        person = random.choice(self.me["people"])
        self.open(f"people/{person}/", "a person")
        path = f"/{self.me['workspace']}/records/contact/{person}/notes/"
        token = {"X-CSRFToken": self.client.cookies.get("csrftoken", "")}
        with self.client.post(
            path, {"body": "Called, no answer."}, headers=token, name="a note", catch_response=True
        ) as answer:
            if answer.status_code >= 400 or "Called, no answer." not in answer.text:
                answer.failure(f"{answer.status_code}")
