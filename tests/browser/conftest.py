"""Start the true product on its demo, and drive Debian's Chromium."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.walker import Walker

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use Debian's browser: none is downloaded."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "make test installs Chromium"
    return {**browser_type_launch_args, "executable_path": path, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """French first, as the people are."""
    return {**browser_context_args, "locale": "fr-FR", "viewport": DESKTOP}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, seconds: float, server: subprocess.Popen) -> None:
    for _ in range(int(seconds * 5)):
        assert server.poll() is None, "the server stopped"
        try:
            urllib.request.urlopen(address, timeout=2)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


class Product:
    """The running demo: its address, its accounts and the letters it sent."""

    def __init__(self, address: str, environment: dict, accounts: list[dict]) -> None:
        self.address, self.environment, self.accounts = address, environment, accounts
        self.letters = Path(environment["TERREAU_DATA_DIR"]) / "letters"

    def command(self, *words: str) -> str:
        """Run one of its commands beside it, as the person who hosts it would."""
        told = subprocess.run(
            [str(Path(sys.executable).with_name("terreau")), *words],
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout

    def last_letter(self, to: str) -> str:
        """Read the newest message sent to somebody."""
        for file in sorted(self.letters.iterdir(), key=lambda f: f.stat().st_mtime, reverse=True):
            for letter in reversed(file.read_text("utf-8").split("-" * 79)):
                if to in letter:
                    return letter
        raise LookupError(f"no letter to {to}")


@pytest.fixture(scope="session")
def product(tmp_path_factory) -> Product:
    """Run `terreau demo` as a person would, in a folder of its own."""
    folder = tmp_path_factory.mktemp("terreau")
    port = free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "TERREAU_DATA_DIR": str(folder),
        "TERREAU_EMAIL_URL": f"filemail:///{folder / 'letters'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    command = [str(Path(sys.executable).with_name("terreau")), "demo", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/", 300, server)
            accounts = subprocess.run(
                [sys.executable, "-c", PRINT_ACCOUNTS],
                env={**environment, "PYTHONPATH": str(ROOT / "src")},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            yield Product(f"http://127.0.0.1:{port}", environment, json.loads(accounts))
        finally:
            server.terminate()
            server.wait(20)


PRINT_ACCOUNTS = """
import django, json
django.setup()
from terreau.portal.demo.accounts import describe_accounts
rows = [a if isinstance(a, dict) else a.__dict__ for a in describe_accounts()]
print(json.dumps(rows, default=str))
"""


WAYS = [
    pytest.param((PHONE, True), id="phone"),
    pytest.param((DESKTOP, True), id="desktop"),
    pytest.param((DESKTOP, False), id="desktop-without-scripts"),
]


@pytest.fixture(params=WAYS)
def way(request, browser: Browser, product: Product):
    """Give a walker maker for one screen, with or without scripts."""
    viewport, scripts = request.param
    walkers = []

    def make() -> Walker:
        walkers.append(Walker(browser, product, viewport, scripts))
        return walkers[-1]

    yield make
    for walker in walkers:
        walker.context.close()


@pytest.fixture
def screen(request) -> str:
    """Name the screen of a journey, whatever the browser adds to its name."""
    return re.sub(r"-?chromium-?", "", request.node.callspec.id)
