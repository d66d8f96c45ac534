"use strict";
/*
 * The tables of the library as JavaScript objects: operations, structures and their members.
 *
 * The tables are read once, when the package is loaded.  No operation is known by name here.
 */
const lib = require("./library");

const Kind = Object.freeze({
    OTHER: 0, // a kind newer than this package: passed on as JSON has it
    STRING: 1,
    BOOL: 2,
    INT32: 3,
    INT64: 4,
    DOUBLE: 5,
    TIME: 6,
    ENUM: 7,
    STRUCT: 8,
    STRING_LIST: 9,
    STRUCT_LIST: 10,
    MAP: 11,
});
const KINDS = new Set(Object.values(Kind));

/* "max_results" to "maxResults". */
function camelCase(cName) {
    return cName.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/* "maxResults" to "max_results". */
function snakeCase(name) {
    return name.replace(/[A-Z]/g, (letter) => "_" + letter.toLowerCase());
}

/* "connect_instance_summary" to "InstanceSummary". */
function className(cName) {
    const name = camelCase(cName.replace(/^connect_/, ""));
    return name[0].toUpperCase() + name.slice(1);
}

/* All results of an accessor that takes an index. */
function each(get, owner) {
    const found = [];
    for (let item = get(owner, 0); item !== null; item = get(owner, found.length)) {
        found.push(item);
    }
    return found;
}

function limit(get, member) {
    const out = [0];
    return get(member, out) ? out[0] : null;
}

class Shape {
    constructor(name, isUnion, members) {
        this.name = name;
        this.isUnion = isUnion;
        this.members = members;
        this.byName = new Map();
        for (const member of members) {
            this.byName.set(member.name, member).set(member.attribute, member);
        }
    }

    /* A member by its name in the API or in JavaScript. */
    find(name) {
        return this.byName.get(name);
    }
}

const shapes = new Map();
const byPointer = new Map();

function readMember(pointer) {
    const shape = lib.member_shape(pointer);
    const kind = lib.member_kind(pointer);
    return Object.freeze({
        name: lib.member_name(pointer),
        attribute: camelCase(lib.member_c_name(pointer)),
        kind: KINDS.has(kind) ? kind : Kind.OTHER,
        isRequired: lib.member_is_required(pointer),
        isSensitive: lib.member_is_sensitive(pointer),
        isClientToken: lib.member_is_client_token(pointer),
        minimum: limit(lib.member_min, pointer),
        maximum: limit(lib.member_max, pointer),
        pattern: lib.member_pattern(pointer),
        values: Object.freeze(each(lib.member_value, pointer)),
        shape: shape === null ? null : readShape(shape),
        offset: lib.member_offset(pointer),
        countOffset: lib.member_count_offset(pointer),
        textOffset: lib.member_text_offset(pointer),
    });
}

function readShape(pointer) {
    let shape = byPointer.get(pointer);
    if (shape === undefined) {
        const name = className(lib.shape_name(pointer));
        const members = each(lib.shape_member, pointer).map(readMember);
        shape = Object.freeze(new Shape(name, lib.shape_is_union(pointer), Object.freeze(members)));
        byPointer.set(pointer, shape);
        shapes.set(name, shapes.get(name) ?? shape);
    }
    return shape;
}

function readOperation(pointer) {
    const name = lib.operation_name(pointer);
    const output = readShape(lib.operation_output(pointer));
    const pageMember = lib.operation_page_member(pointer);
    return Object.freeze({
        name,
        method: name[0].toLowerCase() + name.slice(1),
        summary: lib.operation_summary(pointer),
        input: readShape(lib.operation_input(pointer)),
        output,
        errors: Object.freeze(each(lib.operation_error, pointer)),
        pageMember: pageMember === null ? null : output.find(lib.member_name(pageMember)),
    });
}

const operations = new Map();
for (let next = lib.operation_next(null); next !== null; next = lib.operation_next(next)) {
    const operation = readOperation(next);
    operations.set(operation.name, operation);
}

module.exports = { Kind, camelCase, operations, shapes, snakeCase };
