"""Every address × every role: closed by default, 404 for what one may not see, GET only reads."""

import csv
import functools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.scenario import Scenario, build_scenario

MATRIX = Path(__file__).with_name("role_matrix.csv")
ROLES = ["anonymous", "stranger", "inhabitant", "member", "facilitator", "staff"]
# They see no page that a member, a facilitator or staff does not: nothing for a second database.
SEE_LESS = ("stranger", "inhabitant")
# Django's own administration is tested by Django; staff and second factor guard its single door.
FOREIGN = ("admin:",)
WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.I)
# Signing in and out, and being seen, touch the session; the cache counts for the rate limits.
BOOKKEEPING = ("django_session", "terreau_cache")


def addresses(
    resolver: URLResolver | None = None, prefix: str = "", above: tuple[str, ...] = ()
) -> list[tuple[str, list[str]]]:
    """List every named address with the names of its parameters."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        names = (*above, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if not space.startswith(FOREIGN):
                found += addresses(pattern, space, names)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            found.append((f"{prefix}{pattern.name}", sorted(names)))
    return found


@functools.cache
def parameters_of() -> dict[str, list[str]]:
    return dict(addresses())


def expected() -> dict[str, dict[str, str]]:
    with MATRIX.open(encoding="utf-8") as file:
        return {row.pop("address"): row for row in csv.DictReader(file)}


@pytest.fixture
def scenario(db) -> Scenario:
    """Build the small France of every address."""
    return build_scenario()


class Visitor:
    """One role that comes to each address anew, signed in once; what it makes the base write."""

    def __init__(self, scenario: Scenario, role: str) -> None:
        self.scenario = scenario
        self.writes: list[str] = []
        first = Client()
        if person := scenario.people.get(role):
            first.force_login(person)
        self.cookies = first.cookies.output(header="", sep=";")

    def _watch(self, execute: Callable[..., object], sql: str, *told: object) -> object:
        if WRITE.match(sql) and not any(word in sql for word in BOOKKEEPING):
            self.writes.append(sql)
        return execute(sql, *told)

    def answer(self, name: str) -> str:
        """Say what a GET answers; « @published » asks it of the published alliance."""
        name, _at, variant = name.partition("@")
        client = Client()
        client.cookies.load(self.cookies)
        values = {key: self.scenario.argument(name, key) for key in parameters_of()[name]}
        if variant:
            values["slug"] = self.scenario.arguments[variant]
        path = reverse(name, kwargs=values)
        with connection.execute_wrapper(self._watch):
            response = client.get(path)
        assert self.writes == [], name
        if response.status_code == 302 and response["Location"].startswith(
            reverse("account_login")
        ):
            return "sign-in"
        return str(response.status_code)


def test_the_matrix_lists_every_address_and_only_them() -> None:
    listed = {name for name in expected() if "@" not in name}
    assert sorted(listed) == sorted({name for name, _ in addresses()})


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=[pytest.mark.sqlite_is_enough] if role in SEE_LESS else [])
        for role in ROLES
    ],
)
def test_each_address_answers_each_role_as_written(scenario: Scenario, role: str) -> None:
    visitor = Visitor(scenario, role)
    got = {name: visitor.answer(name) for name in expected()}
    assert got == {name: row[role] for name, row in expected().items()}


def test_what_is_public_is_a_short_list() -> None:
    public = {name for name, row in expected().items() if row["anonymous"] in {"200", "404"}}
    closed = {name for name, row in expected().items() if row["anonymous"] == "sign-in"}
    assert len(closed) > len(public) / 2
    assert AnonymousUser().is_authenticated is False
