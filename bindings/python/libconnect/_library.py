"""
The shared library and the prototypes of its functions.

LIBCONNECT_PATH is the path of the shared library or of the directory that holds it; without it, the
loader looks for the SONAME.  ctypes releases the interpreter lock during each call, so other threads
run in the meantime.
"""
import ctypes
import ctypes.util
import os
import sys
from ctypes import (CFUNCTYPE, POINTER, Structure, c_bool, c_char, c_char_p, c_double, c_int,
                    c_int32, c_int64, c_size_t, c_void_p)

SONAME = "libconnect.0.dylib" if sys.platform == "darwin" else "libconnect.so.0"


def _candidates():
    path = os.environ.get("LIBCONNECT_PATH")
    if path:
        return [os.path.join(path, SONAME) if os.path.isdir(path) else path]
    return [name for name in (SONAME, ctypes.util.find_library("connect")) if name]


def _load():
    problems = []
    for path in _candidates():
        try:
            return ctypes.CDLL(path)
        except OSError as problem:
            problems.append(str(problem))
    raise ImportError("libconnect cannot be loaded: %s; install it, or set LIBCONNECT_PATH to its "
                      "path" % "; ".join(problems))


_lib = _load()
OUT = POINTER(c_void_p)


def function(name, result, *arguments):
    """A function of the library by its name without the prefix."""
    try:
        found = getattr(_lib, "connect_" + name)
    except AttributeError:
        raise ImportError("the loaded libconnect is too old: it does not have connect_%s()"
                          % name) from None
    found.restype, found.argtypes = result, arguments
    return found


# ---- structs of include/connect/; members after the last one here count as not set ----

class OptBool(Structure):
    _fields_ = [("is_set", c_bool), ("value", c_bool)]


class OptInt32(Structure):
    _fields_ = [("is_set", c_bool), ("value", c_int32)]


class OptInt64(Structure):
    _fields_ = [("is_set", c_bool), ("value", c_int64)]


class OptDouble(Structure):
    _fields_ = [("is_set", c_bool), ("value", c_double)]


class Pair(Structure):
    _fields_ = [("key", c_char_p), ("value", c_char_p)]


LogFn = CFUNCTYPE(None, c_void_p, c_int, c_char_p)
AttemptFn = CFUNCTYPE(None, c_void_p, c_void_p)
CredentialsFn = CFUNCTYPE(c_int, c_void_p, c_void_p)
ReleaseFn = CFUNCTYPE(None, c_void_p)
WaitFn = CFUNCTYPE(c_bool, c_void_p, c_char_p, c_int64)


class ClientOptions(Structure):
    _fields_ = [
        ("size", c_size_t), ("region", c_char_p), ("endpoint_url", c_char_p),
        ("profile", c_char_p), ("credentials", c_void_p), ("use_fips_endpoint", OptBool),
        ("use_dualstack_endpoint", OptBool), ("ignore_configured_endpoint_urls", OptBool),
        ("check_level", c_int), ("retry_mode", c_int), ("max_attempts", OptInt32),
        ("connect_timeout_ms", OptInt64), ("attempt_timeout_ms", OptInt64),
        ("call_timeout_ms", OptInt64), ("max_body_bytes", OptInt64),
        ("max_connections", OptInt32), ("ca_bundle", c_char_p), ("proxy", c_char_p),
        ("app_id", c_char_p), ("disable_clock_skew_correction", OptBool), ("pace", c_void_p),
        ("log_level", c_int), ("log", LogFn), ("log_user", c_void_p), ("transport", c_void_p),
        ("clock", c_void_p), ("random", c_void_p), ("keep_json", OptBool),
        ("on_attempt", AttemptFn), ("on_attempt_user", c_void_p),
    ]


class CallReport(Structure):
    """
    Details of a call beside its response.  Pass it as `report` to Client.with_options(); it is filled
    in when a call ends, successful or not.  Only one thread at a time may use a view with a report.
    """
    _fields_ = [("size", c_size_t), ("_attempts", c_int32), ("_http_status", c_int32),
                ("_request_id", c_char * 128)]

    def __init__(self) -> None:
        super().__init__(size=ctypes.sizeof(CallReport))

    @property
    def attempts(self) -> int:
        """How many times the request was sent; 0 if it never was."""
        return self._attempts

    @property
    def http_status(self) -> int:
        """HTTP status of the last response; 0 if there was none."""
        return self._http_status

    @property
    def request_id(self) -> str:
        """Request id of the last response; "" if it has none."""
        return self._request_id.decode("utf-8", "replace")


class CallOptions(Structure):
    _fields_ = [
        ("size", c_size_t), ("timeout_ms", OptInt64), ("cancel", c_void_p), ("retry_mode", c_int),
        ("max_attempts", OptInt32), ("headers", POINTER(POINTER(Pair))),
        ("headers_count", c_size_t), ("report", POINTER(CallReport)),
    ]


class CredentialsStruct(Structure):
    _fields_ = [
        ("size", c_size_t), ("access_key_id", c_char_p), ("secret_access_key", c_char_p),
        ("session_token", c_char_p), ("account_id", c_char_p), ("expiration", OptInt64),
    ]


class RoleOptions(Structure):
    _fields_ = [
        ("size", c_size_t), ("role_arn", c_char_p), ("session_name", c_char_p),
        ("external_id", c_char_p), ("duration_seconds", OptInt32), ("region", c_char_p),
        ("source", c_void_p),
    ]


class WebIdentityOptions(Structure):
    _fields_ = [
        ("size", c_size_t), ("role_arn", c_char_p), ("token_file", c_char_p),
        ("session_name", c_char_p), ("duration_seconds", OptInt32), ("region", c_char_p),
    ]


class WaitOptions(Structure):
    _fields_ = [
        ("size", c_size_t), ("timeout_ms", OptInt64), ("min_delay_ms", OptInt64),
        ("max_delay_ms", OptInt64), ("not_found_grace_ms", OptInt64), ("progress", WaitFn),
        ("user", c_void_p),
    ]


# ---- functions ----

version = function("version", c_char_p)
free = function("free", None, c_void_p)
response_request_id = function("response_request_id", c_char_p, c_void_p)
response_attempts = function("response_attempts", c_int32, c_void_p)

client_new_json = function("client_new_json", c_int, c_char_p, POINTER(ClientOptions), OUT, OUT)
client_with = function("client_with", c_int, c_void_p, POINTER(CallOptions), OUT, OUT)
client_free = function("client_free", None, c_void_p)
client_close_idle = function("client_close_idle", None, c_void_p)
client_warm_up = function("client_warm_up", c_int, c_void_p, OUT)
client_describe = function("client_describe", c_int, c_void_p, OUT, OUT)
profile_value = function("profile_value", c_int, c_char_p, c_char_p, OUT, OUT)
invoke = function("invoke", c_int, c_void_p, c_char_p, c_char_p, OUT, OUT)
send = function("send", c_int, c_void_p, c_char_p, c_char_p, POINTER(POINTER(Pair)), c_size_t,
                c_char_p, OUT, OUT)
find_instance_by_alias = function("find_instance_by_alias", c_int, c_void_p, c_char_p, OUT, OUT)

pager_new = function("pager_new", c_int, c_void_p, c_char_p, c_char_p, OUT, OUT)
pager_set_max_items = function("pager_set_max_items", None, c_void_p, ctypes.c_uint64)
pager_set_max_pages = function("pager_set_max_pages", None, c_void_p, ctypes.c_uint64)
pager_next_page_json = function("pager_next_page_json", c_void_p, c_void_p)
pager_error = function("pager_error", c_void_p, c_void_p)
pager_next_token = function("pager_next_token", c_char_p, c_void_p)
pager_request_id = function("pager_request_id", c_char_p, c_void_p)
pager_free = function("pager_free", None, c_void_p)

cancel_new = function("cancel_new", c_int, OUT)
cancel_fire = function("cancel_fire", None, c_void_p)
cancel_is_fired = function("cancel_is_fired", c_bool, c_void_p)
cancel_fd = function("cancel_fd", c_int, c_void_p)
cancel_free = function("cancel_free", None, c_void_p)

credentials_static = function("credentials_static", c_int, POINTER(CredentialsStruct), OUT, OUT)
credentials_environment = function("credentials_environment", c_int, OUT, OUT)
credentials_anonymous = function("credentials_anonymous", c_int, OUT, OUT)
credentials_profile = function("credentials_profile", c_int, c_char_p, OUT, OUT)
credentials_role = function("credentials_role", c_int, POINTER(RoleOptions), OUT, OUT)
credentials_web_identity = function("credentials_web_identity", c_int, POINTER(WebIdentityOptions),
                                    OUT, OUT)
credentials_custom = function("credentials_custom", c_int, CredentialsFn, c_void_p, ReleaseFn, OUT,
                              OUT)
credentials_deliver = function("credentials_deliver", c_int, c_void_p, POINTER(CredentialsStruct))
credentials_refuse = function("credentials_refuse", c_int, c_void_p, c_char_p)
credentials_provider_free = function("credentials_provider_free", None, c_void_p)

error_free = function("error_free", None, c_void_p)
error_code = function("error_code", c_int, c_void_p)
status_name = function("status_name", c_char_p, c_int)
status_advice = function("status_advice", c_char_p, c_int)

operation_next = function("operation_next", c_void_p, c_void_p)
operation_name = function("operation_name", c_char_p, c_void_p)
operation_summary = function("operation_summary", c_char_p, c_void_p)
operation_input = function("operation_input", c_void_p, c_void_p)
operation_output = function("operation_output", c_void_p, c_void_p)
operation_error = function("operation_error", c_char_p, c_void_p, c_size_t)
operation_page_member = function("operation_page_member", c_void_p, c_void_p)
shape_name = function("shape_name", c_char_p, c_void_p)
shape_member = function("shape_member", c_void_p, c_void_p, c_size_t)
shape_size = function("shape_size", c_size_t, c_void_p)
shape_is_union = function("shape_is_union", c_bool, c_void_p)
member_name = function("member_name", c_char_p, c_void_p)
member_c_name = function("member_c_name", c_char_p, c_void_p)
member_kind = function("member_kind", c_int, c_void_p)
member_offset = function("member_offset", c_size_t, c_void_p)
member_count_offset = function("member_count_offset", c_size_t, c_void_p)
member_text_offset = function("member_text_offset", c_size_t, c_void_p)
member_is_required = function("member_is_required", c_bool, c_void_p)
member_is_sensitive = function("member_is_sensitive", c_bool, c_void_p)
member_is_client_token = function("member_is_client_token", c_bool, c_void_p)
member_min = function("member_min", c_bool, c_void_p, POINTER(c_int64))
member_max = function("member_max", c_bool, c_void_p, POINTER(c_int64))
member_pattern = function("member_pattern", c_char_p, c_void_p)
member_value = function("member_value", c_char_p, c_void_p, c_size_t)
member_shape = function("member_shape", c_void_p, c_void_p)


def text(value):
    """Converts a borrowed string; None for NULL."""
    return value.decode("utf-8", "replace") if value is not None else None


def to_bytes(value):
    return value.encode() if value is not None else None


def take_text(pointer):
    """Converts an owned string and frees it."""
    try:
        return ctypes.string_at(pointer).decode()
    finally:
        free(pointer)


def pairs(mapping):
    """An array of pointers to connect_pair, which keeps the pairs alive."""
    items = [Pair(str(key).encode(), str(value).encode()) for key, value in (mapping or {}).items()]
    return (POINTER(Pair) * len(items))(*[ctypes.pointer(item) for item in items])
