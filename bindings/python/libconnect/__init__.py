"""
Amazon Connect instances from Python, through libconnect and ctypes, without a build step.

    import libconnect

    with libconnect.Client(region="us-west-2") as client:
        created = client.create_instance(
            identity_management_type="CONNECT_MANAGED", instance_alias="demo",
            inbound_calls_enabled=True, outbound_calls_enabled=True)
        client.wait_instance_active(created.id)
        for instance in client.list_instances_pages():
            print(instance.id, instance.instance_alias)

Every operation of the library is a method that takes keyword arguments and returns an object of
libconnect.types.  Failures are exceptions of libconnect.errors.  Credentials, region and endpoint
default to those of the AWS CLI.

Threads: clients, providers and cancel tokens may be shared by any number of threads; other Python
threads run during a call.  Callbacks run on the thread that made the call.
"""
from . import errors, types
from ._library import CallReport
from .attempt import Attempt
from .cancel import CancelToken
from ._base import LOG_LEVELS, Pace, Quota
from .client import Client, operations, profile_value, version
from .credentials import Credentials, CredentialsProvider
from .errors import ClientError, Error, ServiceError
from .pager import Pager

__all__ = ["Attempt", "CallReport", "CancelToken", "Client", "ClientError", "Credentials",
           "CredentialsProvider", "Error", "LOG_LEVELS", "Pace", "Pager", "Quota", "ServiceError",
           "errors", "operations", "profile_value", "types", "version"]
