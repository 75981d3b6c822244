"""Serve the product with one command: prepare the database, then web server and worker."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from terreau.core.terminal import tell

RESTART_SECONDS = 2.0
STOP_SECONDS = 10.0


class ServingError(Exception):
    """The product cannot be served; its text says what to do."""


def prepare() -> None:
    """Bring the database, the cache table and the static files up to date."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
        call_command("collectstatic", verbosity=0, interactive=False)


def check_port(host: str, port: int) -> None:
    """Refuse early a port that somebody else holds."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServingError(
                _("Le port %(port)d est déjà pris. Choisissez-en un autre avec --port.")
                % {"port": port}
            ) from error


def serve(host: str, port: int, *, workers: int) -> int:
    """Run the web server and the worker until asked to stop."""
    return Supervisor(host, port, workers).run()


class Supervisor:
    """Keep two processes alive and stop them together."""

    def __init__(self, host: str, port: int, workers: int):
        self._host, self._port = host, port
        self._stopping = False
        web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
        web += ["--workers", str(workers), "--blocking-threads", "1", "--log-level", "warning"]
        self._commands = {
            "web": [*web, "--respawn-failed-workers", "config.wsgi:application"],
            "worker": ["config.cli", "worker", "--parent", str(os.getpid())],
        }
        self._processes: dict[str, subprocess.Popen] = {}
        self._started_at: dict[str, float] = {}

    def run(self) -> int:
        """Start both, tell the address, restart what falls."""
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._stop)
        for name in self._commands:
            self._start(name)
        self._tell_when_ready()
        while not self._stopping:
            for name, process in self._processes.items():
                if process.poll() is not None and not self._stopping:
                    self._restart(name)
            time.sleep(0.2)
        self._stop_processes()
        return 0

    def _start(self, name: str) -> None:
        self._started_at[name] = time.monotonic()
        self._processes[name] = subprocess.Popen(  # noqa: S603 - own command
            [sys.executable, "-m", *self._commands[name]],
            preexec_fn=die_with_parent,
            start_new_session=True,
        )

    def _restart(self, name: str) -> None:
        if time.monotonic() - self._started_at[name] < RESTART_SECONDS:
            time.sleep(RESTART_SECONDS)
        if not self._stopping:
            self._start(name)

    def _tell_when_ready(self) -> None:
        while not self._stopping and self._processes["web"].poll() is None:
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                if probe.connect_ex((self._host, self._port)) == 0:
                    address = f"http://{self._host}:{self._port}/"
                    tell(_("Terreau est prêt : %(address)s") % {"address": address})
                    tell(_("Ctrl+C l’arrête."))
                    return
            time.sleep(0.1)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _stop_processes(self) -> None:
        for process in self._processes.values():
            process.terminate()
        limit = time.monotonic() + STOP_SECONDS
        for process in self._processes.values():
            try:
                process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def die_with_parent() -> None:
    """Ask Linux to stop this process when a `kill -9` takes its parent away."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
