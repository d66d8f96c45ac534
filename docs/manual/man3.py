#!/usr/bin/env python3
"""
Writes man pages in mdoc from the public headers: one for each function, and libconnect(3).

usage: man3.py INCLUDE_DIRECTORY EXAMPLES VERSION DATE OUTPUT_DIRECTORY
  EXAMPLES is the directory of the example programs; libconnect(3) shows list_instances.c.  DATE is
  that of the release, as 2026-11-26.
"""

import re
import sys
from datetime import date
from pathlib import Path

import headers

STATUS = "connect_status"


# ---- text ----

def escape(text):
    text = text.replace("\\", "\\e")
    return "\\&" + text if text[:1] in (".", "'") else text


def quote(argument):
    """An argument of a macro."""
    argument = escape(argument).replace('"', "\\(dq")
    return '"%s"' % argument if " " in argument else argument


MARKUP = [
    (re.compile(r"([a-z_]\w*)\(\)([.,;:)]*)$"), "Fn"),
    (re.compile(r"(CONNECT_[A-Z0-9_]+|NULL)([.,;:)]*)$"), "Dv"),
    (re.compile(r"`(\w+)`([.,;:)]*)$"), "Fa"),
    (re.compile(r"([A-Z][A-Z0-9]*_[A-Z0-9_]+)([.,;:)]*)$"), "Ev"),
]


def sentences(text):
    return re.split(r"(?<=[^.][.;])\s+(?=[A-Z(\"*`])|(?<=[^.]\.)  +", text.strip())


def lines_of(text):
    """A paragraph as mdoc: a line for each sentence, macros for names."""
    for sentence in sentences(text):
        plain = []
        for word in sentence.split():
            for pattern, macro in MARKUP:
                match = pattern.match(word)
                if match:
                    if plain:
                        yield from wrap(plain)
                        plain = []
                    yield " ".join([".%s %s" % (macro, match.group(1))] + list(match.group(2)))
                    break
            else:
                plain.append(word)
        if plain:
            yield from wrap(plain)


def wrap(words):
    """Lines of at most 78 characters."""
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > 78:
            yield escape(line)
            line = word
        else:
            line = line + " " + word if line else word
    yield escape(line)


def paragraph(text):
    return "\n".join(lines_of(text))


def literal(code):
    return "\n".join([".Bd -literal -offset indent"] + [escape(line) for line in code.split("\n")] + [".Ed"])


LISTS = {"item": ".Bl -enum", "definition": ".Bl -tag -width Ds"}


def list_entry(kind, content):
    if kind == "item":
        return [".It", paragraph(content)]
    term, _, text = content.partition(": ")
    return [".It " + escape(term), paragraph(text)]


def blocks(items):
    """The blocks of a comment in order; entries of one kind that follow each other are one list."""
    lines, open_list = [], None
    for kind, content in items:
        if open_list and kind != open_list:
            lines.append(".El")
        if kind == "heading":
            lines.append(".Ss " + content)
        elif kind == "code":
            lines.append(literal(content))
        elif kind in LISTS:
            lines += ([] if open_list == kind else [LISTS[kind]]) + list_entry(kind, content)
        elif lines and not lines[-1].startswith(".Ss"):
            lines += [".Pp", paragraph(content)]
        else:
            lines.append(paragraph(content))
        open_list = kind if kind in LISTS else None
    return "\n".join(lines + ([".El"] if open_list else []))


def mdoc_date(text):
    day = date.fromisoformat(text)
    return "%s %d, %d" % (day.strftime("%B"), day.day, day.year)


class Page:
    def __init__(self, title, version, day, source):
        self.lines = [
            '.\\" Made from %s; do not edit.' % source,
            ".Dd %s" % mdoc_date(day),
            ".Dt %s 3" % title.upper(),
            ".Os libconnect %s" % version,
        ]

    def section(self, name, *texts):
        self.lines.append(".Sh " + name)
        self.add(*texts)

    def add(self, *texts):
        self.lines += [text for text in texts if text]

    def __str__(self):
        return "\n".join(self.lines) + "\n"


# ---- functions ----

def tagged_list(items):
    """Items are pairs of what the tag shows, as macros, and a text."""
    lines = [".Bl -tag -width Ds"]
    for tag, text in items:
        lines.append(".It " + tag)
        lines.append(paragraph(text))
    return "\n".join(line for line in lines + [".El"] if line)


def structs_of(function, structs):
    """The structs that a function is given or returns, each once, in the order of the arguments."""
    found = []
    for type_, _ in function.arguments:
        name = type_.replace("const", "").replace("*", "").strip()
        if name in structs and structs[name] not in found:
            found.append(structs[name])
    return found


def describe_struct(struct):
    members = [member for member in struct.members if member.name != "size"]
    if not members:
        return [".Pp", "The struct", ".Vt " + struct.name, "has no members but its size."]
    return [".Pp", "The members of", ".Vt " + struct.name, "are:",
            tagged_list(("Fa " + quote(member.declaration), member.comment) for member in members)]


def return_values(function):
    if function.type == STATUS:
        return paragraph("CONNECT_OK on success, otherwise the status of the error.")
    if function.type == "void":
        return "None."
    return paragraph(function.comment.returns or " ".join(function.comment.paragraphs[:1]))


def errors_of(function):
    if function.comment.errors:
        return function.comment.errors[0].upper() + function.comment.errors[1:]
    if headers.starts_call(function.arguments):
        return headers.START_ERRORS
    if function.type == STATUS:
        return "Those of connect_error_code() that any call may have."
    if function.type == "connect_pager *":
        return "Those of the pages, when they are fetched: see connect_pager_error()."
    if function.type == "void":
        return "None: the function cannot fail."
    return "None besides what the return value says."


def programs_that_call(name, examples):
    return [path.name for path, text in examples.items() if re.search(r"\b%s\(" % name, text)]


def function_examples(function, examples):
    parts = [literal(code) for code in function.comment.examples]
    programs = programs_that_call(function.name, examples)
    if programs:
        parts.append("Called in:\n.Bl -bullet -compact\n%s\n.El" % "\n".join(
            ".It\n.Pa examples/" + program for program in programs))
    return "\n.Pp\n".join(parts)


def function_page(function, structs, family, examples, version, day):
    comment = function.comment
    page = Page(function.name, version, day, function.header)
    page.section("NAME", ".Nm " + function.name, ".Nd " + escape(comment.summary).replace('"', "\\(dq"))
    page.section("LIBRARY", "libconnect (-lconnect)")
    page.section("SYNOPSIS", ".In " + function.header, ".Ft " + quote(function.type))
    page.add(".Fo " + function.name)
    page.add(*(".Fa " + quote(type_ + name if "(*)" not in type_ else type_.replace("(*)", "(*%s)" % name))
               for type_, name in function.arguments))
    page.add(".Fa void" if not function.arguments else "", ".Fc")
    page.section("DESCRIPTION", "\n.Pp\n".join(paragraph(text) for text in comment.paragraphs))
    if comment.parameters:
        page.add(".Pp", "The arguments are:",
                 tagged_list(("Fa " + name, text) for name, text in comment.parameters.items()))
    for struct in structs_of(function, structs):
        page.add(*describe_struct(struct))
    page.section("RETURN VALUES", return_values(function))
    example = function_examples(function, examples)
    if example:
        page.section("EXAMPLES", example)
    page.section("ERRORS", paragraph(errors_of(function)))
    others = sorted({other.name for other in family if other.name != function.name})[:8]
    page.section("SEE ALSO", "\n".join(".Xr %s 3 ," % name for name in others + ["libconnect"]).rstrip(" ,"))
    if comment.source:
        page.add(".Rs", ".%T " + escape(comment.source.rstrip(".")), ".Re")
    return page


# ---- the overview ----

def overview_page(parsed, example, version, day):
    umbrella = next(header for header in parsed if header.path == "connect/connect.h")
    page = Page("libconnect", version, day, umbrella.path)
    page.section("NAME", ".Nm libconnect", ".Nd Amazon Connect instances from C")
    page.section("LIBRARY", "libconnect (-lconnect)")
    page.section("SYNOPSIS", ".In connect/connect.h", ".Pp", "cc program.c $(pkg-config --cflags --libs libconnect)")
    page.section("DESCRIPTION")
    page.add(blocks(umbrella.comment.blocks))
    for header in parsed:
        if header.functions:
            page.add(".Ss " + escape("<%s>" % header.path), paragraph(header.comment.paragraphs[0]))
            page.add(tagged_list(("Xr %s 3" % function.name, function.comment.summary + ".")
                                 for function in header.functions))
    page.section("EXAMPLES", literal(example))
    page.section("SEE ALSO", ".Xr connect-local 1 ,", ".Xr connectctl 1")
    return page


def main():
    include, examples, version, day, output = sys.argv[1:]
    parsed = headers.parse_all(include)
    programs = {path: path.read_text() for path in sorted(Path(examples).glob("*.c"))}
    structs = {struct.name: struct for header in parsed for struct in header.structs}
    out = Path(output)
    out.mkdir(parents=True, exist_ok=True)
    for header in parsed:
        for function in header.functions:
            page = function_page(function, structs, header.functions, programs, version, day)
            (out / (function.name + ".3")).write_text(str(page))
    shown = programs[Path(examples) / "list_instances.c"]
    (out / "libconnect.3").write_text(str(overview_page(parsed, shown, version, day)))


main()
