#!/usr/bin/env python3
"""Lists instances from Python with nothing but ctypes: once through the typed structs, once through JSON.

    list_instances.py [LIBRARY]        the default is libconnect.so.0, where the loader finds it

bindings/python/ is the package for applications.
"""
import ctypes
import json
import sys
from ctypes import POINTER, Structure, c_bool, c_char_p, c_int, c_int32, c_int64, c_size_t, c_void_p

lib = ctypes.CDLL(sys.argv[1] if len(sys.argv) > 1 else "libconnect.so.0")


def function(name, result, *arguments):
    found = getattr(lib, name)
    found.restype, found.argtypes = result, arguments
    return found


client_new = function("connect_client_new", c_int, c_void_p, POINTER(c_void_p), POINTER(c_void_p))
client_free = function("connect_client_free", None, c_void_p)
error_message = function("connect_error_message", c_char_p, c_void_p)
error_free = function("connect_error_free", None, c_void_p)
free = function("connect_free", None, c_void_p)


def check(status, error):
    if status != 0:
        message = error_message(error).decode()
        error_free(error)
        sys.exit(message)


# --- typed: the structs of connect/types.h and connect/instance.h, member by member

class OptBool(Structure):
    _fields_ = [("is_set", c_bool), ("value", c_bool)]


class OptInt32(Structure):
    _fields_ = [("is_set", c_bool), ("value", c_int32)]


class OptTime(Structure):
    _fields_ = [("is_set", c_bool), ("value", c_int64)]


class ListInstancesRequest(Structure):
    _fields_ = [("size", c_size_t), ("next_token", c_char_p), ("max_results", OptInt32)]


class InstanceSummary(Structure):
    _fields_ = [("size", c_size_t), ("id", c_char_p), ("arn", c_char_p),
                ("identity_management_type", c_int), ("identity_management_type_text", c_char_p),
                ("instance_alias", c_char_p), ("created_time", OptTime), ("service_role", c_char_p),
                ("instance_status", c_int), ("instance_status_text", c_char_p),
                ("inbound_calls_enabled", OptBool), ("outbound_calls_enabled", OptBool),
                ("instance_access_url", c_char_p)]


class ListInstancesResponse(Structure):
    _fields_ = [("size", c_size_t), ("instance_summary_list", POINTER(POINTER(InstanceSummary))),
                ("instance_summary_list_count", c_size_t), ("next_token", c_char_p)]


list_instances = function("connect_list_instances", c_int, c_void_p, POINTER(ListInstancesRequest),
                          POINTER(POINTER(ListInstancesResponse)), POINTER(c_void_p))


def list_typed(client):
    request = ListInstancesRequest(size=ctypes.sizeof(ListInstancesRequest))
    while True:
        response, error = POINTER(ListInstancesResponse)(), c_void_p()
        check(list_instances(client, request, ctypes.byref(response), ctypes.byref(error)), error)
        page = response.contents
        for i in range(page.instance_summary_list_count):
            summary = page.instance_summary_list[i].contents
            print(summary.id.decode(), (summary.instance_alias or b"-").decode())
        request.next_token = page.next_token  # a bytes object of Python's own: the page may go
        free(response)
        if not request.next_token:
            return


# --- by name: JSON in, JSON out, no struct at all

invoke = function("connect_invoke", c_int, c_void_p, c_char_p, c_char_p, POINTER(c_void_p), POINTER(c_void_p))


def list_by_name(client):
    question = {}
    while True:
        response, error = c_void_p(), c_void_p()
        check(invoke(client, b"ListInstances", json.dumps(question).encode(), ctypes.byref(response),
                     ctypes.byref(error)), error)
        page = json.loads(ctypes.string_at(response))
        free(response)
        for summary in page.get("InstanceSummaryList", []):
            print(summary["Id"], summary.get("InstanceAlias", "-"))
        if not page.get("NextToken"):
            return
        question["NextToken"] = page["NextToken"]


def main():
    client, error = c_void_p(), c_void_p()
    check(client_new(None, ctypes.byref(client), ctypes.byref(error)), error)
    print("typed:")
    list_typed(client)
    print("by name:")
    list_by_name(client)
    client_free(client)


main()
