#!/usr/bin/env python3
"""Prints a first draft of all that a new operation needs: structs, function, rows, and its case file.

usage: scaffold.py [--model MODEL] [--fresh] [--structs | --rows | --cases] OPERATION

Structs that a public header has already are left out, unless --fresh.  What a draft cannot know is yours: what the operation and its
members are for, what the service does not say in its names, when the errors come, and whether it is repeatable.
MODEL is read as trim.py reads it; without it $CONNECT_MODEL or the project's own facts.
"""
import argparse
import glob
import os
import re
import textwrap

import model as reader
from model import snake

SCALARS = {"boolean": "connect_opt_bool", "integer": "connect_opt_int32", "long": "connect_opt_int64",
           "double": "connect_opt_double", "float": "connect_opt_double", "timestamp": "connect_opt_time"}


class Draft:
    def __init__(self, model, operation, known):
        self.shapes = model["shapes"]
        self.operation = operation
        self.id = snake(operation["name"])
        self.known = known
        self.enums, self.structs, self.walked = [], [], set()
        for root in (operation.get("input"), operation.get("output")):
            if root:
                self.walk(root)

    def walk(self, name):
        """Collects enums and structs, children first."""
        shape = self.shapes[name]
        if name in self.walked:
            return
        self.walked.add(name)
        if "enum" in shape:
            self.enums.append(name)
        for key in ("member", "key", "value"):
            if key in shape:
                self.walk(shape[key])
        if shape["type"] == "structure":
            for member in shape["members"].values():
                self.walk(member["shape"])
            self.structs.append(name)

    def c_type(self, name):
        if name == self.operation.get("input"):
            return "connect_%s_request" % self.id
        if name == self.operation.get("output"):
            return "connect_%s_response" % self.id
        return "connect_" + snake(name)

    def is_new(self, name):
        return self.c_type(name) not in self.known

    # ---- the header

    def enum_text(self, name):
        prefix = self.c_type(name).upper()
        lines = ["/** ... */", "typedef enum %s {" % self.c_type(name), "    %s_UNKNOWN = -1," % prefix]
        lines += ["    %s_%s = %d," % (prefix, re.sub(r"\W", "_", value), number)
                  for number, value in enumerate(self.shapes[name]["enum"], 1)]
        lines[-1] = lines[-1].rstrip(",")
        c_type, first = self.c_type(name), self.shapes[name]["enum"][0]
        lines += ["} %s;" % c_type, "",
                  '/** Returns the name of a value, for example "%s"; NULL for a number that has none.  Static. */' % first,
                  "CONNECT_API const char *%s_name(%s value);" % (c_type, c_type), "",
                  "/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */",
                  "CONNECT_API %s %s_of(const char *name);" % (c_type, c_type)]
        return "\n".join(lines)

    def member_lines(self, name, member, required):
        c_name, shape = snake(name), self.shapes[member["shape"]]
        note = self.note(shape, member, required)
        kind = shape["type"]
        if "enum" in shape:
            return [(self.c_type(member["shape"]), c_name, note), ("const char *", c_name + "_text", "")]
        if kind == "structure":
            return [("const %s *" % self.c_type(member["shape"]), c_name, note)]
        if kind == "list":
            child = self.shapes[shape["member"]]
            element = self.c_type(shape["member"]) if child["type"] == "structure" else "char"
            return [("const %s *const *" % element, c_name, note), ("size_t", c_name + "_count", "")]
        if kind == "map":
            return [("const connect_pair *const *", c_name, note), ("size_t", c_name + "_count", "")]
        return [(SCALARS.get(kind, "const char *"), c_name, note)]

    def note(self, shape, member, required):
        parts = ["required"] if required else []
        if member.get("idempotencyToken"):
            parts.append("at most 500 characters; NULL: a random UUID, the same on every attempt of the call")
        elif "max" in shape:
            low, high = shape.get("min", 0), shape["max"]
            what = {"string": " characters", "list": " elements", "map": " entries"}.get(shape["type"], "")
            parts.append(("at most %d%s" % (high, what)) if not low and shape["type"] == "string" else
                         "%d..%d%s" % (low, high, what))
        return "; ".join(parts)

    def struct_text(self, name, c_type):
        shape = self.shapes.get(name, {"members": {}})
        lines = [("size_t", "size", "")]
        for member_name, member in shape["members"].items():
            lines += self.member_lines(member_name, member, member_name in shape.get("required", []))
        text = ["/** ... */", "typedef struct %s {" % c_type]
        for c, c_name, note in lines:
            text.append("    %s%s%s;%s" % (c, "" if c.endswith("*") else " ", c_name, " /**< %s */" % note if note else ""))
        return "\n".join(text + ["} %s;" % c_type])

    def prototype(self):
        arguments = ["connect_client *client", "const connect_%s_request *request" % self.id,
                     "connect_%s_response **out" % self.id, "connect_error **error"]
        doc = "/**\n * ...\n *\n * Errors: %s.\n * Source: API reference, %s.\n */\n" % (
            ", ".join(self.operation["errors"]), self.operation["name"])
        text = doc + declaration("CONNECT_API connect_status connect_%s(" % self.id, arguments)
        if "pagination" in self.operation:
            text += "\n\n/** ... */\n" + declaration("CONNECT_API connect_pager *connect_%s_pages(" % self.id, arguments[:2])
            text += "\n\n/** ... */\n" + declaration("CONNECT_API %sconnect_%s_next(" % (self.item_type(), self.id),
                                                      ["connect_pager *pager"])
        return text

    def item_type(self):
        output = self.shapes[self.operation["output"]]
        items = self.shapes[output["members"][self.operation["pagination"]["result_key"]]["shape"]]
        is_text = self.shapes[items["member"]]["type"] == "string"
        return "const %s *" % ("char" if is_text else self.c_type(items["member"]))

    def header(self):
        parts = [self.enum_text(name) for name in self.enums if self.is_new(name)]
        roots = (self.operation.get("input"), self.operation.get("output"))
        parts += [self.struct_text(name, self.c_type(name)) for name in self.structs
                  if self.is_new(name) and name not in roots]
        parts.append(self.struct_text(roots[0], "connect_%s_request" % self.id))
        parts.append(self.struct_text(roots[1], "connect_%s_response" % self.id))
        parts.append(self.prototype())
        return "\n\n".join(parts)

    # ---- the rows

    def limits(self, name, what):
        shape = self.shapes[name]
        words = []
        if "min" in shape or "max" in shape:
            words.append("AT_LEAST(%d)" % shape["min"] if "max" not in shape else
                         "%s(%d, %d)" % (what, shape.get("min", 0), shape["max"]))
        if "pattern" in shape:
            words.append("PATTERN(%s)" % self.pattern(shape))
        if shape.get("sensitive"):
            words.append("SENSITIVE")
        return words

    @staticmethod
    def pattern(shape):
        return reader.PATTERNS.get(shape.get("pattern"), "NONE" if "pattern" not in shape else "NEW_" + shape["pattern"])

    def bounds(self, name):
        shape = self.shapes[name]
        return "%d, %d" % (shape.get("min", 0), shape.get("max", 0))

    def element(self, name):
        shape = self.shapes[name]
        if "max" not in shape:
            return []
        if "pattern" in shape:
            return ["EACH_PATTERN(%s, %s)" % (self.bounds(name), self.pattern(shape))]
        return ["EACH(%s)" % self.bounds(name)]

    def row(self, name, member, required, is_input):
        c_name, shape = snake(name), self.shapes[member["shape"]]
        words = ['"%s"' % name] + (["REQUIRED"] if required else [])
        place = member.get("location")
        if place == "uri":
            words.append("IN_PATH")
        elif place == "querystring":
            words.append('IN_QUERY("%s")' % reader.wire_name(name, member))
        if member["shape"] == "InstanceId" and is_input:
            words.append("INSTANCE_ID")
        kind = shape["type"]
        if member.get("idempotencyToken"):
            return "FIELD(%s, %s)" % (c_name, ", ".join(words + ["CLIENT_TOKEN"]))
        if "enum" in shape:
            return "ENUM(%s, %s, %s)" % (c_name, self.c_type(member["shape"]), ", ".join(words))
        if kind == "structure":
            return "STRUCT(%s, %s, %s)" % (c_name, self.c_type(member["shape"]), ", ".join(words))
        if kind == "list":
            child = self.shapes[shape["member"]]
            words += self.limits(member["shape"], "COUNT")
            if child["type"] == "structure":
                return "LIST(%s, %s, %s)" % (c_name, self.c_type(shape["member"]), ", ".join(words))
            return "TEXTS(%s, %s)" % (c_name, ", ".join(words + self.element(shape["member"])))
        if kind == "map":
            words += self.limits(member["shape"], "COUNT")
            words.append("KEYS_VALUES(%s, %s, %s)" % (self.bounds(shape["key"]), self.pattern(self.shapes[shape["key"]]),
                                                  self.bounds(shape["value"])))
            return "MAP(%s, %s)" % (c_name, ", ".join(words))
        words += self.limits(member["shape"], "LENGTH" if kind == "string" else "RANGE")
        return "FIELD(%s, %s)" % (c_name, ", ".join(words))

    def shape_rows(self, name, c_type):
        shape = self.shapes.get(name, {"members": {}})
        is_input = name == self.operation.get("input")
        rows = [self.row(member_name, member, member_name in shape.get("required", []), is_input)
                for member_name, member in shape["members"].items()]
        if not rows:
            body = "EMPTY_SHAPE();"
        else:
            word = "UNION(" if shape.get("union") else "SHAPE("
            body = word + (",\n" + " " * len(word)).join(wrapped(row, len(word)) for row in rows) + ");"
        return "#define T %s\n%s\n#undef T" % (c_type, body)

    def rows(self):
        parts = [textwrap.fill("ENUM_VALUES(%s, %s);" % (
            self.c_type(name), ", ".join('"%s"' % value for value in self.shapes[name]["enum"])),
            98, subsequent_indent=" " * 12) for name in self.enums if self.is_new(name)]
        roots = (self.operation.get("input"), self.operation.get("output"))
        parts += [self.shape_rows(name, self.c_type(name)) for name in self.structs
                  if self.is_new(name) and name not in roots]
        parts.append(self.shape_rows(roots[0], "connect_%s_request" % self.id))
        parts.append(self.shape_rows(roots[1], "connect_%s_response" % self.id))
        parts.append(self.operation_row())
        return "\n\n".join(parts)

    def operation_row(self):
        http, pages = self.operation["http"], self.operation.get("pagination")
        text = wrapped('OPERATION(%s, "%s", "%s", "%s",' % (
            self.id, self.operation["name"], http["method"], http["requestUri"]), 0) + '\n          "...",\n'
        errors = "ERRORS(%s)" % ", ".join('"%s"' % error for error in self.operation["errors"])
        text += textwrap.fill(".errors = " + errors, 98, initial_indent=" " * 10, subsequent_indent=" " * 27)
        if pages:
            text += ',\n          .page_items = "%s"' % pages["result_key"]
        if http["method"] == "GET":
            text += ",%s.repeatable = true" % (" " if pages else "\n          ")
        text += ");"
        if pages:
            text += "\nPAGER(%s, %s);" % (self.id, self.item_type().rstrip(" *"))
        return text


def declaration(head, arguments):
    """A prototype, its parameters under each other where the name leaves room for that."""
    for lines in ([head + ", ".join(arguments)],
                  [head + ", ".join(arguments[:2])] + [" " * len(head) + ", ".join(arguments[2:])],
                  [head] + ["    " + ", ".join(arguments[:2])] + ["    " + ", ".join(arguments[2:])]):
        lines = [line for line in lines if line.strip()]
        if max(len(line) for line in lines) <= 98:
            break
    return ",\n".join(lines).replace("(,", "(") + ");"


def wrapped(row, indent):
    """A row in as many lines as it takes, broken after commas and indented below its first word."""
    lines, inner = [row], " " * (row.index("(") + 1)
    while len(lines[-1]) + indent > 98:
        cut = lines[-1].rfind(", ", 0, 98 - indent)
        lines[-1:] = [lines[-1][:cut + 1], inner + lines[-1][cut + 2:]]
    return ("\n" + " " * indent).join(lines)


def known_types():
    top = os.path.join(reader.HERE, "..", "..", "include", "connect", "*.h")
    known = set()
    for path in glob.glob(top):
        with open(path, encoding="utf-8") as file:
            known.update(re.findall(r"^typedef (?:struct|enum) (\w+) \{", file.read(), re.M))
    return known


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--model")
    for part in ("structs", "rows", "cases"):
        parser.add_argument("--" + part, dest="part", action="store_const", const=part)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("operation")
    options = parser.parse_args()
    model = reader.load(options.model)
    if options.operation not in model["operations"]:
        reader.die("the model has no operation " + options.operation)
    draft = Draft(model, model["operations"][options.operation], set() if options.fresh else known_types())
    if options.part in (None, "structs"):
        print(draft.header() + "\n")
    if options.part in (None, "rows"):
        print(draft.rows() + "\n")
    if options.part in (None, "cases"):
        import cases
        print(cases.text(cases.of_operation(model, options.operation)), end="")


if __name__ == "__main__":
    main()
