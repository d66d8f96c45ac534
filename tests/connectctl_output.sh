#!/bin/sh
# Formats and where they are chosen, queries, output by pages, a full disk and a reader that ends, error formats.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"
# shellcheck source=tests/support/ctl_script.sh
. "$top_srcdir/tests/support/ctl_script.sh"

have python3 || skip "no python3 here to play a service"
TZ=UTC0 AWS_EC2_METADATA_DISABLED=true
export TZ AWS_EC2_METADATA_DISABLED
ctl list-instances --output yaml --generate-cli-skeleton output
yaml=$code

# A shell ignores SIGINT for what it starts in the background.
interruptible() {
    exec python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$connectctl" "$@"
}

# --- the format comes from the option, the environment, the profile, in this order

start_local --seed-instances 3
cat >"$tmp/config" <<'END'
[default]
output = text
cli_timestamp_format = wire
[profile table]
output = table
aws_access_key_id = AKIDLOCAL
aws_secret_access_key = local-secret
cli_error_format = json
[profile wrong]
output = xml
[profile wrong-time]
cli_timestamp_format = unix
END
AWS_CONFIG_FILE=$tmp/config
export AWS_CONFIG_FILE
alias='InstanceSummaryList[0].InstanceAlias'
ctl list-instances --query "$alias"; echo seed-0001 | expect_output
ctl list-instances --query "$alias" --output json; echo '"seed-0001"' | expect_output
(AWS_DEFAULT_OUTPUT=json; export AWS_DEFAULT_OUTPUT
 ctl list-instances --query "$alias"; echo '"seed-0001"' | expect_output
 ctl list-instances --query "$alias" --output text; echo seed-0001 | expect_output)
ctl list-instances --query 'InstanceSummaryList[].{Name:InstanceAlias}' --profile table; expect_out "---"
ctl list-instances --profile wrong; expect 253; expect_err 'output: "xml" is not valid; expected one of json, yaml,'
(AWS_DEFAULT_OUTPUT=xml; export AWS_DEFAULT_OUTPUT
 ctl list-instances; expect 253; expect_err 'AWS_DEFAULT_OUTPUT: "xml" is not valid'; expect_silence)
ctl list-instances --profile wrong-time; expect 253; expect_err "expected one of iso8601, wire"
ctl list-instances --output off; expect 0; expect_silence

# --- times

ctl list-instances --query 'InstanceSummaryList[0].CreatedTime' --output json
grep -Eq '^[0-9]{10}(\.[0-9]{1,3})?$' "$tmp/out" || bad "$said: $(cat "$tmp/out") is no time on the wire"
ctl list-instances --query 'InstanceSummaryList[0].CreatedTime' --output json --profile table
grep -Eq '^"20[0-9-]{8}T[0-9:]{8}(\.[0-9]{6})?\+00:00"$' "$tmp/out" || bad "$said: $(cat "$tmp/out") is not ISO 8601"
unset AWS_CONFIG_FILE

# --- queries

ctl list-instances --query 'nothing' --output text; echo None | expect_output
ctl list-instances --query 'nothing'; echo null | expect_output
ctl list-instances --query 'InstanceSummaryList[*' ; expect 252; expect_silence
expect_err '--query: '
sed -n 2,3p "$tmp/err" >"$tmp/caret"
printf '  InstanceSummaryList[*\n                       ^\n' | cmp -s - "$tmp/caret" || bad "$said: $(cat "$tmp/err")"
ctl list-instances --query "$(printf 'a\033[2J')"; expect 252
grep -q "$(printf '\033')" "$tmp/err" && bad "$said: an escape sequence reaches the terminal"
ctl list-instances --query 'length(InstanceSummaryList[0].InboundCallsEnabled)'; expect 255; expect_silence
expect_err "length(): argument 1 is of type boolean"
ctl list-instances --query "$(awk 'BEGIN { printf "@"; for (i = 0; i < 60; i++) printf "|[@,@]" }')"; expect 255
expect_err "takes more than"
ctl create-instance --identity-management-type CONNECT_MANAGED --instance-alias unmade --inbound-calls-enabled \
    --outbound-calls-enabled --query 'lenght(Id)'; expect 252
ctl list-instances --query 'InstanceSummaryList[].InstanceAlias'
grep -q unmade "$tmp/out" && bad "a request was sent although the query is invalid"

# --- YAML

if [ "$yaml" = 0 ]; then
    ctl describe-instance --instance-id "$(cat /dev/null)" --cli-input-yaml 'InstanceId: x' --dry-run; expect 0
    ctl tag-resource --cli-input-yaml 'resourceArn: a
tags: {n: "1", t: "true"}' --dry-run; expect 0; expect_out '"n": "1"'
    ctl update-task-template --cli-input-yaml 'InstanceId: i
TaskTemplateId: t
Fields:
- Id: {Name: a}
  SingleSelectOptions: [x, "y"]
' --dry-run; expect 0; expect_out '"SingleSelectOptions"'
    ctl list-instances --cli-input-yaml 'MaxResults: 7' --dry-run; expect 0; expect_out '"MaxResults": 7'
    for wrong in '[1]' 'a: [' 'a: &x b
c: *x' 'a: b
a: c' "$(awk 'BEGIN { for (i = 0; i < 200; i++) printf "[" }')"; do
        ctl list-instances --cli-input-yaml "$wrong"; expect 252; expect_err "--cli-input-yaml: "
    done
    ctl list-instances --cli-input-yaml 'a: b' --cli-input-json '{}'; expect 252; expect_err "cannot be combined"
    ctl create-instance --generate-cli-skeleton yaml-input; expect 0
    expect_out "IdentityManagementType: SAML  # [REQUIRED] one of SAML"
    cp "$tmp/out" "$tmp/skeleton"
    ctl create-instance --cli-input-yaml "file://$tmp/skeleton" --dry-run; expect 0
else
    ctl list-instances --output yaml; expect 252; expect_err "built without YAML"
    ctl list-instances --cli-input-yaml 'a: b'; expect 252; expect_err "built without YAML"
fi

# --- a token or page size in the input does not turn paging off

start_local --seed-instances 25
for input in '{"MaxResults": 5}' '{"NextToken": ""}' '{"NextToken": null, "MaxResults": null}' '{"MaxResults": 0}'; do
    ctl list-instances --cli-input-json "$input" --query 'length(InstanceSummaryList)'; echo 25 | expect_output
done

# --- pages: each is printed when it arrives

play <<'END'
{"body": {"InstanceSummaryList": [{"Id": "one"}, {"Id": "two"}], "NextToken": "t1"}}
{"status": 400, "body": {"__type": "InvalidRequestException", "message": "page 2 is broken"}}
END
for form in text yaml-stream; do
    [ "$form" = text ] || [ "$yaml" = 0 ] || continue
    replay
    ctl list-instances --output $form; expect 254; expect_out "one"; expect_err "page 2 is broken"
done
replay
ctl list-instances; expect 254; expect_silence

play <<'END'
{"body": {"InstanceSummaryList": [{"Id": "one"}, {"Id": "two"}], "NextToken": "t1"}}
{"body": {"InstanceSummaryList": [{"Id": "three"}]}}
END
[ "$("$connectctl" list-instances --output text | head -n 1)" = "INSTANCESUMMARYLIST	one" ] || bad "no first line"
[ "$(wc -l <"$tmp/requests")" = 1 ] || bad "list-instances | head -n 1 fetches $(wc -l <"$tmp/requests") pages"
replay
ctl list-instances --output text; expect 0
printf 'INSTANCESUMMARYLIST\tone\nINSTANCESUMMARYLIST\ttwo\nINSTANCESUMMARYLIST\tthree\n' | expect_output
# A stream of pages shows the first one while the second is on its way.
play <<'END'
{"body": {"InstanceSummaryList": [{"Id": "one"}], "NextToken": "t1"}}
{"delay": 600}
END
interruptible list-instances --output text >"$tmp/stream" 2>"$tmp/err" &
stream=$!
tries=0
until grep -q one "$tmp/stream"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || { bad "the first page is not printed before the second arrives"; break; }
    sleep 0.1
done
# --- Ctrl-C during a listing: what was printed stays, and the exit code says so
kill -INT "$stream"; code=0; wait "$stream" || code=$?
[ "$code" = 130 ] || bad "an interrupted listing exits with $code: $(cat "$tmp/err")"

# --- the token is the AWS CLI's

play <<'END'
{"body": {"InstanceSummaryList": [{"Id": "one"}], "NextToken": "t1"}}
END
ctl list-instances --output text --no-paginate; expect 0
printf 't1\nINSTANCESUMMARYLIST\tone\n' | expect_output
replay; ctl list-instances --output text --max-results 1; printf 't1\nINSTANCESUMMARYLIST\tone\n' | expect_output
replay; ctl list-instances --output text --max-items 1
printf 'INSTANCESUMMARYLIST\tone\nNEXTTOKEN\teyJOZXh0VG9rZW4iOiAidDEifQ==\n' | expect_output
replay; ctl list-instances --max-items 0 --query 'InstanceSummaryList'; echo '[]' | expect_output

# --- a full disk

if [ -w /dev/full ]; then
    for form in json text table yaml yaml-stream; do
        case $form in yaml*) [ "$yaml" = 0 ] || continue ;; esac
        replay
        code=0
        "$connectctl" list-instances --output $form --max-items 1 >/dev/full 2>"$tmp/err" || code=$?
        said="list-instances --output $form >/dev/full"
        expect 255; expect_err "cannot write the output: No space left on device"
    done
    for words in --help --version "list-instances --help" "list-instances --generate-cli-skeleton" "configure list"; do
        code=0
        # shellcheck disable=SC2086 # a list of words
        "$connectctl" $words >/dev/full 2>"$tmp/err" || code=$?
        said="$words >/dev/full"
        expect 255; expect_err "cannot write the output"
    done
fi
"$connectctl" --help | head -n 1 >/dev/null || bad "--help | head fails"

# --- errors

play <<'END'
{"status": 404, "body": {"__type": "ResourceNotFoundException", "Message": "no such instance"}}
END
ctl describe-instance --instance-id i; expect 254; expect_err "Request id: an-id (HTTP 404)"
ctl describe-instance --instance-id i --cli-error-format legacy; expect 254
printf '\nAn error occurred (ResourceNotFoundException) when calling the DescribeInstance operation: no such instance\n' |
    cmp -s - "$tmp/err" || bad "$said: $(cat "$tmp/err")"
ctl describe-instance --instance-id i --cli-error-format json; expect 254
cat >"$tmp/want" <<'END'
{
    "Message": "no such instance",
    "Code": "ResourceNotFoundException",
    "RequestId": "an-id"
}
END
cmp -s "$tmp/want" "$tmp/err" || bad "$said: $(cat "$tmp/err")"
ctl describe-instance --instance-id i --cli-error-format text; expect_err "ResourceNotFoundException	no such instance	an-id"
ctl describe-instance --instance-id i --cli-error-format table; expect_err "Code"
(AWS_CLI_ERROR_FORMAT=json; export AWS_CLI_ERROR_FORMAT
 ctl describe-instance --instance-id i; cmp -s "$tmp/want" "$tmp/err" || bad "$said: $(cat "$tmp/err")")

# --- settings that do not work

stop_playing
unset AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION AWS_ENDPOINT_URL_CONNECT
cat >"$tmp/config" <<'END'
[profile fails]
region = us-east-1
credential_process = false
END
AWS_CONFIG_FILE=$tmp/config
export AWS_CONFIG_FILE
ctl configure list; expect 0
[ "$(grep -c '<not set>             None    None' "$tmp/out")" = 4 ] || bad "$said: $(cat "$tmp/out" "$tmp/err")"
ctl configure list --profile fails; expect 255; expect_out "   profile                    fails           manual    --profile"
expect_err "credential_process"
ctl configure list --profile none; expect 255; expect_out "none           manual    --profile"; expect_err '"none"'
(AWS_ACCESS_KEY_ID=AKIDABCDEFGH1234 AWS_SECRET_ACCESS_KEY=s AWS_REGION=us-east-1
 export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION
 ctl configure list; expect 0
 expect_out "access_key     ****************1234              env"
 expect_out "    region                us-east-1              env    AWS_REGION")
printf '[profile slow]\nregion = us-east-1\ncredential_process = sh -c "exec sleep 600"\n' >"$tmp/config"
interruptible configure list --profile slow >"$tmp/out" 2>"$tmp/err" &
listing=$!
until pgrep -f -P "$listing" 'sleep 600' >/dev/null 2>&1; do sleep 0.1; done
kill -INT "$listing"; code=0; wait "$listing" || code=$?
[ "$code" = 130 ] || bad "an interrupted configure list exits with $code"

finish
