"use strict";
/*
 * The base class of all structures, and their conversion to and from the API's JSON.
 */
const util = require("node:util");
const { Kind, shapes } = require("./model");

const UNKNOWN = Symbol("members that the library does not know");
const EMPTY_LIST = Object.freeze([]);
const EMPTY_MAP = Object.freeze({});

class Structure {
    constructor(members = {}) {
        const shape = this.constructor.shape;
        for (const [name, value] of Object.entries(members)) {
            if (shape.find(name)?.attribute !== name) {
                throw new TypeError(`${shape.name} has no member "${name}"`);
            }
            if (value !== undefined && value !== null) {
                this[name] = value;
            }
        }
        Object.freeze(this);
    }

    /* The form of the API's JSON: API member names, times as ISO 8601. */
    toJSON() {
        return encode(this.constructor.shape, this, true);
    }

    [util.inspect.custom](depth, options, inspect) {
        const shown = {};
        for (const [name, value] of Object.entries(this)) {
            shown[name] = this.constructor.shape.find(name)?.isSensitive ? "..." : value;
        }
        return `${this.constructor.name} ${inspect(shown, options)}`;
    }
}

function defaultOf(member) {
    if (member.kind === Kind.STRING_LIST || member.kind === Kind.STRUCT_LIST) {
        return EMPTY_LIST;
    }
    return member.kind === Kind.MAP ? EMPTY_MAP : undefined;
}

function makeClass(shape) {
    const made = { [shape.name]: class extends Structure {} }[shape.name];
    Object.defineProperty(made, "shape", { value: shape });
    for (const member of shape.members) {
        // Writable, or the constructor could not set a property of this name.
        Object.defineProperty(made.prototype, member.attribute, { value: defaultOf(member), writable: true });
    }
    return made;
}

const classes = Object.freeze(
    Object.fromEntries([...shapes.values()].map((shape) => [shape.name, makeClass(shape)])),
);

/* ---- to JSON ---- */

function encodeValue(member, value, keep) {
    if (value instanceof Date) {
        return value.toISOString();
    }
    if (member.kind === Kind.DOUBLE && typeof value === "number" && !Number.isFinite(value)) {
        return String(value);
    }
    if (member.kind === Kind.STRUCT) {
        return encode(member.shape, value, keep);
    }
    if (member.kind === Kind.STRUCT_LIST && Array.isArray(value)) {
        return value.map((element) => encode(member.shape, element, keep));
    }
    return value;
}

/*
 * Converts a structure or a plain object, whose names may be those of JavaScript or of the API, to
 * the form of JSON; the library validates unknown names and types.  keep: include the members of a
 * response that the library does not know, which requests may not have.
 */
function encode(shape, value, keep = false) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
        return value;
    }
    const encoded = keep ? { ...value[UNKNOWN] } : {};
    for (const [name, element] of Object.entries(value)) {
        const member = shape.find(name);
        if (element !== undefined && element !== null) {
            encoded[member?.name ?? name] = member ? encodeValue(member, element, keep) : element;
        }
    }
    return encoded;
}

/* ---- from JSON ---- */

function decodeTime(value) {
    const time = new Date(value);
    return Number.isNaN(time.getTime()) ? value : time; // a year out of the range of Date
}

function decodeValue(member, value) {
    switch (member.kind) {
        case Kind.TIME:
            return decodeTime(value);
        case Kind.DOUBLE:
            return Number(value);
        case Kind.STRUCT:
            return decode(member.shape, value);
        case Kind.STRUCT_LIST:
            return Object.freeze(value.map((element) => decode(member.shape, element)));
        case Kind.STRING_LIST:
        case Kind.MAP:
            return Object.freeze(value);
        default:
            return value;
    }
}

/* Makes a structure from the JSON that the library returned; unknown members are kept. */
function decode(shape, members, metadata) {
    const known = {};
    const unknown = {};
    for (const [name, value] of Object.entries(members)) {
        const member = shape.find(name);
        if (member?.name !== name) {
            unknown[name] = value;
        } else if (value !== null) {
            known[member.attribute] = decodeValue(member, value);
        }
    }
    return build(shape, known, metadata, unknown);
}

/* A frozen structure; what is not a member of the API is not enumerable. */
function build(shape, members, metadata, unknown = {}) {
    const found = Object.create(classes[shape.name].prototype);
    for (const [name, value] of Object.entries(members)) {
        if (value !== undefined && value !== null) {
            found[name] = value;
        }
    }
    Object.defineProperty(found, UNKNOWN, { value: unknown });
    if (metadata !== undefined) {
        Object.defineProperty(found, "responseMetadata", { value: Object.freeze(metadata) });
    }
    return Object.freeze(found);
}

module.exports = { Structure, build, classes, decode, encode };
