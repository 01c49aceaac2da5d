"""What may go wrong in a private authority."""

from __future__ import annotations

from tests.checks.mutations.mutation import ABSENT, Mutation
from tests.checks.mutations.resources import ACM, AUTHORITY, EVERYTHING, MTLS, PERMISSION, put, resource

__all__ = ["MUTATIONS"]

_ROOT_ARN = "${aws_acmpca_certificate_authority.Authority_Root_F6AD7BE9.arn}"
_INSTALLED = (
    "${aws_acmpca_certificate_authority_certificate.Authority_Root_Installation_52ACF1A0.certificate_authority_arn}"
)
MUTATIONS: tuple[Mutation, ...] = (
    resource(
        "root-issues", "swap the subordinate for the root", PERMISSION, put(certificate_authority_arn=_ROOT_ARN), MTLS
    ),
    resource(
        "root-issues", "swap it for the installed root", PERMISSION, put(certificate_authority_arn=_INSTALLED), MTLS
    ),
    resource("root-issues", "make the subordinate a root", AUTHORITY, put(type="ROOT"), MTLS, "Subordinate"),
    resource(
        "root-issues",
        "let the root sign a server",
        "aws_acmpca_certificate",
        put(template_arn="arn:aws:acm-pca:::template/EndEntityCertificate/V1"),
        MTLS,
        "Root",
    ),
    resource(
        "root-issues",
        "let the root sign without a template",
        "aws_acmpca_certificate",
        put(template_arn=ABSENT),
        MTLS,
        "Root",
    ),
    resource("root-issues", "let the root issue for ACM", ACM, put(certificate_authority_arn=_ROOT_ARN), MTLS),
    resource("authority-irrevocable", "delete it", AUTHORITY, put(revocation_configuration=ABSENT), MTLS),
    resource(
        "authority-irrevocable",
        "delete it from the subordinate",
        AUTHORITY,
        put(revocation_configuration=ABSENT),
        MTLS,
        "Sub",
    ),
    resource("authority-irrevocable", "empty it", AUTHORITY, put(revocation_configuration={}), MTLS),
    resource(
        "authority-irrevocable",
        "switch OCSP off",
        AUTHORITY,
        put(revocation_configuration={"ocsp_configuration": {"enabled": False}}),
        MTLS,
    ),
    resource(
        "authority-irrevocable",
        "switch the list off",
        AUTHORITY,
        put(revocation_configuration={"crl_configuration": {"enabled": False}}),
        MTLS,
        "Sub",
    ),
    resource(
        "authority-irrevocable",
        "misspell the switch",
        AUTHORITY,
        put(revocation_configuration={"ocsp_configuration": {"enable": True}}),
        MTLS,
    ),
    resource(
        "authority-deletion", "shorten it to a week", AUTHORITY, put(permanent_deletion_time_in_days=7), EVERYTHING
    ),
    resource("authority-deletion", "shift it by one", AUTHORITY, put(permanent_deletion_time_in_days=29), EVERYTHING),
    resource(
        "authority-deletion",
        "shorten the subordinate's",
        AUTHORITY,
        put(permanent_deletion_time_in_days=8),
        EVERYTHING,
        "Sub",
    ),
    resource("authority-deletion", "swap it for nothing", AUTHORITY, put(permanent_deletion_time_in_days=0), MTLS),
    resource("authority-deletion", "swap it for words", AUTHORITY, put(permanent_deletion_time_in_days="month"), MTLS),
    resource(
        "authority-deletion",
        "lengthen it past what AWS takes",
        AUTHORITY,
        put(permanent_deletion_time_in_days=31),
        MTLS,
    ),
    resource("authority-open", "delete the account", PERMISSION, put(source_account=ABSENT), MTLS),
    resource("authority-open", "empty it", PERMISSION, put(source_account=""), MTLS),
    resource("authority-open", "widen it to every account", PERMISSION, put(source_account="*"), MTLS),
    resource("authority-open", "cut a digit", PERMISSION, put(source_account="12345678901"), MTLS),
    resource(
        "authority-open",
        "misspell the argument",
        PERMISSION,
        lambda body: {key.replace("source_account", "source_acount"): value for key, value in body.items()},
        MTLS,
    ),
)
