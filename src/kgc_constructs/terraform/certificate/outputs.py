"""What the stack tells others, under names that never change."""

from __future__ import annotations

from cdktf import TerraformOutput
from constructs import Construct

__all__ = ["CertificateOutputs"]


class CertificateOutputs(Construct):
    """The three outputs of the certificate.

    Args:
        scope: Parent.
        construct_id: Name below the parent.
        certificate_arn: ARN of the validated certificate.
        domain: Its first name.
        mtls_ca_arn: ARN of the authority for client certificates. Without one the output is an empty string: Terraform
            leaves a null out of `terraform output -json`, and a reader could not tell it from a stack never applied.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, certificate_arn: str, domain: str, mtls_ca_arn: str | None
    ) -> None:
        super().__init__(scope, construct_id)
        self._publish("certificate_arn", certificate_arn, "ARN of the validated certificate")
        self._publish("certificate_domain", domain, "Domain of the certificate")
        self._publish("mtls_ca_arn", mtls_ca_arn or "", "ARN of the authority for client certificates, or empty")

    def _publish(self, name: str, value: str, description: str) -> None:
        TerraformOutput(self, name, value=value, description=description).override_logical_id(name)
