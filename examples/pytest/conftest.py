"""One Twinlock for all tests, emptied and seeded again before each. Needs boto3, and `npx twinlock`."""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import boto3
import pytest

SEED = Path(__file__).with_name("seed.json")


class Twinlock:
    def __init__(self, endpoint):
        self.endpoint = endpoint

    def ask(self, path, body=None):
        """GET, or POST with a body."""
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.endpoint}/_twinlock/{path}", data, timeout=10) as answer:
            return json.load(answer)

    def code(self, serial_number):
        """What the phone shows now."""
        return self.ask(f"devices/{serial_number}/code")["code"]

    def advance(self, duration):
        """Moves the clock: `30s`, `5m`, `2h`."""
        self.ask("clock", {"advance": duration})

    def client(self, service, key_id, secret, token=None):
        session = boto3.Session(key_id, secret, token, region_name="us-east-1")
        return session.client(service, endpoint_url=self.endpoint)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    log = tmp_path_factory.mktemp("twinlock") / "log"
    command = ["npx", "twinlock", "serve", "--test-mode", "--port", "0", "--seed", str(SEED)]
    with log.open("w") as output:
        # A group of its own, since npx does not pass signals on.
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    try:
        yield Twinlock(wait_for_endpoint(process, log))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)


def wait_for_endpoint(process, log, seconds=60):
    """The server logs its endpoint, as JSON, once it answers."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        found = re.search(r'"endpoint":"([^"]+)"', log.read_text())
        if found:
            return found[1]
        time.sleep(0.1)
    pytest.fail(f"Twinlock did not start:\n{log.read_text()}")


@pytest.fixture
def twinlock(server):
    server.ask("reset", {})
    server.ask("clock", {"frozen": True})
    return server
