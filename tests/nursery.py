"""A process that has imported the product once, and forks the processes of instances.

Starting Python and importing the product takes seconds, and the tests of `kill -9` need dozens of
processes. Each one born here is a true process (its own number, memory, connections, signals);
only its imports were done before, and it reads the settings again from its own environment.
What a person types (`terreau …`) is started in full by tests/cli/test_commands.py.
"""

import ctypes
import importlib
import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import Settings, settings
from django.db import connections

SOURCE = Path(__file__).resolve().parents[1]
NUMBER = struct.Struct("!q")
SETTINGS = "tests.instance_settings"
PRELOADED = ("config.serving", "terreau.core.backups", "terreau.core.jobs.worker", "zipfile")


class Child:
    """A process born in the nursery, handled like a `subprocess.Popen`."""

    def __init__(self, arguments: tuple[str, ...], output: int, status: int) -> None:
        self.args, self.returncode, self._status = arguments, None, status
        self.stdout = os.fdopen(output, encoding="utf-8", errors="replace")
        self.pid = NUMBER.unpack(os.read(status, NUMBER.size))[0]

    def poll(self) -> int | None:
        """Give the exit code, or None while the process lives."""
        if self.returncode is None and select.select([self._status], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end."""
        if self.returncode is None:
            if not select.select([self._status], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = NUMBER.unpack(os.read(self._status, NUMBER.size))[0]
            os.close(self._status)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to a process that may have ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def communicate(self, timeout: float | None = None) -> tuple[str, None]:
        """Read what it says to its end; one that lasts too long is killed."""
        if self.stdout.closed:
            return "", None
        clock = threading.Timer(timeout or 600, self.send_signal, [signal.SIGKILL])
        clock.start()
        output = self.stdout.read()
        self.stdout.close()
        self.wait()
        clock.cancel()
        return output, None


class Nursery:
    """The process that forks, as the tests see it."""

    def __init__(self, directory: Path) -> None:
        self._door, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", str(inside.fileno())],
            cwd=SOURCE,
            pass_fds=[inside.fileno()],
            env={
                **os.environ,
                "PYTHONPATH": f"{SOURCE / 'src'}{os.pathsep}{SOURCE}",
                "DJANGO_SETTINGS_MODULE": SETTINGS,
                "TERREAU_DATA_DIR": str(directory),
            },
        )
        inside.close()

    def start(self, arguments: tuple[str, ...], environment: dict[str, str]) -> Child:
        """Bring `python <arguments>` to life in an environment."""
        output, output_of_child = os.pipe()
        status, status_of_child = os.pipe()
        request = json.dumps({"arguments": arguments, "environment": environment}).encode()
        socket.send_fds(self._door, [request], [output_of_child, status_of_child])
        os.close(output_of_child)
        os.close(status_of_child)
        return Child(arguments, output, status)

    def close(self) -> None:
        """End it: it stops when nobody holds the other end of its door."""
        self._door.close()
        self._process.wait(20)


def serve(door: socket.socket) -> None:
    """Fork one keeper for each request, until the tests are gone."""
    while True:
        message, descriptors, *_ = socket.recv_fds(door, 1 << 20, 2)
        if not message:
            return
        if os.fork() == 0:
            door.close()
            os._exit(_keep(json.loads(message), *descriptors))
        for descriptor in descriptors:
            os.close(descriptor)


def _keep(request: dict, output: int, status: int) -> int:
    """Fork the process, tell its number, wait for it, tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _end_with_parent()
    child = os.fork()
    if child == 0:
        _end_with_parent()
        os.close(status)
        _live(request["arguments"], request["environment"], output)
    os.close(output)
    os.write(status, NUMBER.pack(child))
    _, ended = os.waitpid(child, 0)
    os.write(status, NUMBER.pack(os.waitstatus_to_exitcode(ended)))
    return 0


def _end_with_parent() -> None:
    """Ask Linux to let nothing outlive tests that were stopped."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _live(arguments: list[str], environment: dict[str, str], output: int) -> None:
    """Be `python <arguments>`, to its end."""
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.close(output)
    sys.stdout.reconfigure(write_through=True)
    os.environ.clear()
    os.environ.update(environment)
    code = 1
    try:
        _read_settings_again()
        code = _exit_code(lambda: _execute(arguments))
        connections.close_all()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _read_settings_again() -> None:
    for name in [name for name in sys.modules if name.startswith(("config.settings", SETTINGS))]:
        del sys.modules[name]
    settings._wrapped = Settings(os.environ["DJANGO_SETTINGS_MODULE"])
    # Made by imports that only asked which database it is.
    assert all(made.connection is None for made in connections.all(initialized_only=True))
    connections.__init__()
    connections.__dict__.pop("settings", None)
    assert str(settings.DATA_DIR) == os.environ["TERREAU_DATA_DIR"]


def _execute(arguments: list[str]) -> None:
    sys.argv = ["-c", *arguments[2:]] if arguments[0] == "-c" else arguments[1:]
    if arguments[0] == "-c":
        exec(compile(arguments[1], "<string>", "exec"), {"__name__": "__main__"})
    else:
        assert arguments[0] == "-m"
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)


def _exit_code(act: Callable[[], None]) -> int:
    try:
        act()
    except SystemExit as leaving:
        if isinstance(leaving.code, int | None):
            return leaving.code or 0
        sys.stderr.write(f"{leaving.code}\n")
        return 1
    return 0


if __name__ == "__main__":
    django.setup()
    for module in PRELOADED:
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the keepers
    with socket.socket(fileno=int(sys.argv[1])) as own_door:
        serve(own_door)
