#!/usr/bin/env python3
"""
Doxygen's input filter: gives the comments of the public headers Doxygen's commands.

usage: doxygen_filter.py FILE    prints FILE

In a page in Markdown, headings that the page links to get the names that its links use.
"""

import re
import sys
from pathlib import Path

import headers


def command_lines(comment, names):
    """The comment of a function, as Doxygen wants it."""
    for kind, content in comment.blocks:
        if kind == "code":
            yield "@code{.c}\n%s\n@endcode" % content
        elif content.startswith("Source:"):
            yield "@par Source\n" + content[len("Source:"):].strip()
        elif content.startswith("Errors:"):
            yield "@par Errors\n" + content[len("Errors:"):].strip()
        elif content.startswith("Returns"):
            yield "@return " + content[len("Returns"):].strip()
        else:
            rest, _ = headers.split_parameters(content, names)
            if rest:
                yield ("- " if kind == "item" else "") + rest
    # Doxygen wants all arguments described or none; otherwise they are a list.
    template = "@param %s %s" if all(name in comment.parameters for name in names) else "- `%s`: %s"
    for name, text in comment.parameters.items():
        yield template % (name, text)


def plain(text):
    """What Doxygen would take for a command or for HTML is neither."""
    return re.sub(r"([<>\\]|@(?!param|return|par|code|endcode))", r"\\\1", text)


def rewrite(match):
    if not match.group("comment") or not match.group("name"):
        return match.group(0)
    arguments = headers.split_arguments(match.group("arguments"))
    names = [name for _, name in arguments]
    comment = headers.parse_comment(match.group("comment")[3:-2], names)
    comment.parameters = headers.described_parameters(comment, arguments)
    body = "\n\n".join(line if line.startswith("@code") else plain(line) for line in command_lines(comment, names))
    declaration = match.group(0)[match.end("comment") - match.start():]
    return "/**\n%s\n*/%s" % (body, declaration)


def slug(heading):
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def rewrite_page(text, page):
    """Names of anchors are unique among all pages only with that of their page."""
    linked = set(re.findall(r"\]\(#([\w-]+)\)", text))
    in_code = False
    for line in text.split("\n"):
        if line.startswith("```"):
            in_code = not in_code
        heading = re.fullmatch(r"(#+ (.*))", line)
        if heading and not in_code and slug(heading.group(2)) in linked:
            line += " {#%s-%s}" % (page, slug(heading.group(2)))
        yield re.sub(r"\]\(#([\w-]+)\)", r"](#%s-\1)" % page, line)


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".md"):
        sys.stdout.write("\n".join(rewrite_page(text, Path(path).stem.lower())))
        return
    if not path.endswith(".h"):
        sys.stdout.write(text)
        return
    # The comment at the top is about the file.
    text = re.sub(r"\A/\*\n", "/** @file\n", text, count=1)
    sys.stdout.write(headers.DECLARATION.sub(rewrite, text))


main()
