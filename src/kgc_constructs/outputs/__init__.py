"""What a deployment tells others: typed, under stable names, completed by what Terraform knows after apply."""

from kgc_constructs.outputs.completing import complete
from kgc_constructs.outputs.model import Outputs
from kgc_constructs.outputs.terraform import read_terraform_outputs
from kgc_constructs.outputs.workload import workload_outputs

__all__ = ["Outputs", "complete", "read_terraform_outputs", "workload_outputs"]
