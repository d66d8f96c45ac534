"""Reading a service model: the project's facts.json, or any file of the same form (botocore's among them)."""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FACTS = os.path.join(HERE, "facts.json")

# The model's regular expressions and the names that rows give them.
PATTERNS = {
    r"^(?!d-)([\da-zA-Z]+)([-]*[\da-zA-Z])*$": "DIRECTORY_ALIAS",
    r"^d-[0-9a-f]{10}$": "DIRECTORY_ID",
    r"^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]*$": "TAG_KEY",
    r"^[a-zA-Z0-9_ -]+$": "APPLICATION_NAME",
    r"[^\s@]+@[^\s@]+\.[^\s@]+": "EMAIL_ADDRESS",
    r"[a-z]{2}(-[a-z]+){1,2}(-[0-9])?": "AWS_REGION",
    r"^(arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z]+-[0-9]{1}:[0-9]{1,20}:instance/)?"
    r"[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$": "INSTANCE_ID_OR_ARN",
}


def load(path=None):
    """The model at `path`, at $CONNECT_MODEL, or the project's own."""
    with open(path or os.environ.get("CONNECT_MODEL") or FACTS, encoding="utf-8") as file:
        model = json.load(file)
    for name, operation in model["operations"].items():
        operation["name"] = name
        for key in ("input", "output"):
            if isinstance(operation.get(key), dict):
                operation[key] = operation[key]["shape"]
        operation["errors"] = [e["shape"] if isinstance(e, dict) else e for e in operation.get("errors", [])]
    for shape in model["shapes"].values():
        for key in ("member", "key", "value"):
            if isinstance(shape.get(key), dict):
                shape[key] = shape[key]["shape"]
    return model


def snake(name):
    """InstanceSummaryList -> instance_summary_list, LexV2Bot -> lex_v2_bot."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def kebab(name):
    return snake(name).replace("_", "-")


def input_shape(model, operation):
    return model["shapes"].get(operation.get("input"), {"type": "structure", "members": {}})


def output_shape(model, operation):
    return model["shapes"].get(operation.get("output"), {"type": "structure", "members": {}})


def wire_name(name, member):
    return member.get("locationName", name)


def die(message):
    print(os.path.basename(sys.argv[0]) + ": " + message, file=sys.stderr)
    sys.exit(2)
