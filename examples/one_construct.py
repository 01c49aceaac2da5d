"""One construct of the library in somebody else's chart: only the disruption budget, the rest is theirs."""

from constructs import Construct

from kgc_constructs.kubernetes import DisruptionBudget
from kgc_constructs.settings import Environment

SETTINGS = Environment(environment="dev", app_name="billing", namespace="billing")


def build(scope: Construct) -> None:
    """Add the budget to a chart."""
    budget = DisruptionBudget(scope, "Budget", settings=SETTINGS)
    budget.api_object.metadata.add_annotation("example.com/owner", "billing")


if __name__ == "__main__":
    from cdk8s import App, Chart

    app = App()
    build(Chart(app, "billing"))
    app.synth()
