"""Reads the policies that we write: a check of their text, not a parser of the language."""

import re

_RULE = re.compile(r'path "(?P<path>[^"]+)" \{\n  capabilities = \[(?P<capabilities>[^\]]*)\]\n(?P<more>[^}]*)\}\n')


def rules_of(text: str) -> dict[str, list[str]]:
    """Each path with its capabilities; text that is no rule of the plain form is an error."""
    rest = _RULE.sub("", text).strip()
    assert rest == "", f"not a plain rule: {rest}"
    found = {match["path"]: sorted(re.findall(r'"(\w+)"', match["capabilities"])) for match in _RULE.finditer(text)}
    assert len(found) == len(_RULE.findall(text)), "a path stands twice"
    return found
