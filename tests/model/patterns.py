#!/usr/bin/env python3
"""Compares the library's pattern matcher with Python's: strings that match, the same with small faults, and long ones.

usage: patterns.py PROGRAM ROUNDS SEED      PROGRAM is tests/pattern_match
"""
import random
import subprocess
import sys

import model as reader
from sample import matches, sample

FAULTS = "aZ0-_.:/@ \t\n~é日😹"


def with_fault(dice, text):
    at, c = dice.randrange(len(text) + 1), dice.choice(FAULTS)
    return dice.choice((text[:at] + c + text[at:], text[:at] + text[at + 1:], text[:at] + c + text[at + 1:],
                        text[:at], text + text, c + text, text + c))


def strings(dice, expression, rounds):
    yield from ("", " ", "a", "\n")
    # Slow for a matcher that tries one path after the other.
    yield from ("a" * 4000 + "!", "a@" + "." * 4000 + " ", "-a" * 2000 + "-")
    for _ in range(rounds):
        text = sample(expression, dice.randrange)
        yield text
        yield with_fault(dice, text)
        yield with_fault(dice, with_fault(dice, text))


def main():
    program, rounds, dice = sys.argv[1], int(sys.argv[2]), random.Random(int(sys.argv[3]))
    cases = [(expression, text) for expression in reader.PATTERNS for text in strings(dice, expression, rounds)]
    lines = "".join("%s\t%s\n" % (expression, text.encode().hex()) for expression, text in cases)
    found = subprocess.run([program], input=lines, capture_output=True, text=True, check=True).stdout.split("\n")
    wrong, good = 0, 0
    for (expression, text), response in zip(cases, found):
        expected = "1" if matches(expression, text) else "0"
        good += expected == "1"
        if response != expected:
            wrong += 1
            print("%s: %r: the library says %s, Python %s" % (expression, text[:100], response, expected))
    print("%d strings, %d of which match" % (len(cases), good))
    sys.exit(1 if wrong or not good else 0)


if __name__ == "__main__":
    main()
