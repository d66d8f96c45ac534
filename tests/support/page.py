#!/usr/bin/env python3
"""
Runs what a page in Markdown shows: writes its files, executes its commands, compares their output.

usage: page.py [--port N]... PAGE DIRECTORY
       page.py --output-of COMMAND PAGE <OUTPUT    only compares what COMMAND printed

A page has, besides prose:

    <!-- file: NAME -->       the code block that follows is written to NAME in DIRECTORY
    ```console                commands behind "$ ", each with its output; a command that ends in a
                              backslash goes on in the next line; "..." stands for any lines
    <!-- hidden: ... -->      the same, not shown to readers: what only a test needs
    <!-- elsewhere: WHY -->  the commands of the code block that follows are not run here
    <!-- needs: COMMAND... -->
                              what follows, up to the next heading, is skipped where one is missing;
                              a path is that of a file

All commands of a page run in one shell.  A command that fails is a finding, unless its line has
"||".  One that ends in "&" is left running, and its output is what arrives until its lines are
there.  Ids, times, durations and ports may differ.  --port N: that number stands for a free port.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue

COMMAND_SECONDS = 180
MARK = "page.py: done "


# ---- the page ----

class Step:
    def __init__(self, line, number):
        self.command, self.number, self.expected = line, number, []


def console_steps(lines, number):
    """The commands of a block, each with the lines that it should print."""
    steps, continues = [], False
    for offset, line in enumerate(lines):
        if continues:
            steps[-1].command += "\n" + line
        elif line.startswith("$ "):
            steps.append(Step(line[2:], number + offset))
        elif steps:
            steps[-1].expected.append(line)
        else:
            raise ValueError("line %d: output without a command" % (number + offset))
        continues = (continues or line.startswith("$ ")) and line.endswith("\\")
    return steps


def parse(text):
    """
    Yields ("needs", commands), ("heading", title), ("file", (name, text)), ("step", Step) and, for what
    is not run here, ("elsewhere", Step).
    """
    lines = iter(enumerate(text.split("\n"), 1))
    name, kind = None, "step"
    for number, line in lines:
        needs = re.fullmatch(r"<!-- needs: (.*) -->", line)
        file = re.fullmatch(r"<!-- file: (\S+) -->", line)
        if line.startswith("#"):
            yield "heading", line.lstrip("# ")
        elif needs:
            yield "needs", needs.group(1).split()
        elif file:
            name = file.group(1)
        elif line.startswith("<!-- elsewhere:"):
            kind = "elsewhere"
        elif line.startswith("<!-- hidden:"):
            block = []
            while "-->" not in (line := next(lines)[1]):
                block.append(line)
            yield from (("step", step) for step in console_steps(block, number + 1))
        elif line.startswith("```"):
            language, block = line[3:].strip(), []
            while (line := next(lines)[1]) != "```":
                block.append(line)
            if name:
                yield "file", (name, "\n".join(block) + "\n")
            elif language == "console":
                yield from ((kind, step) for step in console_steps(block, number + 1))
            name, kind = None, "step"


# ---- what may differ ----

DIFFERS = [
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d| UTC)?"), "TIME"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    (re.compile(r"\b\d+(\.\d+)? (ms|s)\b"), "DURATION"),
    (re.compile(r"[ \t]+$"), ""),
]


def normalised(lines):
    for line in lines:
        for pattern, replacement in DIFFERS:
            line = pattern.sub(replacement, line)
        yield line


def matches(expected, actual):
    """Whether the lines are the same; "..." matches any number of lines."""
    expected, actual = list(normalised(expected)), list(normalised(actual))
    while expected and not expected[-1]:
        expected.pop()
    while actual and not actual[-1]:
        actual.pop()
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(line + "\n" for line in actual)) is not None


# ---- the shell ----

class Shell:
    """One bash for all commands; what it and its children print arrives in a queue, line by line."""

    def __init__(self, directory):
        commands, self.commands = os.pipe()
        loop = "while IFS= read -r -d '' -u %d command; do eval \"$command\"; status=$?; done" % commands
        self.process = subprocess.Popen(["bash", "-c", loop], cwd=directory, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        start_new_session=True, pass_fds=[commands])
        os.close(commands)
        self.lines = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.decode("utf-8", "replace").rstrip("\n"))

    def _send(self, text):
        os.write(self.commands, text.encode() + b"\0")

    def _collect(self, is_last, seconds):
        collected, end = [], time.monotonic() + seconds
        while not is_last(collected):
            try:
                collected.append(self.lines.get(timeout=max(0.01, end - time.monotonic())))
            except Empty:
                break
        return collected

    def run(self, step):
        """The lines that a command prints, and its exit status."""
        self._send(step.command)
        output = []
        if step.command.rstrip().endswith("&"):
            output = self._collect(lambda lines: len(lines) >= len(step.expected), 30)
        self._send("printf '\\n%s%s\\n' '" + MARK + "' \"$status\"")
        output += self._collect(lambda lines: lines and lines[-1].startswith(MARK), COMMAND_SECONDS)
        if not output or not output[-1].startswith(MARK):
            raise TimeoutError("line %d: \"%s\" does not end" % (step.number, step.command))
        status = int(output.pop()[len(MARK):])
        if output and output[-1] == "":
            output.pop()
        return output, status

    def close(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        self.process.wait()


def works(command):
    """Whether a tool is here; that of a version manager may be a script that only says what is missing."""
    if command.startswith("/"):
        return os.path.exists(command)
    return any(subprocess.run([command, flag], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0
               for flag in ("--version", "version") if shutil.which(command))


# ---- ports ----

def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Ports:
    def __init__(self, numbers):
        self.free = {str(number): str(free_port()) for number in numbers}

    def in_text(self, text):
        for shown, free in self.free.items():
            text = re.sub(r"\b%s\b" % shown, free, text)
        return text


# ---- main ----

class Run:
    def __init__(self, page, directory, numbers):
        self.page, self.directory, self.ports = page, Path(directory), Ports(numbers)
        self.shell = Shell(directory)
        self.findings = self.commands = 0
        self.heading, self.skipping = "", False

    def report(self, step, output, status):
        self.findings += 1
        print("%s:%d: $ %s" % (self.page, step.number, step.command))
        print("".join("  expected: %s\n" % line for line in step.expected), end="")
        print("".join("  printed:  %s\n" % line for line in output), end="")
        print("  exit status %d" % status)

    def step(self, step):
        step.command = self.ports.in_text(step.command)
        step.expected = [self.ports.in_text(line) for line in step.expected]
        output, status = self.shell.run(step)
        self.commands += 1
        if not matches(step.expected, output) or (status != 0 and "||" not in step.command):
            self.report(step, output, status)

    def all(self):
        for kind, content in parse(Path(self.page).read_text(encoding="utf-8")):
            if kind == "heading":
                self.heading, self.skipping = content, False
            elif kind == "needs":
                missing = [command for command in content if not works(command)]
                if missing and not self.skipping:
                    self.skipping = True
                    print("SKIP: %s: %s is not here" % (self.heading, missing[0]))
            elif kind == "file" and not self.skipping:
                (self.directory / content[0]).write_text(self.ports.in_text(content[1]), encoding="utf-8")
            elif kind == "step" and not self.skipping:
                self.step(content)


def compare_output(page, command, output):
    """Exits with 0 if the page shows this output for the command."""
    steps = [content for kind, content in parse(Path(page).read_text(encoding="utf-8"))
             if kind in ("step", "elsewhere") and content.command == command]
    if not steps:
        sys.exit("%s does not show \"%s\"" % (page, command))
    if not matches(steps[0].expected, output):
        sys.exit("%s:%d: \"%s\" prints something else" % (page, steps[0].number, command))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", action="append", type=int, default=[])
    parser.add_argument("--output-of")
    parser.add_argument("page")
    parser.add_argument("directory", nargs="?")
    arguments = parser.parse_args()
    if arguments.output_of:
        compare_output(arguments.page, arguments.output_of, sys.stdin.read().split("\n"))
        return
    run = Run(arguments.page, arguments.directory, arguments.port)
    try:
        run.all()
    finally:
        run.shell.close()
    print("%s: %d commands, %d findings" % (arguments.page, run.commands, run.findings))
    sys.exit(1 if run.findings or not run.commands else 0)


main()
