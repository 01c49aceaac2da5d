"""Lines of the files that the sidecar starts from, as Go templates: no secret can break out of its quotes.

The template languages differ in one function: consul-template (the agent) says `replaceAll`, sprig (the operators)
says `replace`.
"""

from __future__ import annotations

from typing import Literal

from kgc_constructs.settings import Environment

__all__ = ["Replace", "database_url", "variable"]

Replace = Literal["replace", "replaceAll"]

_QUOTE = r'''"'" "'\\''"'''  # inside '…' the shell takes everything literally but a quote, which stands outside


def variable(name: str, value: str, replace: Replace) -> str:
    """`name` set to what the template expression `value` says."""
    return f"{name}='{{{{ {value} | {replace} {_QUOTE} }}}}'\n"


def database_url(settings: Environment, login: str, replace: Replace) -> str:
    """DATABASE_URL with a login, whose parts `login` finds with a `{}` for their key: URL and login always agree."""
    scheme, _, rest = settings.database.url.partition("://")
    # `urlquery` writes a blank as `+`, which means a plus sign before the `@` of a URL (RFC 3986).
    escape = f'urlquery | {replace} "+" "%20"'
    user, password = (f"{{{{ {login.format(key)} | {escape} }}}}" for key in ("username", "password"))
    return f"DATABASE_URL='{scheme}://{user}:{password}@{rest}'\n"
