"""What OpenAPI promises is what is answered: every path, every schema, whatever is asked."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.actors.factories import make_organisation
from tests.actors.open_factories import join_network, make_rich_sheet
from tests.api.dialogue_factories import make_dialogue

DESCRIPTION = "/api/v1/openapi.json"
ODD_TEXT = st.text(max_size=30) | st.sampled_from(
    ["", "public", "economic", "commune:94018", "0", "-1", "100", "name", "2026-11-22", "active"]
)


def described(client: Client) -> dict[str, Any]:
    cache.clear()
    answer = client.get(DESCRIPTION)
    assert answer.status_code == 200
    return answer.json()


def faults(schema: dict[str, Any], value: Any, known: dict[str, Any], at: str = "$") -> list[str]:
    """Compare a value with a JSON schema, as far as ours go, and list what differs."""
    if "$ref" in schema:
        return faults(known[schema["$ref"].rpartition("/")[2]], value, known, at)
    if "anyOf" in schema:
        tried = [faults(one, value, known, at) for one in schema["anyOf"]]
        return [] if [] in tried else [f"{at}: none of the choices fits {value!r}"]
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
    }
    kind = schema.get("type")
    if kind and not isinstance(value, kinds[kind]):
        return [f"{at}: {value!r} is no {kind}"]
    if kind == "array":
        inner = (faults(schema["items"], one, known, f"{at}[]") for one in value)
        return [fault for some in inner for fault in some]
    return _object_faults(schema, value, known, at) if kind == "object" else []


def _object_faults(schema: dict, value: dict, known: dict, at: str) -> list[str]:
    fields = schema.get("properties", {})
    found = [f"{at}: {name} is missing" for name in schema.get("required", []) if name not in value]
    found += [f"{at}: {name} is not described" for name in value if name not in fields]
    for name in fields.keys() & value.keys():
        found += faults(fields[name], value[name], known, f"{at}.{name}")
    return found


def check(client: Client, schema: dict[str, Any], path: str, address: str, query: dict) -> int:
    """Ask, and compare the answer with what is described for its status."""
    cache.clear()
    answer = client.get(address, query)
    responses = schema["paths"][path]["get"]["responses"]
    assert str(answer.status_code) in responses, (address, query, answer.status_code)
    content = responses[str(answer.status_code)]["content"]
    media = answer["Content-Type"].partition(";")[0]
    assert media in content
    differences = faults(content[media]["schema"], answer.json(), schema["components"]["schemas"])
    assert differences == [], (address, query)
    return answer.status_code


@pytest.mark.django_db
def test_it_is_openapi_3_1_and_whole(client: Client) -> None:
    schema = described(client)
    assert schema["openapi"].startswith("3.1")
    assert sorted(path.removeprefix("/api/v1") for path in schema["paths"]) == [
        "/alliances/{slug}/agenda",
        "/ballots",
        "/ballots/{ballot}",
        "/changes",
        "/conversations",
        "/conversations/{conversation}",
        "/conversations/{conversation}/statements",
        "/domains",
        "/organisations",
        "/organisations/{uuid}",
        "/propositions",
        "/territories/{kind}/{code}/organisations",
        "/worlds",
    ]
    references = set(re.findall(r"#/components/schemas/(\w+)", str(schema)))
    assert references <= set(schema["components"]["schemas"])
    for item in schema["paths"].values():
        assert set(item) == {"get"}
        assert item["get"]["description"]
        assert "429" in item["get"]["responses"]
        assert "application/problem+json" in item["get"]["responses"]["429"]["content"]
    assert client.get(DESCRIPTION)["Access-Control-Allow-Origin"] == "*"


class ContractTest(TestCase):
    """Ask each address anything: the answer is always one that is described."""

    def setUp(self) -> None:
        sheet = make_rich_sheet()
        join_network(sheet, make_organisation("Réseau"))
        self.values = {"uuid": str(sheet.uuid), "kind": "commune", "code": "94018"}
        self.values |= make_dialogue()
        self.schema = described(Client())

    def test_each_path_answers_as_described(self) -> None:
        for path in self.schema["paths"]:
            status = check(Client(), self.schema, path, path.format(**self.values), {})
            assert status == 200

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_any_question_has_a_described_answer(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.schema["paths"])))
        described_parameters = self.schema["paths"][path]["get"]["parameters"]
        names = [one["name"] for one in described_parameters if one["in"] == "query"]
        query = {name: data.draw(ODD_TEXT) for name in names if data.draw(st.booleans())}
        check(Client(), self.schema, path, path.format(**self.values), query)
