"""Renders all environments, all examples, and constructs of AWS that we do not use, into the current folder."""

import json
import runpy
from pathlib import Path

from kgc_constructs import synth
from kgc_constructs.apps import load_environment, names_of_apps

ROOT = Path(__file__).parents[3]


def render() -> None:
    for name in names_of_apps(ROOT / "apps"):
        synth(load_environment(name, ROOT / "apps"), "apps")
    for example in sorted((ROOT / "examples").glob("*.py")):
        runpy.run_path(str(example), run_name="__main__")
        kept = Path("examples", example.stem)
        kept.mkdir(parents=True)
        for folder in ("dist", "cdktf.out"):  # where the engines write without being told
            if Path(folder).exists():
                Path(folder).rename(kept / folder)


def aws() -> str:
    """Constructs that we never use, of modules whose names fit no rule, and types that only JavaScript names."""
    from cdktf import TerraformStack, Testing
    from cdktf_cdktf_provider_aws.lexv2_models_bot import Lexv2ModelsBot, Lexv2ModelsBotDataPrivacy
    from cdktf_cdktf_provider_aws.provider import AwsProvider
    from cdktf_cdktf_provider_aws.s3_control_bucket import S3ControlBucket
    from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

    stack = TerraformStack(Testing.app(), "aws")
    AwsProvider(stack, "Aws", region="eu-central-1")
    bot = Lexv2ModelsBot(
        stack,
        "Bot",
        name="bot",
        role_arn="arn",
        idle_session_ttl_in_seconds=60,
        data_privacy=[Lexv2ModelsBotDataPrivacy(child_directed=False)],
    )
    S3ControlBucket(stack, "Bucket", bucket="bucket", outpost_id="outpost")
    queue = SqsQueue(stack, "Queue", name="queue", tags={"a": "b"})
    privacy = bot.data_privacy
    facts = [type(privacy).__name__, type(privacy.get(0)).__name__, type(queue.timeouts).__name__, queue.arn]
    return json.dumps([facts, json.loads(Testing.synth(stack))])


if __name__ == "__main__":
    render()
    Path("aws.json").write_text(aws())
