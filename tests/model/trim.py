#!/usr/bin/env python3
"""Makes facts.json out of a service model: the operations of this library (see OURS) and what they reach, without prose.

usage: trim.py MODEL [PAGINATORS] >facts.json

MODEL is a service-2.json as SDKs ship it, or anything of that form; PAGINATORS is the paginators-1.json beside it,
needed when MODEL has no "pagination" of its own.  One shape a line, so that a new version of the service reads well
in a diff.  Kept are names, types, places, limits, patterns, values and errors: facts, and no text.
"""
import json
import sys

import model as reader

MEMBER = ("shape", "location", "locationName", "idempotencyToken", "sensitive")
SHAPE = ("type", "required", "enum", "min", "max", "pattern", "sensitive", "union")
CHILD = ("member", "key", "value")


# What belongs to the library, out of the service's several hundred operations, by family.
OURS = {
    "analytics": ("AssociateAnalyticsDataSet", "DisassociateAnalyticsDataSet", "BatchAssociateAnalyticsDataSet",
        "BatchDisassociateAnalyticsDataSet", "ListAnalyticsDataAssociations", "ListAnalyticsDataLakeDataSets"),
    "attached_file": ("DescribeAttachedFilesConfiguration", "ListAttachedFilesConfigurations",
        "UpdateAttachedFilesConfiguration"),
    "attribute": ("DescribeInstanceAttribute", "ListInstanceAttributes", "UpdateInstanceAttribute"),
    "bot": ("AssociateBot", "ListBots", "DisassociateBot", "AssociateLexBot", "ListLexBots", "DisassociateLexBot"),
    "instance": ("CreateInstance", "DescribeInstance", "ListInstances", "DeleteInstance"),
    "integration": ("CreateIntegrationAssociation", "ListIntegrationAssociations", "DeleteIntegrationAssociation",
        "CreateUseCase", "ListUseCases", "DeleteUseCase"),
    "lambda": ("AssociateLambdaFunction", "ListLambdaFunctions", "DisassociateLambdaFunction"),
    "origin": ("AssociateApprovedOrigin", "ListApprovedOrigins", "DisassociateApprovedOrigin"),
    "outbound": ("SendOutboundEmail", "SendOutboundWebNotification"),
    "replication": ("ReplicateInstance", "GetCrossRegionRouting", "UpdateCrossRegionRouting",
        "CreateTrafficDistributionGroup", "DescribeTrafficDistributionGroup", "DeleteTrafficDistributionGroup",
        "ListTrafficDistributionGroups", "GetTrafficDistribution", "UpdateTrafficDistribution",
        "AssociateTrafficDistributionGroupUser", "DisassociateTrafficDistributionGroupUser",
        "ListTrafficDistributionGroupUsers"),
    "security_key": ("AssociateSecurityKey", "ListSecurityKeys", "DisassociateSecurityKey"),
    "storage": ("AssociateInstanceStorageConfig", "DescribeInstanceStorageConfig", "ListInstanceStorageConfigs",
        "UpdateInstanceStorageConfig", "DisassociateInstanceStorageConfig"),
    "tag": ("TagResource", "UntagResource", "ListTagsForResource"),
    "task_template": ("CreateTaskTemplate", "GetTaskTemplate", "ListTaskTemplates", "UpdateTaskTemplate",
        "DeleteTaskTemplate"),
}


def ours(model):
    """The operations of the library in a model; a model that lacks one is not a whole one."""
    names = {name for family in OURS.values() for name in family}
    missing = sorted(names - set(model["operations"]))
    if missing:
        reader.die("the model has no " + ", ".join(missing))
    return {name: model["operations"][name] for name in sorted(names)}


def pages_of(shapes, operation):
    """The paginator of a listing for which the model has none: it takes and gives a NextToken, and has one list."""
    takes, gives = (shapes.get(operation.get(key), {}).get("members", {}) for key in ("input", "output"))
    lists = [name for name, member in gives.items() if shapes[member["shape"]]["type"] == "list"]
    if "NextToken" not in takes or "NextToken" not in gives or len(lists) != 1:
        return None
    return {"input_token": "NextToken", "limit_key": "MaxResults", "output_token": "NextToken", "result_key": lists[0]}


def trim_member(name, member):
    kept = {key: member[key] for key in MEMBER if member.get(key)}
    if kept.get("locationName") == name:
        del kept["locationName"]
    return kept


def trim_shape(shape):
    kept = {key: shape[key] for key in SHAPE if key in shape and shape[key] is not False}
    kept.update({key: {"shape": shape[key]} for key in CHILD if key in shape})
    if "members" in shape:
        kept["members"] = {name: trim_member(name, member) for name, member in shape["members"].items()}
    if "httpStatusCode" in shape.get("error", {}):
        kept["error"] = {"httpStatusCode": shape["error"]["httpStatusCode"]}
    return kept


def trim_operation(operation, pagination):
    kept = {"http": {key: operation["http"][key] for key in ("method", "requestUri")}}
    for key in ("input", "output"):
        if operation.get(key):
            kept[key] = operation[key]
    kept["errors"] = operation["errors"]
    if pagination:
        kept["pagination"] = {key: pagination[key] for key in ("input_token", "limit_key", "output_token", "result_key")}
    return kept


def reach(shapes, name, seen):
    if name in seen:
        return
    seen.add(name)
    shape = shapes[name]
    for member in shape.get("members", {}).values():
        reach(shapes, member["shape"], seen)
    for key in CHILD:
        if key in shape:
            reach(shapes, shape[key], seen)


def lines(entries):
    return ",\n".join("%s:%s" % (json.dumps(name), json.dumps(entry, separators=(",", ":")))
                      for name, entry in sorted(entries.items()))


def main():
    if len(sys.argv) not in (2, 3):
        reader.die("usage: trim.py MODEL [PAGINATORS] >facts.json")
    model = reader.load(sys.argv[1])
    pages = {}
    if len(sys.argv) == 3:
        with open(sys.argv[2], encoding="utf-8") as file:
            pages = json.load(file)["pagination"]

    operations, reached = {}, set()
    for name, operation in ours(model).items():
        pagination = operation.get("pagination") or pages.get(name) or pages_of(model["shapes"], operation)
        operations[name] = trim_operation(operation, pagination)
        for shape in [operation.get("input"), operation.get("output")] + operation["errors"]:
            if shape:
                reach(model["shapes"], shape, reached)
    service = model.get("service") or {
        "id": model["metadata"]["serviceId"],
        "apiVersion": model["metadata"]["apiVersion"],
        "protocol": model["metadata"]["protocol"],
        "signingName": model["metadata"].get("signingName", model["metadata"]["endpointPrefix"]),
        "endpointPrefix": model["metadata"]["endpointPrefix"],
    }
    shapes = {name: trim_shape(model["shapes"][name]) for name in reached}
    print('{"service":%s,\n"operations":{\n%s\n},\n"shapes":{\n%s\n}}' %
          (json.dumps(service, separators=(",", ":")), lines(operations), lines(shapes)))


if __name__ == "__main__":
    main()
