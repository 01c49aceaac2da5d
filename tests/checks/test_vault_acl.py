"""Vault's rules of priority, one by one; thousands of generated cases run against a real server in tests/e2e."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks.model.durations import seconds
from kgc_constructs.checks.model.hcl import HclError
from kgc_constructs.checks.model.vault_acl import Acl
from kgc_constructs.checks.model.vault_requests import grants
from kgc_constructs.checks.model.vault_rules import rules_in


def block(path: str, *capabilities: str, more: str = "") -> str:
    words = ", ".join(f'"{each}"' for each in capabilities)
    return f'path "{path}" {{\n  capabilities = [{words}]\n  {more}\n}}\n'


def acl(*texts: str) -> Acl:
    return Acl(rule for text in texts for rule in rules_in(text))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("a/b/c", "a/b/*"),  # exact before any pattern
        ("a/b/c", "a/+/c"),
        ("a/b/*", "a/*"),  # the first wildcard further back
        ("a/b/*", "a/+/c"),
        ("a/b/+", "a/+/c"),
        ("a/+/c", "a/+/*"),  # no `*` at the end
        ("a/+/c", "a/*"),
        ("a/+/c", "a/+/+"),  # fewer `+`
        ("+/b/c*", "+/b/*"),  # longer
        ("+/b/c", "*"),
    ],
)
def test_one_path_decides(more: str, less: str) -> None:
    for first, second in ((more, less), (less, more)):
        found = acl(
            block(first, "read" if first == more else "update"), block(second, "read" if second == more else "update")
        )
        assert found.capabilities("a/b/c") == {"read"}, (more, less)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("a/*", "a/", True),
        ("a/*", "a", False),
        ("a*", "a", True),
        ("a*", "abc/d", True),
        ("*", "a/b", True),
        ("a/+", "a/b", True),
        ("a/+", "a/b/c", False),
        ("+", "a", True),
        ("+/b", "a/b", True),
        ("a/+b", "a/xb", False),
        ("a/+b", "a/+b", True),
        ("a/+/c*", "a/b/cd/e", True),
        ("a/+/c*", "a/b/d", False),
        ("/a/b", "a/b", True),
        ("a+", "ab", False),
        ("a/b", "/a/b", True),
        ("a*b", "axb", False),
        ("a/b", "a/B", False),
    ],
)
def test_a_pattern_matches(pattern: str, path: str, matches: bool) -> None:
    assert (acl(block(pattern, "read")).rule(path) is not None) is matches


def test_policies_say_the_same_path_together_and_a_denial_outweighs_them() -> None:
    assert acl(block("a", "read"), block("a", "list")).capabilities("a") == {"read", "list"}
    assert acl(block("a", "read"), block("a", "deny")).capabilities("a") == {"deny"}
    assert acl(block("a", "deny"), block("a", "read")).capabilities("a") == {"deny"}
    assert acl(block("a", "read", "deny")).capabilities("a") == {"deny"}
    assert acl(block("a/*", "deny"), block("a/b", "read")).capabilities("a/b") == {"read"}  # another path
    assert acl(block("a")).capabilities("a") == {"deny"}
    assert acl().capabilities("a") == {"deny"}


def test_a_list_is_also_found_without_its_slash() -> None:
    assert acl(block("a/b", "list")).capabilities("a/b/") == {"list"}
    assert acl(block("a/b", "list"), block("a/b/", "read")).capabilities("a/b/") == {"read"}
    assert acl(block("a/+", "list")).rule("a/b/c/", listing=True) is None
    assert acl(block("a/+", "list")).rule("a/b/") is None


@pytest.mark.parametrize(
    ("word", "capabilities"),
    [
        ("read", {"read", "list"}),
        ("deny", {"deny"}),
        ("write", {"create", "read", "update", "delete", "list"}),
        ("sudo", {"create", "read", "update", "delete", "list", "sudo"}),
    ],
)
def test_the_old_words_still_count(word: str, capabilities: set[str]) -> None:
    assert acl(f'path "a" {{ policy = "{word}" }}').capabilities("a") == capabilities


@pytest.mark.parametrize(
    ("more", "data", "let_through"),
    [
        ("", {"x": 1}, True),
        ('allowed_parameters = { "a" = [] }', {"a": "x"}, True),
        ('allowed_parameters = { "a" = [] }', {"b": "x"}, False),
        ('allowed_parameters = { "a" = ["x"] }', {"a": "y"}, False),
        ('allowed_parameters = { "a" = ["x*"] }', {"a": "xy"}, True),
        ('allowed_parameters = { "a" = ["x"], "*" = [] }', {"a": "y"}, False),
        ('allowed_parameters = { "a" = ["x"], "*" = [] }', {"b": "y"}, True),
        ('allowed_parameters = { "A" = [true] }', {"a": True}, True),
        ('allowed_parameters = { "a" = [5] }', {"a": 5}, False),
        ('denied_parameters = { "a" = [] }', {"a": "x"}, False),
        ('denied_parameters = { "a" = ["*y*"] }', {"a": "xyz"}, False),
        ('denied_parameters = { "a" = ["y"] }', {"a": "x"}, True),
        ('denied_parameters = { "*" = [] }', {"a": "x"}, False),
        ('denied_parameters = { "*" = [] }', {}, True),
        ('required_parameters = ["a"]', {"b": "x"}, False),
        ('required_parameters = ["A"]', {"a": "x"}, True),
    ],
)
def test_parameters_are_conditions(more: str, data: dict[str, Any], let_through: bool) -> None:
    assert grants(acl(block("a", "update", more=more)), "update", "a", data) is let_through


def test_conditions_of_several_policies_are_put_together() -> None:
    one = block("a", "update", more='allowed_parameters = { "a" = ["x"] }')
    other = block("a", "update", more='allowed_parameters = { "a" = ["y"], "b" = [] }')
    open_to_all = block("a", "update", more='allowed_parameters = { "a" = [] }')
    assert grants(acl(one, other), "update", "a", {"a": "x", "b": "z"})
    assert not grants(acl(one, other), "update", "a", {"a": "z"})
    assert grants(acl(one, open_to_all), "update", "a", {"a": "z"})
    assert not grants(acl(block("a", "update"), one), "update", "a", {"b": "z"})  # a condition of one is one of both
    required = (block("a", "update", more=f'required_parameters = ["{name}"]') for name in "ab")
    assert not grants(acl(*required), "update", "a", {"a": 1})


@pytest.mark.parametrize(
    ("more", "wrapped", "let_through"),
    [
        ('min_wrapping_ttl = "1m"', None, False),
        ('min_wrapping_ttl = "1m"', 59, False),
        ("min_wrapping_ttl = 60", 60, True),
        ('max_wrapping_ttl = "90s"', 90, True),
        ('max_wrapping_ttl = "90s"', 91, False),
        ('max_wrapping_ttl = "90s"', None, False),
    ],
)
def test_wrapping_is_a_condition(more: str, wrapped: float | None, let_through: bool) -> None:
    assert grants(acl(block("a", "read", more=more)), "read", "a", {}, wrapped) is let_through


def test_other_operations_are_not_granted_with_it() -> None:
    reading = acl(
        block("a", "read", more='required_parameters = ["x"]'),
        block("b", "delete", more='denied_parameters = { "*" = [] }'),
    )
    assert not grants(reading, "update", "a", {"x": 1})
    assert not grants(reading, "read", "c", {})
    assert grants(reading, "delete", "b", {"x": 1})  # conditions are for what is written and read


SAME = 'path "a" { capabilities = ["read"] }'


@pytest.mark.parametrize(
    "text",
    [
        SAME,
        'path a { capabilities = ["read",] }',
        '"path" "a" { "capabilities" = ["read"], }',
        f"# c\n{SAME} // d",
        f"/* {{ */ {SAME}",
        'path "a" { capabilities = [ # c\n"read" ] }',
        'path "\\x61" { capabilities = ["\\u0072ead"] }',
        '{"path": {"a": {"capabilities": ["read"]}}}',
        '{"path": [{"a": {"capabilities": ["read"]}}]}',
        'name = "x"\npath "a" {\r\n capabilities=["read"] comment="c" }',
        'path "\\141" { capabilities = ["read"] }',
    ],
)
def test_the_same_policy_in_other_words(text: str) -> None:
    assert rules_in(text) == rules_in(SAME)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("path kgc/*", "line 1: '/*' is not understood"),
        ('path "a" {', "line 1: a name is expected, not the end"),
        ('path "a" { policy = "read" }}', "line 1: a name is expected, not }"),
        ('other "a" {}', "'other' is not `path`"),
        ('path "a" { capabilities = ["reed"] }', "capability 'reed' is not known"),
        ('path "a" = {}', "an object is expected"),
        ('path "a" { policy = "x" }', "policy 'x' is not known"),
        ('path "a" { x = 1 }', "'x' is not known"),
        ('path "a" { capabilities = "read" }', "a list of texts is expected"),
        ("{", "it is not JSON"),
        ('path "a+*" {}', "`+*` is forbidden"),
        ('path "a{{b" {}', "a template is not closed"),
        ("[]", "a name is expected"),
        ('path "a" { min_wrapping_ttl = "x" }', "'x' is no time"),
        ('path "\\q" {}', "\\q stands for nothing"),
        ('path "a" { max_wrapping_ttl = "1s" min_wrapping_ttl = "2s" }', "max_wrapping_ttl is less"),
        ('path "a" { allowed_parameters = ["a"] }', "parameters are an object"),
        ('path "a" { allowed_parameters = { a = "x" } }', "the values of parameter 'a' are no list"),
        ('path "a" { policy = "read" policy = "write" }', "'policy' is written twice"),
        ('path "a" "b" {}', "a block is"),
        ('path "a" { allowed_parameters = { a = [], A = [] } }', "parameter 'A' is written twice"),
        ('{"path": 1}', "`path` holds objects"),
        ("path " + "{ a = " * 40, "too deep"),
        ("{" * 3000, "it is not JSON"),
        ("a = [", "a value is expected, not the end"),
        ("[" * 5000, "a name is expected"),
        ('path "a" { capabilities = [' + "[" * 5000, "too deep"),
        ('path "a" { capabilities = ["a" "b"] }', "a comma"),
    ],
)
def test_what_is_no_policy_says_why(text: str, message: str) -> None:
    with pytest.raises(HclError) as error:
        rules_in(text)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (90, 90),
        ("90", 90),
        ("90s", 90),
        ("1m30s", 90),
        ("1.5m", 90),
        ("2d", 172800),
        ("", 0),
        ("-5s", -5),
        ("1500ms", 1.5),
        ("x", None),
        ("1y", None),
        (True, None),
        ("1m x", None),
    ],
)
def test_a_time_in_every_notation(text: object, expected: float | None) -> None:
    assert seconds(text) == expected
