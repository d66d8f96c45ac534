#!/usr/bin/env python3
"""
Records a command in a terminal and writes it as an SVG whose lines appear when they did.

usage: recording.py TITLE OUTPUT -- COMMAND...
  The picture of the README: docs/recording.py "./bootstrap demo" docs/demo.svg -- examples/demo.sh build

The command runs under a pseudo-terminal of 100 columns, with an empty environment but for PATH and
LANG.  The picture has no script and no external resource.  It shows all lines at once to readers who prefer
reduced motion and in viewers without animation.
"""

import html
import os
import pty
import re
import select
import subprocess
import sys
import time

COLUMNS = 100
LINE_HEIGHT = 18
CHARACTER = 8.4
MARGIN = 16
TITLE_BAR = 32
PAUSE_LIMIT = 1.5  # seconds: longer pauses are cut
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")


def record(command):
    """Pairs of time in seconds and line, and the exit status."""
    master, slave = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "dumb", "COLUMNS": str(COLUMNS)}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True)
    os.close(slave)
    start, pending, lines = time.monotonic(), "", []
    while True:
        ready, _, _ = select.select([master], [], [], 60)
        try:
            data = os.read(master, 65536) if ready else b""
        except OSError:  # the other side is closed
            data = b""
        if not data:
            break
        pending += data.decode("utf-8", "replace")
        *whole, pending = pending.split("\n")
        now = time.monotonic() - start
        lines += [(now, ESCAPES.sub("", line).split("\r")[-1 if not line.endswith("\r") else -2]) for line in whole]
    os.close(master)
    return lines, process.wait()


def shorten_pauses(lines):
    shortened, last, clock = [], 0.0, 0.0
    for moment, line in lines:
        clock += min(moment - last, PAUSE_LIMIT)
        last = moment
        shortened.append((clock, line))
    return shortened


def svg(title, lines):
    height = TITLE_BAR + MARGIN + LINE_HEIGHT * (len(lines) + 1) + MARGIN
    width = COLUMNS * CHARACTER + 2 * MARGIN
    yield ('<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="%d" height="%d" viewBox="0 0 %d %d" role="img" '
           'aria-label="%s">' % (width, height, width, height, html.escape(title, quote=True)))
    yield ("<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d6deeb;white-space:pre}"
           ".p{fill:#7fdbca}.l{animation:a .01s backwards}@keyframes a{from{opacity:0}}"
           "@media(prefers-reduced-motion){.l{animation:none}}</style>")
    yield '<rect width="100%" height="100%" rx="8" fill="#0d1b2a"/>'
    for i, colour in enumerate(("#ff5f56", "#ffbd2e", "#27c93f")):
        yield '<circle cx="%d" cy="16" r="6" fill="%s"/>' % (20 + 20 * i, colour)
    y = TITLE_BAR + MARGIN
    yield '<text x="%d" y="%d"><tspan class="p">$ </tspan>%s</text>' % (MARGIN, y, html.escape(title))
    for moment, line in lines:
        y += LINE_HEIGHT
        if line.strip():
            kind = "l p" if re.match(r"\d+\. ", line) else "l"
            yield '<text class="%s" x="%d" y="%d" style="animation-delay:%.1fs">%s</text>' % (
                kind, MARGIN, y, moment + 0.5, html.escape(line.rstrip()))
    yield "</svg>"


def main():
    title, output, separator, *command = sys.argv[1:]
    if separator != "--" or not command:
        sys.exit(__doc__)
    lines, status = record(command)
    if status != 0:
        sys.exit("%s ended with status %d" % (command[0], status))
    wide = [line for _, line in lines if len(line) > COLUMNS]
    if wide:
        sys.exit("wider than %d columns: %s" % (COLUMNS, wide[0]))
    with open(output, "w", encoding="utf-8") as file:
        file.write("\n".join(svg(title, shorten_pauses(lines))) + "\n")


main()
