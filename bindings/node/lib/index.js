"use strict";
/*
 * Amazon Connect instances from Node.js, through libconnect and koffi.
 *
 *     const { Client } = require("libconnect");
 *
 *     const client = new Client({ region: "us-west-2" });
 *     for await (const instance of client.listInstancesPages()) {
 *         console.log(instance.id, instance.instanceAlias);
 *     }
 *     client.close();
 *
 * Every operation of the library is a method that takes an object and options and returns a promise
 * of an object.  Failures are the classes of `errors`.
 */
const lib = require("./library");
const { LEVELS } = require("./callbacks");
const { Client } = require("./client");
const { CredentialsProvider } = require("./credentials");
const { byStatus, classOf, makeError, takeError, checked, ...errors } = require("./errors");
const { operations } = require("./model");
const { Pager } = require("./pager");
const { Structure, classes } = require("./structure");

/* The value of a key of a profile in the shared config files; undefined if absent. */
function profileValue(key, profile) {
    const block = checked("profile_value", profile ?? null, key);
    return block === null ? undefined : lib.takeString(block);
}

module.exports = {
    Client,
    CredentialsProvider,
    LOG_LEVELS: LEVELS,
    Pager,
    Structure,
    errors: Object.freeze(errors),
    operations,
    profileValue,
    types: classes,
    version: lib.version,
};
