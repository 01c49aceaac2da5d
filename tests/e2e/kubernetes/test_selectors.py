"""Our reading of label selectors is the server's: what it lists, and which templates it lets a workload select."""

from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgc_constructs.checks.model.reading import selects
from tests.e2e.kubernetes.asking import connection, many
from tests.servers.kubernetes import ControlPlane
from tests.servers.web import Send

OBJECTS, SELECTORS, WORKLOADS = 60, 300, 200
NAMESPACE = "/api/v1/namespaces/label-selectors"
WORKLOAD = "/apis/apps/v1/namespaces/label-selectors/deployments?dryRun=All"
CONFLICT, INVALID = 409, 422
KEYS = ("app", "tier", "example.com/team", "app.kubernetes.io/name")
VALUES = ("", "a", "b", "A", "a-b.c_d", "1", "true")

labels = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES))
some_values = st.lists(st.sampled_from(VALUES), min_size=1, max_size=3)
expressions = st.one_of(
    st.fixed_dictionaries(
        {"key": st.sampled_from(KEYS), "operator": st.sampled_from(["In", "NotIn"]), "values": some_values}
    ),
    st.fixed_dictionaries({"key": st.sampled_from(KEYS), "operator": st.sampled_from(["Exists", "DoesNotExist"])}),
)
selectors = st.fixed_dictionaries({}, optional={"matchLabels": labels, "matchExpressions": st.lists(expressions)})


@pytest.fixture(scope="module")
def send(control_plane: ControlPlane) -> Iterator[Send]:
    """A connection to a server that has the namespace."""
    with connection(control_plane.api) as send:
        made = send("POST", "/api/v1/namespaces", {"metadata": {"name": "label-selectors"}})
        assert made.ok or made.status == CONFLICT
        yield send
        send("DELETE", NAMESPACE)


@pytest.fixture(scope="module")
def labelled(send: Send) -> dict[str, dict[str, str]]:
    """The labels of many ConfigMaps, by name."""
    random = Random(7)  # noqa: S311  # chooses labels, no secrets
    found: dict[str, dict[str, str]] = {}
    for number in range(OBJECTS):
        chosen = random.sample(KEYS, random.randint(0, len(KEYS)))
        name = f"object-{number}"
        found[name] = {key: random.choice(VALUES) for key in chosen}
        document = {"metadata": {"name": name, "labels": {**found[name], "generated": "true"}}}
        assert send("POST", f"{NAMESPACE}/configmaps", document).ok
    return found


def as_text(selector: dict[str, Any]) -> str:
    """A selector as a query writes it, for the objects of this test only."""
    parts = ["generated", *(f"{key}={value}" for key, value in selector.get("matchLabels", {}).items())]
    for expression in selector.get("matchExpressions", []):
        key, values = expression["key"], ",".join(expression.get("values", ()))
        written = {
            "In": f"{key} in ({values})",
            "NotIn": f"{key} notin ({values})",
            "Exists": key,
            "DoesNotExist": f"!{key}",
        }
        parts.append(written[expression["operator"]])
    return ",".join(parts)


@many(SELECTORS)
@given(selector=selectors)
def test_a_selector_selects_what_the_server_lists(
    send: Send, labelled: dict[str, dict[str, str]], selector: dict[str, Any]
) -> None:
    reply = send("GET", f"{NAMESPACE}/configmaps?{urlencode({'labelSelector': as_text(selector)})}")
    theirs = {each["metadata"]["name"] for each in reply.json()["items"]}
    assert {name for name, carried in labelled.items() if selects(selector, carried)} == theirs, selector


def test_each_operator_selects_some_and_not_others(labelled: dict[str, dict[str, str]]) -> None:
    for operator, values in (("In", ["a"]), ("NotIn", ["a"]), ("Exists", None), ("DoesNotExist", None)):
        expression = {"key": "app", "operator": operator, **({"values": values} if values else {})}
        selected = [selects({"matchExpressions": [expression]}, carried) for carried in labelled.values()]
        assert {True, False} == set(selected)


@many(WORKLOADS)
@given(selector=selectors.filter(any), carried=labels)
def test_a_template_is_selected_where_the_server_lets_it(
    send: Send, selector: dict[str, Any], carried: dict[str, str]
) -> None:
    template = {"metadata": {"labels": carried}, "spec": {"containers": [{"name": "x", "image": "example.com/x:1"}]}}
    spec = {"selector": selector, "template": template}
    reply = send("POST", WORKLOAD, {"metadata": {"name": "x"}, "spec": spec})
    assert reply.status == INVALID or reply.ok, reply.body
    complaints = [] if reply.ok else [each["field"] for each in reply.json()["details"]["causes"]]
    if "spec.selector" in complaints:
        return  # it selects everything, which a workload may not
    assert selects(selector, carried) is reply.ok, (selector, carried)
