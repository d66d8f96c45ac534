"use strict";
/*
 * Converts C structs to objects by the offsets in the tables, for the few functions that return a
 * struct and not JSON.
 */
const koffi = require("koffi");
const lib = require("./library");
const { metadataOf } = require("./core");
const { Kind } = require("./model");
const { build } = require("./structure");

const OPTIONALS = {
    [Kind.BOOL]: lib.OptBool,
    [Kind.INT32]: lib.OptInt32,
    [Kind.INT64]: lib.OptInt64,
    [Kind.TIME]: lib.OptInt64,
    [Kind.DOUBLE]: lib.OptDouble,
};

function readOptional(member, base) {
    const found = koffi.decode(base, Number(member.offset), OPTIONALS[member.kind]);
    if (!found.is_set) {
        return undefined;
    }
    return member.kind === Kind.TIME ? new Date(Number(found.value)) : found.value;
}

function readPointers(member, base) {
    const items = koffi.decode(base, Number(member.offset), "void *");
    const count = Number(koffi.decode(base, Number(member.countOffset), "size_t"));
    return items === null ? undefined : count === 0 ? [] : koffi.decode(items, "void *", count);
}

function readMember(member, base) {
    switch (member.kind) {
        case Kind.OTHER:
            return undefined;
        case Kind.STRING:
            return koffi.decode(base, Number(member.offset), "str");
        case Kind.ENUM:
            return koffi.decode(base, Number(member.textOffset), "str");
        case Kind.STRUCT: {
            const nested = koffi.decode(base, Number(member.offset), "void *");
            return nested === null ? undefined : read(member.shape, nested);
        }
        case Kind.STRING_LIST:
            return readPointers(member, base)?.map((item) => koffi.decode.string(item));
        case Kind.STRUCT_LIST:
            return readPointers(member, base)?.map((item) => read(member.shape, item));
        case Kind.MAP: {
            const pairs = readPointers(member, base)?.map((item) => koffi.decode(item, lib.Pair));
            return pairs && Object.fromEntries(pairs.map((pair) => [pair.key, pair.value]));
        }
        default:
            return readOptional(member, base);
    }
}

/* Makes an object from the struct at an address; all values are copied. */
function read(shape, base, metadata) {
    const members = shape.members.map((member) => [member.attribute, readMember(member, base)]);
    return build(shape, Object.fromEntries(members), metadata);
}

/* Makes an object from an owned response and frees the response. */
function take(shape, block) {
    try {
        return read(shape, block, metadataOf(block));
    } finally {
        lib.free(block);
    }
}

module.exports = { take };
