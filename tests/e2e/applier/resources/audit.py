"""Audit devices."""

from tests.e2e.applier.desired import Arguments, Desired, Write, only, resource


@resource("vault_audit", "path", "type", "options", "description", "local")
def device(given: Arguments) -> Desired:
    """Where the server writes down who asked what; some servers refuse to be told by API."""
    path = given.get("path", given["type"]).rstrip("/")
    body = only(given, "type", "options", "description", "local")
    expected = {f"{path}/": only(given, "type", "options", "description")}
    write = Write(f"sys/audit/{path}", body, read="sys/audit", expected=expected, once=True)
    return Desired((write,), remove=f"sys/audit/{path}")
