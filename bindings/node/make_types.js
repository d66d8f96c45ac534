"use strict";
/*
 * Writes operations.d.ts from the tables of the loaded library: the declarations of the classes and
 * methods that the package makes when it is loaded.
 *
 * usage: node make_types.js [FILE]     default: lib/operations.d.ts
 */
const fs = require("node:fs");
const path = require("node:path");
const { Kind, operations, shapes } = require("./lib/model");

const SCALARS = {
    [Kind.STRING]: "string",
    [Kind.BOOL]: "boolean",
    [Kind.INT32]: "number",
    [Kind.INT64]: "number",
    [Kind.DOUBLE]: "number",
    [Kind.OTHER]: "any",
};

/* The type of a member of a result; an enum may have values that the library does not know. */
function resultType(member) {
    switch (member.kind) {
        case Kind.TIME:
            return "Date";
        case Kind.ENUM:
            return "string";
        case Kind.STRUCT:
            return member.shape.name;
        case Kind.STRING_LIST:
            return "readonly string[]";
        case Kind.STRUCT_LIST:
            return `readonly ${member.shape.name}[]`;
        case Kind.MAP:
            return "Readonly<Record<string, string>>";
        default:
            return SCALARS[member.kind];
    }
}

/* The type of a member of an input. */
function inputType(member) {
    switch (member.kind) {
        case Kind.TIME:
            return "Date | string";
        case Kind.ENUM:
            return member.values.map((value) => JSON.stringify(value)).join(" | ");
        case Kind.STRUCT:
            return member.shape.name + "Input";
        case Kind.STRUCT_LIST:
            return `readonly ${member.shape.name}Input[]`;
        default:
            return resultType(member);
    }
}

const ALWAYS = new Set([Kind.STRING_LIST, Kind.STRUCT_LIST, Kind.MAP]);
const UNITS = {
    [Kind.STRING]: " characters",
    [Kind.STRING_LIST]: " elements",
    [Kind.STRUCT_LIST]: " elements",
    [Kind.MAP]: " entries",
};

function limits({ kind, minimum, maximum }) {
    const unit = UNITS[kind] ?? "";
    if (maximum !== null) {
        return [`${minimum ?? 0}..${maximum}${unit}`];
    }
    return minimum === null ? [] : [`at least ${minimum}${unit}`];
}

function comment(member) {
    const parts = limits(member);
    if (member.pattern !== null) {
        parts.push(member.pattern);
    }
    if (member.isClientToken) {
        parts.push("generated if absent");
    }
    return parts.length === 0 ? [] : [`    /** ${parts.join("; ")} */`];
}

function resultClass(shape) {
    const members = shape.members.map((member) => {
        const mark = ALWAYS.has(member.kind) ? "" : "?";
        return `    readonly ${member.attribute}${mark}: ${resultType(member)};`;
    });
    return [
        `export class ${shape.name} extends Structure {`,
        `    constructor(members?: Partial<Omit<${shape.name}, keyof Structure>>);`,
        ...members,
        "}",
        "",
    ];
}

function inputInterface(shape) {
    const members = shape.members.flatMap((member) => [
        ...comment(member),
        `    ${member.attribute}${member.isRequired ? "" : "?"}: ${inputType(member)};`,
    ]);
    return [`export interface ${shape.name}Input {`, ...members, "}", ""];
}

/* Shapes that a request can hold. */
function inputShapes() {
    const found = new Map();
    const visit = (shape) => {
        if (shape !== null && !found.has(shape.name)) {
            found.set(shape.name, shape);
            shape.members.forEach((member) => visit(member.shape));
        }
    };
    for (const operation of operations.values()) {
        visit(operation.input);
    }
    return found;
}

function itemType(member) {
    return member.shape?.name ?? "string";
}

function methods(operation) {
    const { input, output, pageMember } = operation;
    const mark = input.members.some((member) => member.isRequired) ? "" : "?";
    const errors = operation.errors.length === 0 ? "" : `  Errors of the service: ${operation.errors.join(", ")}.`;
    const lines = [
        `    /** ${operation.summary}${errors} */`,
        `    ${operation.method}(members${mark}: ${input.name}Input, options?: CallOptions): Promise<${output.name}>;`,
    ];
    if (pageMember !== null) {
        const pager = `Pager<${itemType(pageMember)}, ${output.name}>`;
        lines.push(
            `    /** ${operation.summary}  Iterates over all items. */`,
            `    ${operation.method}Pages(members${mark}: ${input.name}Input, options?: PagerOptions): ${pager};`,
        );
    }
    return lines;
}

function declarations() {
    const byName = [...shapes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const inputs = inputShapes();
    return [
        "/* Made by make_types.js; do not edit. */",
        'import { CallOptions, Pager, PagerOptions, Structure } from "./index";',
        "",
        ...byName.flatMap((shape) => [
            ...resultClass(shape),
            ...(inputs.has(shape.name) ? inputInterface(shape) : []),
        ]),
        "/** The operations of the service, as methods. */",
        "export interface Operations {",
        ...[...operations.values()].flatMap(methods),
        "}",
        "",
    ].join("\n");
}

fs.writeFileSync(process.argv[2] ?? path.join(__dirname, "lib", "operations.d.ts"), declarations());
