"""Reading a service model: the project's facts.json, or any file of the same form (botocore's among them)."""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FACTS = os.path.join(HERE, "facts.json")

PATTERN_LIST = os.path.join(HERE, "..", "..", "lib", "shape", "pattern_list.h")


def read_patterns():
    """The rows of lib/shape/pattern_list.h: the model's regular expressions and the names that the library gives them."""
    with open(PATTERN_LIST, encoding="utf-8") as file:
        text = file.read().replace("\\\n", "\n")
    string = r'(?:\s*(?:"(?:[^"\\]|\\.)*"|PATTERN_\w+))+'

    def value(literals):
        pieces = re.findall(r'"(?:[^"\\]|\\.)*"|PATTERN_\w+', literals)
        return "".join(json.loads(piece) if piece[0] == '"' else parts[piece] for piece in pieces)

    parts = {}
    for name, literals in re.findall(r"#define (PATTERN_\w+)(%s)" % string, text):
        parts[name] = value(literals)
    rows = re.findall(r"^\s*X\((\w+),(%s),(%s)\)" % (string, string), text, re.M)
    return {value(expression): name for name, expression, _ in rows}


PATTERNS = read_patterns()


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
