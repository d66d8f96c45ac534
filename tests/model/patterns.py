#!/usr/bin/env python3
"""Compares the library's pattern matcher with Python's: strings that match, the same with small faults, and long ones,
for the expressions of the service model and for random ones of the same kind.

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


def random_class(dice):
    items = dice.sample(("a", "b", "_", ".", "(", ")", "|", "a-c", "X-Z", "0-8", r"\d", r"\s", r"\S", r"\]", r"\-", r"\[",
                         r"\\", r"\p{L}\p{Z}\p{N}"), dice.randint(1, 4))
    return "[" + dice.choice(("", "", "^")) + "".join(items) + dice.choice(("", "", "-")) + "]"


def random_atom(dice, depth):
    kind = dice.randrange(10 if depth else 7)
    if kind == 9:
        return "(?!" + random_expression(dice, depth - 1) + ")"
    if kind < 7:
        atom = (random_class(dice) if kind < 3 else dice.choice(("a", "b", "-", "0", " ", ".", r"\.", r"\(", r"\)", r"\[",
                                                                r"\]", r"\|", r"\d", r"\s", r"\S", r"\\",
                                                                r"[\p{L}\p{Z}\p{N}]")))
    else:
        atom = "(" + random_expression(dice, depth - 1) + ")"
    return atom + dice.choice(("", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,3}"))


def random_expression(dice, depth):
    alternatives = ["".join(random_atom(dice, depth) for _ in range(dice.randint(0, 3)))
                    for _ in range(dice.choice((1, 1, 1, 2, 3)))]
    return dice.choice(("", "", "", "", "^")) + "|".join(alternatives) + dice.choice(("", "", "", "", "$"))


def random_cases(dice, rounds):
    """Short ones: Python tries one path after the other."""
    for _ in range(rounds):
        expression = random_expression(dice, 2)
        text = sample(expression, dice.randrange)[:7]
        yield from ((expression, case) for case in (text, with_fault(dice, text)[:7], "a" * dice.randint(0, 6), "\n"))


def main():
    program, rounds, dice = sys.argv[1], int(sys.argv[2]), random.Random(int(sys.argv[3]))
    cases = [(expression, text) for expression in reader.PATTERNS for text in strings(dice, expression, rounds)]
    cases += random_cases(dice, 20 * rounds)
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
