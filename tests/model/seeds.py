#!/usr/bin/env python3
"""Makes what fuzz_decode starts from out of the service model: an input and an output of each operation, and its words.

usage: seeds.py [--model MODEL]      writes tests/fuzz/corpus/fuzz_decode/OPERATION.txt and input_OPERATION.txt, and the
                                     end of tests/fuzz/decode.dict
       seeds.py [--model MODEL] --check     tells which files differ from what would be written
"""
import argparse
import json
import os
import sys

import model as reader
from cases import Sampler

FUZZ = os.path.join(reader.HERE, "..", "fuzz")
MARK = "# Of the service model; written by tests/model/seeds.py.\n"


class Short(Sampler):
    """Strings of a few characters: a fuzzer works best on small inputs."""

    def text(self, name, shape, turn, in_uri=False):
        text = super().text(name, shape, turn, in_uri)
        return text if "enum" in shape or "pattern" in shape or shape.get("min", 0) > 5 else text[:5]


def seed(model, line, shape):
    _, wire = Short(model).structure(shape)
    return "%s\n%s" % (line, json.dumps(wire, ensure_ascii=False, separators=(",", ":")))


def words(model):
    names, errors = set(), []
    for name, shape in model["shapes"].items():
        names.update(shape.get("members", {}))
        if "error" in shape:
            errors.append("!" + name)
    lines = ['\\"%s\\":' % name for name in sorted(names)]
    lines += [line + "\\x0a" for line in sorted(model["operations"]) + sorted(errors)]
    return MARK + "".join('"%s"\n' % line for line in lines)


def files(model):
    for name, operation in model["operations"].items():
        folder = os.path.join(FUZZ, "corpus", "fuzz_decode")
        yield os.path.join(folder, name + ".txt"), seed(model, name, reader.output_shape(model, operation))
        yield os.path.join(folder, "input_%s.txt" % name), seed(model, "?" + name, reader.input_shape(model, operation))
    path = os.path.join(FUZZ, "decode.dict")
    with open(path, encoding="utf-8") as file:
        yield path, file.read().split(MARK)[0] + words(model)


def is_current(path, text):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read() == text
    except FileNotFoundError:
        return False


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    stale = [(path, text) for path, text in files(reader.load(options.model)) if not is_current(path, text)]
    for path, text in stale:
        if options.check:
            print("%s is not what seeds.py makes of the model" % os.path.normpath(path))
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    sys.exit(1 if options.check and stale else 0)


if __name__ == "__main__":
    main()
