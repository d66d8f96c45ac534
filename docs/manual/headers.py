"""
The public headers as data: what man pages, the HTML reference and bindings are made from.

A header of include/connect/ is a comment about the whole, then types and functions, each with a
comment in front of it.  In the comment of a function a sentence that begins with the name of a
parameter and a colon describes that parameter; "Errors:", "Source:" and "Returns" begin the
sections of these names; lines indented by four spaces are an example.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Comment:
    """The text of a comment in parts."""

    blocks: list = field(default_factory=list)  # all of it in order: pairs of kind and content
    paragraphs: list = field(default_factory=list)
    parameters: dict = field(default_factory=dict)
    errors: str = ""
    returns: str = ""
    source: str = ""
    examples: list = field(default_factory=list)

    @property
    def summary(self):
        """The first sentence, without its full stop."""
        text = self.paragraphs[0] if self.paragraphs else ""
        match = re.match(r"(.*?[^.])[.:](?:\s|$)", text)
        return (match.group(1) if match else text).rstrip(".:").removeprefix("Returns ")


@dataclass
class Function:
    name: str
    type: str
    arguments: list  # of (type, name): "const char *", "operation"
    comment: Comment
    header: str


@dataclass
class Member:
    declaration: str
    name: str
    comment: str


@dataclass
class Struct:
    name: str
    members: list
    comment: Comment
    header: str


@dataclass
class Enum:
    name: str
    values: list  # of Member; the declaration is the number, when there is one
    comment: Comment
    header: str


@dataclass
class Header:
    path: str  # "connect/instance.h"
    comment: Comment
    functions: list = field(default_factory=list)
    structs: list = field(default_factory=list)
    enums: list = field(default_factory=list)


# What an argument of this name is wherever a comment says nothing else.
CONVENTIONS = {
    "client": "the client, or a view of it; borrowed.",
    "error": "receives an error on failure, owned (connect_error_free()), and NULL on success; may be NULL.",
    "out": "receives the result on success, and NULL on failure; owned (connect_free()); may be NULL.",
    "pager": "the pager; NULL is accepted.",
    "request": "borrowed for the call.",
}

# The same for functions that start a call on an event loop.
START_CONVENTIONS = {
    "loop": "a loop of the same client; borrowed.",
    "client": "the client of the loop, or a view of it; borrowed until the callback is made.",
    "request": "copied; may be NULL when nothing in it is required.",
    "done": "called from a step when the call has ended; may be NULL.",
    "user": "passed to `done`.",
    "out": "receives the call, borrowed until its callback returns, for connect_call_cancel(); may be NULL.",
    "error": "receives an error when nothing was started, owned (connect_error_free()); may be NULL.",
}
START_ERRORS = ("CONNECT_E_ARGUMENT or CONNECT_E_VERSION when the request or another argument is invalid, and "
                "CONNECT_E_MEMORY: then nothing was started.  All other errors are those of the call, for `done`.")

COMMENT = re.compile(r"/\*(?P<doc>\*?)(?P<after><?)(?P<text>.*?)\*/", re.S)


def strip_stars(text):
    """The lines of a comment without its frame."""
    lines = [re.sub(r"^\s*\* ?", "", line) if i else line.lstrip("* ")
             for i, line in enumerate(text.split("\n"))]
    return [line.rstrip() for line in lines]


SECTION = re.compile(r"(Errors|Source|Returns|Threads)\b")
ITEM = re.compile(r" ?(?:- |\d+\. +)(?P<text>.*)")
DEFINITION = re.compile(r" {1,2}(?P<term>\w+) {2,}(?P<text>\w.*)")


def blocks_of(lines):
    """
    Yields ("text", string), ("item", string), ("definition", "term: text"), ("heading", string) and
    ("code", string), in order.
    """
    kind, content = None, []

    def finished():
        if kind == "code":
            return [(kind, "\n".join(content).strip("\n"))]
        text = " ".join(content)
        is_heading = kind == "text" and re.fullmatch(r"[A-Z][\w, ]{0,40}", text)
        return [("heading" if is_heading else kind, text)] if text else []

    for line in lines:
        item, definition = ITEM.match(line), DEFINITION.match(line)
        if line.startswith("    ") and kind != "item":
            if kind != "code":
                yield from finished()
                kind, content = "code", []
            content.append(line[4:])
        elif not line and kind == "code":
            content.append("")
        elif definition:
            yield from finished()
            kind, content = "definition", [definition.group("term") + ": " + definition.group("text")]
        elif item or not line or kind == "code" or SECTION.match(line):
            yield from finished()
            kind = "item" if item else "text"
            content = [item.group("text") if item else line.strip()] if line else []
        else:
            kind = kind or "text"
            content.append(line.strip())
    yield from finished()


def split_parameters(text, names):
    """
    Takes the descriptions of parameters out of a paragraph: what is left, and the descriptions.

    "name: ..." reaches to the next one or to the end, "*name is owned ..." to the end of its sentence.
    """
    if not names:
        return text, {}
    choice = "|".join(names)
    marks = list(re.finditer(r"(?:^|(?<=[.;] )|(?<=[.;]  ))(?:\*?(?P<name>%s): |\*(?P<out>%s) is (?=owned|borrowed))"
                             % (choice, choice), text))
    if not marks:
        return text, {}
    rest, found = [text[:marks[0].start()]], {}
    for mark, following in zip(marks, marks[1:] + [None]):
        described = text[mark.end():following.start() if following else len(text)].strip()
        if mark.group("out"):
            described, *others = re.split(r"(?<=\.)  +", described, maxsplit=1)
            rest += others
        found[mark.group("name") or mark.group("out")] = described
    return "  ".join(part.strip() for part in rest if part.strip()), found


def parse_comment(text, names=()):
    comment = Comment()
    comment.blocks = list(blocks_of(strip_stars(text)))
    for kind, content in comment.blocks:
        if kind == "code":
            comment.examples.append(content)
        elif content.startswith("Source:"):
            comment.source = content[len("Source:"):].strip()
        elif content.startswith("Errors:"):
            comment.errors = content[len("Errors:"):].strip()
        elif content.startswith("Returns"):
            comment.returns = content
            if not comment.paragraphs:
                comment.paragraphs.append(content)  # all there is to say
        else:
            rest, parameters = split_parameters(content, names)
            comment.parameters.update(parameters)
            if rest:
                comment.paragraphs.append(rest)
    return comment


def starts_call(arguments):
    return any(type_.strip() == "connect_done_fn" for type_, _ in arguments)


def described_parameters(comment, arguments):
    """What is known of each argument, in their order."""
    is_start = starts_call(arguments)
    conventions = START_CONVENTIONS if is_start else CONVENTIONS
    described = {}
    for kind, name in arguments:
        text = comment.parameters.get(name)
        # "out", "loop", "done" and "user" are words of any text: "*out" describes an argument, and a start has the others.
        mention = r"\*%s\b" if "**" in kind else r"\b%s\b"
        if text is None and (is_start or not re.search(mention % name, " ".join(comment.paragraphs))):
            text = conventions.get(name)
        if text:
            described[name] = text
    return described


def split_arguments(text):
    """ "const char *a, int b" as pairs of type and name; a pointer to a function is one argument."""
    arguments, depth, start = [], 0, 0
    text = " ".join(text.split())
    for i, char in enumerate(text + ","):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            arguments.append(text[start:i].strip())
            start = i + 1
    pairs = []
    for argument in arguments:
        if argument in ("void", ""):
            continue
        pointer = re.match(r"(.*\(\*)(\w+)(\).*)$", argument)
        if pointer:
            pairs.append((pointer.group(1) + pointer.group(3), pointer.group(2)))
            continue
        name = re.search(r"(\w+)$", argument).group(1)
        pairs.append((argument[:-len(name)].rstrip() + (" " if argument[-len(name) - 1] == " " else ""),
                      name))
    return pairs


def parse_members(body, separator):
    """The members of a struct or the values of an enum, with the comment before or behind each."""
    members, pending = [], ""
    position = 0
    token = re.compile(r"/\*\*?<?(?P<comment>.*?)\*/|(?P<code>[^/%s]+)%s?" % (separator, separator), re.S)
    while position < len(body):
        match = token.match(body, position)
        if not match:
            position += 1
            continue
        position = match.end()
        if match.group("comment") is not None:
            text = " ".join(" ".join(strip_stars(match.group("comment"))).split())
            if match.group(0).startswith("/**<") and members:
                members[-1].comment = text
            else:
                pending = text
            continue
        code = " ".join(match.group("code").split())
        if code:
            members.append(Member(code, "", pending))
            pending = ""
    return members


def name_members(members):
    for member in members:
        pointer = re.search(r"\(\*(\w+)\)", member.declaration)
        plain = re.search(r"(\w+)(?:\[\w*\])?$", member.declaration)
        member.name = pointer.group(1) if pointer else plain.group(1)
    return members


def name_values(values):
    for value in values:
        name, _, number = value.declaration.partition("=")
        value.name, value.declaration = name.strip(), number.strip()
    return values


DECLARATION = re.compile(
    r"(?P<comment>/\*\*(?!<)(?:(?!\*/).)*\*/)?\s*"
    r"(?:CONNECT_API\s+(?P<type>[^(;]*?)(?P<name>connect_\w+)\((?P<arguments>[^;]*)\);"
    r"(?:\s*/\*\*<(?P<trailing>.*?)\*/)?"
    r"|typedef\s+struct\s+\w+\s*\{(?P<struct>.*?)\n\}\s*(?P<struct_name>\w+);"
    r"|typedef\s+enum\s+\w+\s*\{(?P<enum>.*?)\n\}\s*(?P<enum_name>\w+);)", re.S)


def parse_header(path):
    text = Path(path).read_text()
    first = COMMENT.search(text)
    header = Header("connect/" + Path(path).name, parse_comment(first.group("text")))
    for match in DECLARATION.finditer(text, first.end()):
        raw = match.group("comment") or ""
        raw = raw[3:-2] if raw else ""
        if match.group("name"):
            arguments = split_arguments(match.group("arguments"))
            comment = parse_comment(raw or match.group("trailing") or "", [name for _, name in arguments])
            comment.parameters = described_parameters(comment, arguments)
            header.functions.append(Function(match.group("name"), " ".join(match.group("type").split()),
                                             arguments, comment, header.path))
        elif match.group("struct_name"):
            members = name_members(parse_members(match.group("struct"), ";"))
            header.structs.append(Struct(match.group("struct_name"), members, parse_comment(raw), header.path))
        else:
            values = name_values(parse_members(match.group("enum"), ","))
            header.enums.append(Enum(match.group("enum_name"), values, parse_comment(raw), header.path))
    return header


def parse_all(directory):
    return [parse_header(path) for path in sorted(Path(directory).glob("*.h"))]
