"""Votes of two hundred people at once against a bare insert: `python -m bench.votes [SECONDS]`.

Serves the product as it is shipped (two processes) on SQLite and, with DATABASE_URL, on a database
of its own on that PostgreSQL server. Both kinds of posts take turns in the same run.
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from bench.databases import POSTGRESQL, SQLITE, fresh_postgresql, fresh_sqlite
from bench.voters import Voter, each, leave_together, vote_together

ROOT = Path(__file__).resolve().parents[1]
VOTERS, STATEMENTS, ROUNDS = 200, 400, 4
SECONDS = 6.0
# Each post is known by the status of its answer.
BARE, REDIRECTED, CARD = 204, 302, 200
POSTS = {"bare insert": BARE, "vote": REDIRECTED, "vote, with the next card": CARD}
HEAD = """## Votes of two hundred people at once

{voters} voters, each on a connection of their own, press again as soon as they are answered;
{rounds} rounds of {seconds:.0f} s in turns with a bare insert behind the same middleware; two web
processes, on the machine that also sends the load. A vote is saved and answered by a redirection;
« with the next card » is a vote with scripts: saved, then the next statement chosen and drawn in
the same answer.
"""
POPULATE = """
import django, json
django.setup()
from config import serving
serving.prepare()
from bench.vote_rows import populate
print(json.dumps(populate(VOTERS, STATEMENTS)))
"""


@dataclass(frozen=True)
class Figure:
    """What one kind of post gave: per second, milliseconds, processor of the server, faults."""

    name: str
    rate: float
    median_ms: float
    p95_ms: float
    cpu_ms: float
    posts: int
    errors: list[str]


def run(seconds: float = SECONDS) -> str:
    """Return the figures in Markdown."""
    with fresh_sqlite() as environment:
        sections = [_section(SQLITE, _measure(environment, seconds))]
    if server := os.environ.get("DATABASE_URL", ""):
        with fresh_postgresql(server) as environment:
            sections.append(_section(POSTGRESQL, _measure(environment, seconds)))
    return "\n".join([HEAD.format(voters=VOTERS, rounds=ROUNDS, seconds=seconds), *sections])


def _section(name: str, figures: list[Figure]) -> str:
    bare = figures[0]
    rows = "\n".join(
        f"| {one.name} | {one.rate:.0f} | {bare.rate / one.rate:.2f} | {one.median_ms:.0f} "
        f"| {one.p95_ms:.0f} | {one.p95_ms / bare.p95_ms:.2f} | {one.cpu_ms:.2f} | {one.posts} "
        f"| {len(one.errors)} |"
        for one in figures
    )
    return f"""### {name}

| Post | per second | × bare | median ms | p95 ms | × bare | processor ms | posts | errors |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
{rows}
"""


def _measure(environment: dict[str, str], seconds: float) -> list[Figure]:
    environment = {
        **environment,
        "TERREAU_PROXIES": "1",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    code = f"VOTERS, STATEMENTS = {VOTERS}, {STATEMENTS}\n{POPULATE}"
    made = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    rows, port = json.loads(made.stdout.splitlines()[-1]), _free_port()
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "1", "--log-level", "error"]
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "bench.wsgi:application"], env=environment
    )
    try:
        _wait_for(port)
        return asyncio.run(_compare(port, rows, server.pid, seconds))
    finally:
        server.terminate()
        server.wait(60)


async def _compare(port: int, rows: dict, server: int, seconds: float) -> list[Figure]:
    teams = {name: (_team(port, rows, expected), expected) for name, expected in POSTS.items()}
    for voters, expected in teams.values():
        await each(voters, lambda voter: voter.ask("GET", rows["page"]))
        if expected != BARE:  # the first vote also makes the voice
            await each(voters, partial(Voter.vote_once, expected=expected))
        for voter in voters:
            voter.seconds.clear()
    spent = {name: [0.0, 0.0] for name in teams}
    for _round in range(ROUNDS):
        for name, (voters, expected) in teams.items():
            before = _cpu_seconds(server)
            spent[name][0] += await vote_together(voters, seconds, expected)
            spent[name][1] += _cpu_seconds(server) - before
    for voters, _expected in teams.values():
        await leave_together(voters)
    return [_figure(name, voters, *spent[name]) for name, (voters, _expected) in teams.items()]


def _team(port: int, rows: dict, expected: int) -> list[Voter]:
    def presses(voter: int):
        for turn in count():
            place = (turn + voter * 7) % STATEMENTS
            answer = (turn + voter) % 3 - 1
            if expected == BARE:
                values = {"voice": rows["voices"][voter], "statement": rows["numbers"][place]}
                yield "/insertion-nue/", {**values, "answer": answer}
            else:
                yield rows["page"], {"statement": rows["statements"][place], "answer": answer}

    more = {"HX-Request": "true"} if expected == CARD else {}
    # Each at home, behind an address of their own: new voices of one address are counted.
    homes = [{"X-Forwarded-For": f"192.0.2.{voter}", **more} for voter in range(VOTERS)]
    return [Voter(port, presses(voter), homes[voter]) for voter in range(VOTERS)]


def _figure(name: str, voters: list[Voter], elapsed: float, cpu: float) -> Figure:
    times = sorted(second for voter in voters for second in voter.seconds)
    return Figure(
        name,
        len(times) / elapsed,
        statistics.median(times) * 1000,
        times[int(0.95 * len(times))] * 1000,
        cpu / len(times) * 1000,
        len(times),
        [error for voter in voters for error in voter.errors],
    )


def _cpu_seconds(server: int) -> float:
    """Processor seconds of the server and of its web processes."""
    total = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(process.name) == server or int(fields[1]) == server:
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int) -> None:
    for _turn in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


if __name__ == "__main__":
    print(run(*(float(text) for text in sys.argv[1:2])))
