"""Strings that match a regular expression of the service model, and whether a string does.

Only what the model's expressions use is understood: literals, ".", classes, the escapes \\d \\s \\S \\p{L} \\p{N} \\p{Z},
groups, alternatives, negative lookahead and the quantifiers * + ? {m} {m,n}.
"""
import re
import unicodedata

SETS = {"d": "0123456789", "s": " \t", "S": "xé~7日", "p": "bZ7é日 "}


def matches(expression, text):
    """By Python's own matcher, which has no \\p: other letters, numbers and separators become one private character."""
    def known(c):
        return "\ue000" if not c.isascii() and unicodedata.category(c)[0] in "LZN" else c

    if r"\p{" in expression:
        expression = expression.replace(r"\p{L}\p{Z}\p{N}", "a-zA-Z0-9 \ue000")
        text = "".join(map(known, text))
    # A "$" of Python's also matches before a line feed at the end.
    return re.fullmatch(expression.replace("$", r"\Z"), text, re.ASCII) is not None


class Sampler:
    """Walks over an expression and chooses; `choose(n)` gives a number below n."""

    def __init__(self, expression, choose):
        self.expression, self.at, self.choose = expression, 0, choose

    def peek(self):
        return self.expression[self.at] if self.at < len(self.expression) else ""

    def take(self):
        self.at += 1
        return self.expression[self.at - 1]

    def pick(self, characters):
        return characters[self.choose(len(characters))]

    def escape(self):
        letter = self.take()
        if letter == "p":
            self.at = self.expression.index("}", self.at) + 1
        return SETS.get(letter, letter)

    def char_class(self):
        negated, items = self.peek() == "^", []
        if negated:
            self.take()
        while self.peek() != "]":
            c = self.take()
            if c == "\\":
                items.append(self.escape())
            elif self.peek() == "-" and self.expression[self.at + 1] != "]":
                self.take()
                items.append([chr(code) for code in range(ord(c), ord(self.take()) + 1)])
            else:
                items.append(c)
        self.take()
        return self.pick("jane+7ø") if negated else self.pick(self.pick(items))

    def atom(self):
        c = self.take()
        if c == "(":
            ahead, choose = self.expression.startswith("?!", self.at), self.choose
            if ahead:
                self.at += 2
                self.choose = lambda n: 0
            text = self.alternatives()
            self.take()
            self.choose = choose
            return "" if ahead else text
        if c in "^$":
            return ""
        if c == "[":
            return self.char_class()
        if c == "\\":
            return self.pick(self.escape())
        return self.pick("a é%") if c == "." else c

    def count(self):
        found = re.compile(r"\{(\d+)(?:,(\d+))?\}|[*+?]").match(self.expression, self.at)
        if not found:
            return 1
        self.at = found.end()
        if found.group(1):
            low = int(found.group(1))
            return low + self.choose(int(found.group(2) or low) - low + 1)
        low = int(found.group() == "+")
        return low + self.choose(2 if found.group() == "?" else 4)

    def sequence(self):
        text = ""
        while self.peek() not in ("", "|", ")"):
            begin = self.at
            pieces = [self.atom()]
            end, count = self.at, self.count()
            behind, self.at = self.at, end
            for _ in range(count - 1):
                self.at = begin
                pieces.append(self.atom())
            self.at = behind
            text += "".join(pieces[:count])
        return text

    def alternatives(self):
        texts = [self.sequence()]
        while self.peek() == "|":
            self.take()
            texts.append(self.sequence())
        return self.pick(texts)


def sample(expression, choose):
    """A string that matches; lookaheads and limits of length are the caller's to check."""
    return Sampler(expression, choose).alternatives()


def fitting(expression, low, high, turn):
    """The same string for the same turn, with low..high characters."""
    state = [turn * 2654435761 + 1]

    def choose(n):
        state[0] = (state[0] * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (state[0] >> 33) % n

    for _ in range(10000):
        text = sample(expression, choose)
        if low <= len(text) <= high and matches(expression, text):
            return text
    raise ValueError("no sample of " + expression)
