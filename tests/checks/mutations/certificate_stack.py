"""What may go wrong in what proves and watches certificates."""

from __future__ import annotations

from tests.checks.mutations.mutation import ABSENT, Mutation
from tests.checks.mutations.resources import (
    ACM,
    ALARM,
    EVERYTHING,
    RECORD,
    RULE,
    TARGET,
    VALIDATION,
    gone,
    inner,
    mutation,
    put,
    resource,
)

__all__ = ["MUTATIONS"]

ELSEWHERE = "arn:aws:acm:eu-west-1:123456789012:certificate/0"
_VALUE = "output|certificate_arn|value"

_PROOF = (
    mutation("unvalidated", "delete the output", "certificate", "output|certificate_arn", ABSENT),
    mutation(
        "unvalidated", "misspell the output", "certificate", "output", lambda out: {"arn": out["certificate_arn"]}
    ),
    mutation(
        "unvalidated",
        "swap it for the certificate's own",
        "certificate",
        "output",
        lambda out: {**out, "certificate_arn": {"value": "${aws_acm_certificate.Certificate_4E7ABB08.arn}"}},
    ),
    mutation("unvalidated", "swap the value for text", "certificate", _VALUE, ELSEWHERE),
    mutation("unvalidated", "delete the value", "certificate", _VALUE, ABSENT),
    mutation(
        "unvalidated",
        "add an output of the certificate's own",
        "certificate",
        "output|other",
        {"value": "${aws_acm_certificate.Certificate_4E7ABB08.arn}"},
    ),
    mutation(
        "unvalidated",
        "add a listener that uses the certificate's own",
        "certificate",
        "resource|aws_lb_listener",
        {"web": {"certificate_arn": "${aws_acm_certificate.Certificate_4E7ABB08.arn}"}},
    ),
    resource("validation-records", "delete the record", RECORD, gone, of="Certificate"),
    resource(
        "validation-records", "add a name without a record", ACM, put(subject_alternative_names=["b.example.com"])
    ),
    resource("validation-records", "swap the record for a loop", RECORD, put(for_each="${x}"), of="Certificate"),
    resource("validation-records", "swap the record for a count", RECORD, put(count=2), of="Certificate"),
    resource(
        "validation-records",
        "prove another name's value",
        RECORD,
        inner("records", lambda said: [each.replace("kgc", "kcg") for each in said]),
        of="Certificate",
    ),
    resource(
        "validation-records",
        "prove another name",
        RECORD,
        inner("name", lambda said: said.replace("kgc", "kcg")),
        of="Certificate",
    ),
    mutation(
        "validation-records",
        "make the record twice",
        "certificate",
        f"resource|{RECORD}",
        lambda made: {**made, "again": next(each for name, each in made.items() if "Certificate" in name)},
    ),
    resource(
        "validation-records",
        "wait for another record",
        VALIDATION,
        put(validation_record_fqdns=["${aws_route53_record.other.fqdn}"]),
    ),
    resource("validation-overwrites", "add it", RECORD, put(allow_overwrite=True), of="Certificate"),
    resource("validation-overwrites", "add it as text", RECORD, put(allow_overwrite="true"), of="Certificate"),
    resource(
        "validation-overwrites",
        "add it by a variable",
        RECORD,
        put(allow_overwrite="${var.overwrite}"),
        of="Certificate",
    ),
    resource(
        "validation-overwrites",
        "add it to a loop",
        RECORD,
        put(allow_overwrite=True, for_each="${x}"),
        of="Certificate",
    ),
    resource(
        "validation-overwrites", "add it to the last record", RECORD, put(allow_overwrite=1), EVERYTHING, "Certificate"
    ),
)
_WATCH = (
    resource("alarm-silent", "swap it for health", ALARM, put(treat_missing_data="notBreaching")),
    resource("alarm-silent", "swap it for nothing", ALARM, put(treat_missing_data="missing")),
    resource("alarm-silent", "swap it for what was", ALARM, put(treat_missing_data="ignore")),
    resource("alarm-silent", "delete it", ALARM, put(treat_missing_data=ABSENT)),
    resource("alarm-silent", "misspell it", ALARM, put(treat_missing_data="Breaching")),
    resource("alarm-days", "delete an alarm", ALARM, gone),
    resource("alarm-days", "shift a threshold by one", ALARM, inner("threshold", lambda days: days - 1)),
    resource("alarm-days", "swap the comparison", ALARM, put(comparison_operator="GreaterThanThreshold")),
    resource("alarm-days", "delete who hears of it", ALARM, put(alarm_actions=[])),
    resource("alarm-days", "switch an alarm off", ALARM, put(actions_enabled=False)),
    resource("alarm-days", "swap two thresholds for one", ALARM, put(threshold=7), of="30-days"),
    resource("events-unheard", "delete the rule of the expiry", RULE, gone, of="expired"),
    resource("events-unheard", "delete the rule of the renewal", RULE, gone, of="renewal"),
    resource("events-unheard", "delete a target", TARGET, gone, of="approaching"),
    resource("events-unheard", "switch a rule off", RULE, put(state="DISABLED"), of="expired"),
    resource(
        "events-unheard",
        "misspell an event",
        RULE,
        inner("event_pattern", lambda said: said.replace("Expired", "Expiry")),
        of="expired",
    ),
    resource("events-unheard", "point a target at another rule", TARGET, put(rule="other"), of="renewal"),
    resource("caa-missing", "delete the record", RECORD, gone, of="Caa"),
    resource("caa-missing", "swap its type", RECORD, put(type="TXT"), of="Caa"),
    resource("caa-missing", "move it below", RECORD, inner("name", lambda name: f"api.{name}"), of="Caa"),
    resource(
        "caa-missing",
        "widen it to another authority",
        RECORD,
        inner("records", lambda said: [*said, '0 issue "ca.example.org"']),
        of="Caa",
    ),
    resource("caa-missing", "let nobody issue", RECORD, put(records=['0 issue ";"']), of="Caa"),
    resource("caa-missing", "delete who may issue", RECORD, put(records=['0 iodef "mailto:a@example.com"']), of="Caa"),
)

MUTATIONS: tuple[Mutation, ...] = (*_PROOF, *_WATCH)
