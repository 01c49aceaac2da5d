"""Whatever lies in a folder is read as the programs of the field read it, or is named with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kgc_constructs.checks import judge
from kgc_constructs.checks.files.reading_paths import Reading, read_files, read_paths
from kgc_constructs.errors import InputError

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: one}\n"


def read(text: str | bytes, name: str = "one.yaml") -> Reading:
    return read_files([(Path(name), text.encode() if isinstance(text, str) else text)])


def objects(text: str | bytes, name: str = "one.yaml") -> list[dict[str, Any]]:
    rendered = read(text, name).rendered
    assert rendered.faults == ()
    return [dict(each) for each in rendered.kubernetes]


def data(text: str) -> Any:
    """What stands below `data` of an object."""
    (document,) = objects(f"apiVersion: v1\nkind: ConfigMap\n{text}")
    return document["data"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("# nothing\n", []),
        ("---\n---\n", []),
        (POD, ["one"]),
        (f"---\n{POD}---\n{POD.replace('one', 'two')}...\n", ["one", "two"]),
        (f"\ufeff{POD}", ["one"]),
        (POD.replace("\n", "\r\n"), ["one"]),
        ("apiVersion: v2\nname: chart\nversion: 1.0.0\n", []),
        ("replicaCount: 3\nimage: {tag: x}\n", []),
        ("- a\n- b\n", []),
        ("just a text\n", []),
        ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n", []),
        ("apiVersion: v1\nkind: Config\nclusters: []\n", []),
        ("apiVersion: 1\nkind: Pod\n", []),
        ("apiVersion: v1\nkind: [Pod]\n", []),
        ("apiVersion: example.com/v1\nkind: Strange\nmetadata: {name: odd}\n", ["odd"]),
    ],
)
def test_the_objects_of_a_file_are_found_and_nothing_else(text: str, names: list[str]) -> None:
    assert [each["metadata"]["name"] for each in objects(text)] == names


def test_lists_are_taken_apart_and_say_where_each_object_stood() -> None:
    pods = [{"metadata": {"name": name}} for name in ("a", "b")]
    inner = {"apiVersion": "v1", "kind": "PodList", "items": pods}
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": [inner, {"no": "object"}, "text", None]})
    rendered = read(f"{POD}---\n{text}").rendered
    assert [(each["kind"], each["metadata"]["name"]) for each in rendered.kubernetes] == [
        ("Pod", "one"), ("Pod", "a"), ("Pod", "b"),
    ]  # fmt: skip
    places = [each.places[0] for each in rendered.kubernetes]  # type: ignore[attr-defined]
    assert [(each.number, each.prefix) for each in places] == [(0, ""), (1, "items.0.items.0"), (1, "items.0.items.1")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("data: {a: yes, b: 'yes', c: ~, d: }", {"a": True, "b": "yes", "c": None, "d": None}),
        ("data: {a: 0x10, b: 0o10, c: 010, d: 1_000, e: -5, f: 0}", {
            "a": 16, "b": "0o10", "c": 8, "d": 1000, "e": -5, "f": 0,
        }),
        ("data: {a: 1.5, b: 1e3, c: 1.0e+3}", {"a": 1.5, "b": "1e3", "c": 1000.0}),
        ("data: {a: 2024-01-01, b: 2024-01-01T00:00:00Z}", {"a": "2024-01-01", "b": "2024-01-01T00:00:00Z"}),
        ("data: {a: 3000:3000, b: 22:22}", {"a": "3000:3000", "b": "22:22"}),
        ("data: {1: a, true: b, null: c, 1.5: d}", {"1": "a", "true": "b", "null": "c", "1.5": "d"}),
        ("data: {a: !!str 1, b: !!int '1', c: !!binary aGk=}", {"a": "1", "b": 1, "c": "aGk="}),
        ("x: &x {a: 1}\ndata: *x", {"a": 1}),
        ("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\ndata: {<<: [*x, *y], c: 3}", {"a": 1, "b": 1, "c": 3}),
        ("data: {'<<': 1, a: <<, b: =}", {"<<": 1, "a": "<<", "b": "="}),
        ("data: |\n  {{ not: a template }}", "{{ not: a template }}"),
    ],
)  # fmt: skip
def test_values_are_those_that_the_api_server_gets(text: str, value: object) -> None:
    assert data(text) == value


@pytest.mark.parametrize(
    ("content", "kind", "line", "said"),
    [
        (f"{POD}  wrong: [", "unreadable", 4, "no YAML"),
        (f"{POD}\tx: 1\n", "unreadable", 4, "no YAML"),
        (f"{POD}spec: *nobody\n", "unreadable", 4, "*nobody"),
        (f"{POD}spec: &a [*a]\n", "unreadable", 4, "*a"),
        (f"{POD}spec: !!python/object:os.system {{}}\n", "unreadable", 4, "python/object"),
        (f"{POD}spec: !Ref x\n", "unreadable", 4, "!Ref"),
        (f"{POD}spec: {{[a]: 1}}\n", "unreadable", 4, "as a key"),
        (f"{POD}spec: {{<<: 1}}\n", "unreadable", 4, "<<"),
        (f"{POD}spec: .nan\n", "unreadable", 4, ".nan"),
        (f"{POD}spec: -.inf\n", "unreadable", 4, "-.inf"),
        (f"{POD}spec: !!int many\n", "unreadable", 4, "many"),
        (f"{POD}spec: {'[' * 200}\n", "unreadable", 4, "100 levels"),
        (f"{POD}\0", "unreadable", 4, "zero byte"),
        (POD.encode() + b"x: \xff\n", "unreadable", 4, "0xff"),
        (POD.encode("utf-16"), "unreadable", 1, "0xff"),
        (b"\x7fELF\x02\x01\x01\0\0", "unreadable", 1, "zero byte"),
        (f"{POD}spec:\n  nodeName: {{{{ .Values.node }}}}\n", "template", 5, "{{ .Values.node }}"),
        ("{{- if .Values.on }}\nkind: Pod\n{{- end }}\n", "template", 1, "{{- if"),
        (f"{POD}kind: Service\n", "repeated-key", 4, "kind"),
        (f"{POD}---\nreplicas: 3\n", "no-object", 1, "document 2"),
        (f"{POD}---\n- 3\n", "no-object", 1, "document 2"),
    ],
)
def test_a_fault_is_named_with_its_line(content: str | bytes, kind: str, line: int, said: str) -> None:
    (fault,) = read(content).rendered.faults
    assert (fault.kind, fault.file, fault.line) == (kind, "one.yaml", line)
    assert said in fault.value
    assert fault.reason


def test_what_stands_before_the_mistake_is_judged_nevertheless() -> None:
    assert len(read(f"{POD}---\n{POD}---\nx: [").rendered.kubernetes) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": 1,\n}', 2),
        ('{"a": NaN}', 1),
        (f'{{"a": {"9" * 5000}}}', 1),
        ("[" * 100_000, 1),
        (f"{'[' * 150}{']' * 150}", 1),
        ("", 1),
        ('{"a": 1} {"b": 2}', 1),
    ],
)
def test_so_is_one_in_json(text: str, line: int) -> None:
    (fault,) = read(text, "one.json").rendered.faults
    assert (fault.kind, fault.line) == ("unreadable", line)


def test_json_is_read_as_manifests_and_its_repeated_keys_are_named() -> None:
    text = '{"apiVersion": "v1", "kind": "Pod", "kind": "Pod", "metadata": {"name": "one"}}'
    rendered = read(text, "one.json").rendered
    assert len(rendered.kubernetes) == 1
    assert [(fault.kind, fault.value) for fault in rendered.faults] == [("repeated-key", "kind")]
    assert objects('{"name": "a package", "name": "no manifest"}', "package.json") == []


def test_all_terraform_files_of_a_folder_are_one_module(tmp_path: Path) -> None:
    files: dict[str, dict[str, Any]] = {
        "a/one.tf.json": {"resource": {"aws_x": {"a": {"v": 1, "w": 1}}}, "provider": {"aws": {"alias": "a"}}},
        "a/two.tf.json": {"resource": [{"aws_x": {"b": {"v": 2}}}, {"aws_y": {"c": [{"v": 3}]}}]},
        "a/three_override.tf.json": {"resource": {"aws_x": {"a": {"v": 9}}}},
        "a/x.tf.json": {"provider": [{"aws": {"alias": "b"}}], "terraform": [{"backend": {}}], "//": "a comment"},
        "b/cdk.tf.json": {"resource": {"aws_x": {"a": {"v": 4}}}},
        "c/b/cdk.tf.json": {"locals": {"x": 1}},
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(content))
    stacks = read_paths([tmp_path]).rendered.terraform
    assert stacks["a"] == {
        "resource": {"aws_x": {"a": {"v": 9, "w": 1}, "b": {"v": 2}}, "aws_y": {"c": {"v": 3}}},
        "provider": [{"aws": {"alias": "a"}}, {"aws": {"alias": "b"}}],
        "terraform": {"backend": {}},
        "//": "a comment",
    }
    assert {name.rpartition("/")[0] != "" for name in stacks if name != "a"} == {True}  # two are called `b`
    assert len(stacks) == 3
    assert [Path(place.file).name for place in stacks["a"].places] == [  # type: ignore[attr-defined]
        "one.tf.json", "two.tf.json", "x.tf.json", "three_override.tf.json",
    ]  # fmt: skip


def test_what_two_files_of_a_folder_define_is_found_twice(tmp_path: Path) -> None:
    both: dict[str, Any] = {"variable": {"v": {}}, "output": {"o": {"value": "${var.v}"}}}
    first = {**both, "resource": {"aws_x": {"a": {"v": 1}, "only": {"v": 1}}}}
    (tmp_path / "one.tf.json").write_text(json.dumps(first))
    (tmp_path / "two.tf.json").write_text(json.dumps({**both, "resource": {"aws_x": {"a": {"v": 2}}}}))
    rendered = read_paths([tmp_path]).rendered
    twice = [each for each in judge(rendered, None).errors if each.rule.id == "definition-twice"]
    assert sorted(str(each.value) for each in twice) == ["a", "o", "v"]
    assert [each.arguments["v"] for each in rendered.resources("aws_x")] == [1, 2, 1]
    (tmp_path / "two.tf.json").rename(tmp_path / "two_override.tf.json")
    assert [each.arguments["v"] for each in read_paths([tmp_path]).rendered.resources("aws_x")] == [2, 1]


def test_folders_are_walked_in_order_once_and_without_going_in_circles(tmp_path: Path) -> None:
    for name in ("b/x.yml", "a/y.yaml", "a/z.json", "a/skip.txt", ".git/x.yaml", "node_modules/x.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "self.yaml").symlink_to("self.yaml")
    (tmp_path / "a" / "nowhere.yaml").symlink_to("missing.yaml")
    (tmp_path / "c.yaml").symlink_to(tmp_path / "b" / "x.yml")
    reading = read_paths([tmp_path, tmp_path / "a"])
    assert [Path(file).name for file in reading.others] == ["c.yaml", "y.yaml", "z.json"]


def test_every_path_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(InputError) as error:
        read_paths([tmp_path / "missing", tmp_path / "notes.txt", Path("/dev/null"), Path("a" * 5000), Path("\0")])
    assert len(error.value.problems) == 5


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    odd = tmp_path / "odd\udcff\n.yaml"
    odd.write_text("x: [")
    (fault,) = read_paths([tmp_path]).rendered.faults
    fault.file.encode()
    assert "\n" not in fault.file
