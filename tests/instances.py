"""Whole instances of Terreau on disk, for what only a real process can prove."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.nursery import SETTINGS, Child, Nursery

SOURCE = Path(__file__).resolve().parents[1]


@dataclass
class Instance:
    """A data directory with its own database, driven by real processes."""

    directory: Path
    database_url: str = ""
    nursery: Nursery | None = None
    started: list[subprocess.Popen | Child] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this instance finds around it."""
        extra = {"DATABASE_URL": self.database_url} if self.database_url else {}
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **kept,
            "TERREAU_DATA_DIR": str(self.directory),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": f"{SOURCE / 'src'}{os.pathsep}{SOURCE}",
            "PYTHONUNBUFFERED": "1",
            "TERREAU_JOB_LEASE_SECONDS": "1",
            **extra,
        }

    @property
    def sqlite(self) -> Path:
        """The file of its database, when it is on SQLite."""
        return self.directory / "terreau.sqlite3"

    @property
    def database_name(self) -> str:
        """The name of its database, when it is on PostgreSQL."""
        return self.database_url.rpartition("/")[2]

    def write_secret(self) -> None:
        """Choose its secret before its processes race to."""
        (self.directory / "secret_key").write_text("tests-only-not-a-secret", encoding="ascii")

    def start(self, *arguments: str) -> subprocess.Popen | Child:
        """Bring `python -c …` to life in the nursery; nothing outlives the test."""
        if not self.nursery:
            return self.start_from_cold(*arguments)
        child = self.nursery.start(arguments, self.environment)
        self.started.append(child)
        return child

    def start_from_cold(self, *arguments: str, environment: dict | None = None) -> subprocess.Popen:
        """Start `python <arguments>` as a person does, imports included."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment or self.environment,
            cwd=SOURCE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run `python <arguments>` to its end."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=180)
        return subprocess.CompletedProcess(arguments, process.returncode, as_typed(output))

    def run_with(self, environment: dict, *arguments: str) -> subprocess.CompletedProcess:
        """Run `python <arguments>` from cold in another environment."""
        process = self.start_from_cold(*arguments, environment=environment)
        output, _ = process.communicate(timeout=180)
        return subprocess.CompletedProcess(arguments, process.returncode, as_typed(output))

    def python(self, code: str) -> str:
        """Run lines of Python inside the instance and return what they print."""
        done = self.run("-c", f"import django; django.setup()\n{code}")
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def terreau(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run the `terreau` command."""
        return self.run("-m", "config.cli", *arguments)

    def terreau_from_cold(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run the `terreau` command as a person does, imports included."""
        return self.run_with(self.environment, "-m", "config.cli", *arguments)

    def processes(self) -> list[int]:
        """Find the living processes started from cold, theirs included, by their directory."""
        mark = f"TERREAU_DATA_DIR={self.directory}".encode()
        found = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/environ", "rb") as environment:
                    if mark in environment.read().split(b"\0"):
                        found.append(int(name))
            except OSError:
                continue
        return found

    def stop_everything(self) -> None:
        """Kill what is still alive; a server's own processes hold its output open."""
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
        for number in self.processes():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        for process in self.started:
            process.communicate()


def wait_until(condition: Callable[[], object], *, seconds: float = 120) -> None:
    """Wait for a condition, and fail loudly when it never comes."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "the awaited condition never came"
        time.sleep(0.05)


def new_database_name() -> str:
    """A name that no other run uses."""
    return f"terreau_{uuid.uuid4().hex[:12]}"


def as_typed(said: str) -> str:
    """Give what a process says with the ordinary spaces of a keyboard."""
    return said.replace("\u00a0", " ").replace("\u202f", " ")
