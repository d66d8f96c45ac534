"use strict";
/*
 * Errors: one class for each status of the library (connect/error.h).
 *
 * A ServiceError is an error response of the service.  A ClientError occurred before a request was
 * sent or because no usable response was received.  Both are a ConnectError, which holds all details
 * of the failure.
 */
const lib = require("./library");

class ConnectError extends Error {}
class ServiceError extends ConnectError {}
class ClientError extends ConnectError {}

/* Status number, class, base class. */
const table = [
    [100, "InvalidRequestError", ServiceError],
    [101, "UnauthenticatedError", ServiceError],
    [102, "QuotaExceededError", ServiceError],
    [103, "AccessDeniedError", ServiceError],
    [104, "NotFoundError", ServiceError],
    [105, "MethodNotAllowedError", ServiceError],
    [109, "ConflictError", ServiceError],
    [115, "UnsupportedMediaTypeError", ServiceError],
    [129, "ThrottledError", ServiceError],
    [130, "LimitExceededError", ServiceError],
    [150, "InternalError", ServiceError],
    [199, "OtherServiceError", ServiceError],
    [200, "ArgumentError", ClientError],
    [201, "VersionError", ClientError],
    [202, "OutOfMemoryError", ClientError],
    [203, "CredentialsError", ClientError],
    [204, "ConfigurationError", ClientError],
    [205, "TransportError", ClientError],
    [206, "TlsError", ClientError],
    [207, "TimeoutError", ClientError],
    [208, "CancelledError", ClientError],
    [209, "DecodeError", ClientError],
    [210, "PaginationError", ClientError],
    [211, "WaiterError", ClientError],
];

const byStatus = new Map();
const classes = { ConnectError, ServiceError, ClientError };
for (const [status, name, Base] of table) {
    classes[name] = { [name]: class extends Base {} }[name];
    byStatus.set(status, classes[name]);
}
for (const [name, Class] of Object.entries(classes)) {
    Object.defineProperty(Class.prototype, "name", { value: name, writable: true, configurable: true });
}

/* The class of a status; for an unknown status, the base class of its range. */
function classOf(status) {
    return byStatus.get(status) ?? (status < 200 ? ServiceError : ClientError);
}

function problemsOf(pointer) {
    const count = Number(lib.error_problem_count(pointer));
    return Array.from({ length: count }, (_, index) => lib.error_problem(pointer, index));
}

function assignPresent(error, members) {
    return Object.assign(error, Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)));
}

/* Makes an error from a status and a borrowed connect_error. */
function makeError(status, pointer) {
    const text = (name) => lib["error_" + name](pointer) ?? undefined;
    const detail = text("detail_json");
    const error = new (classOf(status))(text("message"));
    return assignPresent(error, {
        status,
        code: lib.status_name(status),
        operation: text("operation"),
        awsType: text("aws_type"),
        reason: text("reason"),
        detail: detail === undefined ? undefined : JSON.parse(detail),
        requestId: text("request_id"),
        host: text("host"),
        resourceId: text("resource_id"),
        bodyExcerpt: text("body_excerpt"),
        httpStatus: lib.error_http_status(pointer),
        attempts: lib.error_attempts(pointer),
        transportCode: lib.error_transport_code(pointer),
        isRetryable: lib.error_is_retryable(pointer),
        isThrottle: lib.error_is_throttle(pointer),
        problems: problemsOf(pointer),
        advice: lib.status_advice(status),
    });
}

/* Makes an error and frees the connect_error, which the caller owns. */
function takeError(status, pointer) {
    try {
        return makeError(status, pointer);
    } finally {
        lib.error_free(pointer);
    }
}

/* Calls a function whose last two parameters are outputs; returns the first of them, or throws. */
function checked(name, ...args) {
    const out = [null];
    const error = [null];
    const status = lib[name](...args, out, error);
    if (status !== 0) {
        throw takeError(status, error[0]);
    }
    return out[0];
}

module.exports = { ...classes, byStatus, classOf, makeError, takeError, checked };
