"""On thousands of generated policies and paths, our evaluator grants what a real server grants."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kgc_constructs.checks.model.vault_acl import Acl
from kgc_constructs.checks.model.vault_rules import rules_in
from tests.e2e.evaluator.generated import paths, policies, token_with
from tests.servers.vault import Vault, asked

_PAIRS, _AT_ONCE, _SETS = 2000, 30, 100


def test_capabilities_are_those_of_a_real_server(vault: Vault) -> None:
    compared = granted = decided = 0

    @settings(
        max_examples=_SETS,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],  # to shrink a case takes minutes; what differs is shown instead
        suppress_health_check=list(HealthCheck),
    )
    @given(
        texts=st.lists(policies(), min_size=1, max_size=3),
        asking=st.lists(paths(), min_size=_AT_ONCE, max_size=_AT_ONCE, unique=True),
    )
    def compare(texts: list[str], asking: list[str]) -> None:
        nonlocal compared, granted, decided
        body = {"token": token_with(vault, texts), "paths": asking}
        answer = asked(vault.client(), "POST", "/sys/capabilities", body)["data"]
        acl = Acl(rule for text in texts for rule in rules_in(text))
        ours = {path: sorted(acl.capabilities(path)) for path in asking}
        assert [(path, ours[path], answer[path]) for path in asking if ours[path] != sorted(answer[path])] == [], texts
        compared += len(asking)
        granted += sum(answer[path] != ["deny"] for path in asking)
        decided += sum(acl.rule(path) is not None for path in asking)

    compare()
    assert compared >= _PAIRS
    assert granted > compared / 4  # otherwise most of it would be the easy answer
    assert decided > granted
