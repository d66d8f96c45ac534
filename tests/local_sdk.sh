#!/bin/sh
# connect-local under the clients that people use: boto3, the AWS CLI and the AWS SDK for JavaScript, each where it is
# installed. CONNECT_JS_SDK names the folder with node_modules/@aws-sdk/client-connect.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/local.sh
. "$(dirname "$0")/support/local.sh"

: "${CONNECT_JS_SDK:=$top_srcdir/build-ci/js}"
tested=0

# The first attempt of each listing fails, so that the retries of the clients are seen.
start() {
    start_local --seed-instances 23 --creation-delay-ms 300 --log "$tmp/log" --seed 5 \
        --fault ListInstances=500:0.2 --fault ListInstances=ThrottlingException:0.2
    tested=$((tested + 1))
}

# The clients name their attempts: a group with a second attempt is in the log. Of those that do not name them, such as
# the AWS CLI of Debian 12, what failed is there, and the listing was complete all the same.
check_attempts() {
    second='"attempt":2,"invocation_id"'
    grep -q '"invocation_id"' "$tmp/log" || second='"message":"injected by connect-local"'
    grep -q "$second" "$tmp/log" || bad "$1: no second attempt in the log"
    rm -f "$tmp/log"
}

find_python() {
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import boto3' 2>/dev/null; then
            echo "$python"
            break
        fi
    done
}

python=$(find_python)
if [ -n "$python" ]; then
    start
    "$python" -B "$top_srcdir/tests/support/local_boto3.py" || bad "local_boto3.py failed"
    check_attempts boto3
else
    echo "SKIP: no boto3"
fi

if have node && [ -d "$CONNECT_JS_SDK/node_modules/@aws-sdk/client-connect" ]; then
    start
    CONNECT_JS_SDK=$CONNECT_JS_SDK node "$top_srcdir/tests/support/local_sdk.js" || bad "local_sdk.js failed"
    check_attempts JavaScript
else
    echo "SKIP: no AWS SDK for JavaScript"
fi

if have aws; then
    start
    AWS_DEFAULT_REGION=us-east-1 AWS_PAGER='' AWS_MAX_ATTEMPTS=10 AWS_RETRY_MODE=standard
    export AWS_DEFAULT_REGION AWS_PAGER AWS_MAX_ATTEMPTS AWS_RETRY_MODE
    # Version 1 of the command line does not look into AWS_ENDPOINT_URL_CONNECT before 1.29.
    set -- --endpoint-url "$AWS_ENDPOINT_URL_CONNECT"
    aws connect list-instances "$@" --query 'length(InstanceSummaryList)' >"$tmp/out" 2>&1 || bad "aws: $(cat "$tmp/out")"
    [ "$(cat "$tmp/out")" = 23 ] || bad "aws list-instances: $(cat "$tmp/out")"
    id=$(aws connect create-instance "$@" --identity-management-type SAML --instance-alias cli \
        --inbound-calls-enabled --no-outbound-calls-enabled --query Id --output text) || bad "aws create-instance"
    tries=0
    until [ "$(aws connect describe-instance "$@" --instance-id "$id" --query Instance.InstanceStatus --output text)" = ACTIVE ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 60 ] || { bad "aws: the instance did not become active"; break; }
        sleep 0.2
    done
    aws connect associate-lambda-function "$@" --instance-id "$id" --function-arn arn:aws:lambda:x || bad "aws associate"
    [ "$(aws connect list-lambda-functions "$@" --instance-id "$id" --output text)" = "LAMBDAFUNCTIONS	arn:aws:lambda:x" ] ||
        bad "aws list-lambda-functions"
    if aws connect describe-instance "$@" --instance-id none >"$tmp/out" 2>&1; then
        bad "aws describe-instance of none succeeds"
    fi
    grep -q '(ResourceNotFoundException)' "$tmp/out" || bad "aws: $(cat "$tmp/out")"
    aws connect delete-instance "$@" --instance-id "$id" || bad "aws delete-instance"
    check_attempts "AWS CLI"
else
    echo "SKIP: no AWS CLI"
fi

[ "$tested" -gt 0 ] || skip "no client of AWS is installed"
finish
