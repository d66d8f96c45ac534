"""Amazon Connect instances from Python, through libconnect and ctypes: no build step, no other package.

    import libconnect

    client = libconnect.Client(region="us-west-2")
    created = client.create_instance(IdentityManagementType="CONNECT_MANAGED", InstanceAlias="demo",
                                     InboundCallsEnabled=True, OutboundCallsEnabled=True)
    client.wait_instance_active(created["Id"])
    for instance in client.paginate("list_instances"):
        print(instance["Id"], instance["InstanceAlias"])

Every operation of the library is a method; its members are keyword arguments with the names of the API, and its output
is a dict.  Keys, region and endpoint come from where the AWS CLI takes them, unless they are given.

The shared library is the one that LIBCONNECT names, else the one the loader finds.  A Client may be shared by threads;
other threads of Python run while a call is under way.
"""
import ctypes
import ctypes.util
import json
import os
import re
from ctypes import POINTER, Structure, byref, c_bool, c_char_p, c_int, c_int32, c_int64, c_size_t, c_void_p

__all__ = ["Client", "Error", "operations", "version"]

_path = os.environ.get("LIBCONNECT") or ctypes.util.find_library("connect") or "libconnect.so.0"
_lib = ctypes.CDLL(_path)


def _function(name, result, *arguments):
    found = getattr(_lib, "connect_" + name)
    found.restype, found.argtypes = result, arguments
    return found


_out = POINTER(c_void_p)
_version = _function("version", c_char_p)
_free = _function("free", None, c_void_p)
_client_new = _function("client_new", c_int, c_void_p, _out, _out)
_client_free = _function("client_free", None, c_void_p)
_describe = _function("client_describe", c_int, c_void_p, _out, _out)
_invoke = _function("invoke", c_int, c_void_p, c_char_p, c_char_p, _out, _out)
_pager_new = _function("pager_new", c_int, c_void_p, c_char_p, c_char_p, _out, _out)
_pager_next = _function("pager_next_page_json", c_void_p, c_void_p)
_pager_error = _function("pager_error", c_void_p, c_void_p)
_pager_free = _function("pager_free", None, c_void_p)
_wait_active = _function("wait_instance_active", c_int, c_void_p, c_char_p, c_void_p, c_void_p, _out)
_wait_deleted = _function("wait_instance_deleted", c_int, c_void_p, c_char_p, c_void_p, _out)
_operation_next = _function("operation_next", c_void_p, c_void_p)
_operation_find = _function("operation_find", c_void_p, c_char_p)
_operation_name = _function("operation_name", c_char_p, c_void_p)
_operation_summary = _function("operation_summary", c_char_p, c_void_p)
_operation_page_member = _function("operation_page_member", c_void_p, c_void_p)
_member_name = _function("member_name", c_char_p, c_void_p)
_status_name = _function("status_name", c_char_p, c_int)
_status_advice = _function("status_advice", c_char_p, c_int)
_error_free = _function("error_free", None, c_void_p)

_ERROR_TEXTS = ("message", "operation", "aws_type", "reason", "request_id", "host", "resource_id", "detail_json",
                "body_excerpt")
_error_texts = {name: _function("error_" + name, c_char_p, c_void_p) for name in _ERROR_TEXTS}
_ERROR_VALUES = {"code": c_int, "http_status": c_int32, "attempts": c_int32, "is_retryable": c_bool,
                 "is_throttle": c_bool, "transport_code": c_int32}
_error_values = {name: _function("error_" + name, kind, c_void_p) for name, kind in _ERROR_VALUES.items()}
_problem_count = _function("error_problem_count", c_size_t, c_void_p)
_problem = _function("error_problem", c_char_p, c_void_p, c_size_t)


class _OptInt64(Structure):
    _fields_ = [("is_set", c_bool), ("value", c_int64)]


class _ClientOptions(Structure):
    # The beginning of connect_client_options: by the size rule, what lies behind `size` counts as not given.
    _fields_ = [("size", c_size_t), ("region", c_char_p), ("endpoint_url", c_char_p), ("profile", c_char_p)]


class _WaitOptions(Structure):
    _fields_ = [("size", c_size_t), ("timeout_ms", _OptInt64)]


class Error(Exception):
    """A failed call.  `code` is the status number, `name` its name; see connect/error.h for the rest."""

    def __init__(self, error):
        for name, get in _error_texts.items():
            value = get(error)
            setattr(self, name, value.decode("utf-8", "replace") if value is not None else None)
        for name, get in _error_values.items():
            setattr(self, name, get(error))
        self.name = _status_name(self.code).decode()
        self.advice = _status_advice(self.code).decode()
        self.problems = [_problem(error, i).decode("utf-8", "replace") for i in range(_problem_count(error))]
        super().__init__("%s: %s" % (self.aws_type or self.name, self.message))


def version():
    """The version of the loaded library."""
    return _version().decode()


def operations():
    """The names of all operations as the API has them, with one line on each."""
    found, operation = {}, _operation_next(None)
    while operation:
        found[_operation_name(operation).decode()] = _operation_summary(operation).decode()
        operation = _operation_next(operation)
    return found


def _method_name(operation):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()


_METHODS = {_method_name(name): name for name in operations()}


def _bytes(text):
    return text.encode() if text is not None else None


def _take(pointer):
    """The JSON in a block of the library's, which is freed."""
    try:
        return json.loads(ctypes.string_at(pointer))
    finally:
        _free(pointer)


def _check(status, error):
    if status != 0:
        try:
            raise Error(error)
        finally:
            _error_free(error)


class Client:
    """A client; operations are its methods, such as list_instances(MaxResults=5)."""

    def __init__(self, region=None, endpoint_url=None, profile=None):
        self._client = c_void_p()
        options = _ClientOptions(ctypes.sizeof(_ClientOptions), _bytes(region), _bytes(endpoint_url), _bytes(profile))
        error = c_void_p()
        _check(_client_new(byref(options), byref(self._client), byref(error)), error)

    def close(self):
        """Closes connections and forgets keys; no call may be running.  Also done when the client goes away."""
        client, self._client = self._client, c_void_p()
        _client_free(client)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def __del__(self):
        if getattr(self, "_client", None):
            self.close()

    def invoke(self, operation, members=None):
        """Calls an operation by its name in the API; a dict in, a dict out."""
        answer, error = c_void_p(), c_void_p()
        _check(_invoke(self._client, operation.encode(), json.dumps(members or {}).encode(), byref(answer),
                       byref(error)), error)
        return _take(answer)

    def __getattr__(self, name):
        if name not in _METHODS:
            raise AttributeError("no operation is called %s" % name)
        return lambda **members: self.invoke(_METHODS[name], members)

    def __dir__(self):
        return list(super().__dir__()) + list(_METHODS)

    def paginate(self, operation, **members):
        """The items of a listing, one by one, a page in memory at a time.  operation: "list_instances"."""
        operation = _METHODS.get(operation, operation)
        pager, error = c_void_p(), c_void_p()
        _check(_pager_new(self._client, operation.encode(), json.dumps(members).encode(), byref(pager), byref(error)),
               error)
        try:
            items = _member_name(_operation_page_member(_operation_find(operation.encode()))).decode()
            page = _pager_next(pager)
            while page:
                yield from _take(page).get(items, [])
                page = _pager_next(pager)
            if _pager_error(pager):
                raise Error(_pager_error(pager))
        finally:
            _pager_free(pager)

    def wait_instance_active(self, instance_id, timeout=600.0):
        """Waits until an instance is ACTIVE; timeout in seconds."""
        self._wait(_wait_active, instance_id, timeout, None)

    def wait_instance_deleted(self, instance_id, timeout=600.0):
        """Waits until an instance is not found any more."""
        self._wait(_wait_deleted, instance_id, timeout)

    def _wait(self, wait, instance_id, timeout, *more):
        options = _WaitOptions(ctypes.sizeof(_WaitOptions), _OptInt64(True, int(timeout * 1000)))
        error = c_void_p()
        _check(wait(self._client, instance_id.encode(), byref(options), *more, byref(error)), error)

    def describe(self):
        """What the client has resolved, and why: region, endpoint, where keys come from.  Never a secret."""
        text, error = c_void_p(), c_void_p()
        _check(_describe(self._client, byref(text), byref(error)), error)
        return _take(text)
