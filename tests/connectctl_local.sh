#!/bin/sh
# connectctl against connect-local: the story of an instance, pages, forms of output, errors and exit codes.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"

TZ=UTC0 COLUMNS=80
export TZ COLUMNS

# value NAME: the value of a member in the JSON output, which stands on a line of its own.
value() {
    sed -n "s/^ *\"$1\": \"\{0,1\}\(.*[^\",]\)\"\{0,1\},\{0,1\}\$/\1/p" "$tmp/out"
}

# --- the story of an instance

start_local --creation-delay-ms 300
ctl create-instance --identity-management-type CONNECT_MANAGED --instance-alias demo \
    --inbound-calls-enabled --no-outbound-calls-enabled --tags stage=demo,team=voice
expect 0
id=$(value Id) arn=$(value Arn)
expect_output <<END
{
    "Id": "$id",
    "Arn": "$arn"
}
END
ctl describe-instance --instance-id "$id"; expect 0
expect_out '"InstanceStatus": "CREATION_IN_PROGRESS"'
ctl wait instance-active --instance-id "$id"; expect 0; expect_silence
[ ! -s "$tmp/err" ] || bad "$said: speaks without a terminal: $(cat "$tmp/err")"
ctl describe-instance --instance-id "$arn"; expect 0
expect_out '        "InstanceStatus": "ACTIVE",'
expect_out '        "OutboundCallsEnabled": false'
expect_out '            "stage": "demo"'
value CreatedTime | grep -Eq '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{6})?\+00:00$' ||
    bad "$said: CreatedTime is $(value CreatedTime)"
utc=$(value CreatedTime)
(TZ=XYZ-5:30; ctl describe-instance --instance-id "$id"; expect_out '+05:30"')
[ "$(value CreatedTime)" != "$utc" ] || bad "the time is not local"

ctl tag-resource --resource-arn "$arn" --tags '{"title": "zürich \"x\""}'; expect 0; expect_silence
ctl untag-resource --resource-arn "$arn" --tag-keys stage; expect 0; expect_silence
ctl list-tags-for-resource --resource-arn "$arn"; expect 0
expect_output <<'END'
{
    "tags": {
        "team": "voice",
        "title": "zürich \"x\""
    }
}
END
ctl list-tags-for-resource --resource-arn "$arn" --output text
printf 'TAGS\tvoice\tzürich "x"\n' | expect_output
ctl list-tags-for-resource --resource-arn "$arn" --output table
expect_output <<'END'
team   voice
title  zürich "x"
END
ctl describe-instance --instance-id "$id" --output table; expect 0
expect_out 'Outbound calls enabled    No'
expect_out 'Instance alias            demo'
ctl delete-instance --instance-id "$id"; expect 0; expect_silence
ctl wait instance-deleted --instance-id "$id"; expect 0

# --- errors, told and counted as the AWS CLI does

ctl describe-instance --instance-id "$id"; expect 254; expect_silence
head -n 2 "$tmp/err" | tail -n 1 | grep -q \
    '^An error occurred (ResourceNotFoundException) when calling the DescribeInstance operation: .' ||
    bad "$said: $(cat "$tmp/err")"
sed -n 3p "$tmp/err" | grep -Eq '^Request id: [0-9a-f-]{36} \(HTTP 404\)$' || bad "$said: $(cat "$tmp/err")"
sed -n 4p "$tmp/err" | grep -q '^Check the ids and the region' || bad "$said: $(cat "$tmp/err")"
ctl list-instances --next-token none; expect 254; expect_err "(Invalid"
ctl describe-instance --instance-id ''; expect 252; expect_err "Parameter validation failed:"
ctl describe-instance --cli-input-json '{"InstanceId": "x", "Zonk": 1}'; expect 252; expect_err "Zonk"
ctl create-instance --identity-management-type SAML --inbound-calls-enabled --outbound-calls-enabled \
    --instance-alias 'not an alias' --strict
expect 252; expect_err "InstanceAlias"
(AWS_SECRET_ACCESS_KEY=wrong; ctl list-instances; expect 254; expect_err "InvalidSignatureException")
(AWS_ACCESS_KEY_ID='' AWS_SECRET_ACCESS_KEY=''; ctl list-instances; expect 253)
(AWS_REGION=''; ctl list-instances; expect 253)
ctl list-instances --region 'a b'; expect_silence; [ "$code" -ge 252 ] || bad "$said: exit code $code"
ctl list-instances --endpoint-url http://127.0.0.1:1 --cli-connect-timeout 5; expect 255
ctl list-instances --no-sign-request; expect 254
ctl list-instances --debug; expect 0; expect_err "GET"
grep -q '^trace > {' "$tmp/err" && bad "$said: shows a body that is not sent"
ctl configure explain --cli-read-timeout 0 --cli-connect-timeout 0; expect 0
[ "$(grep -c '2147483647 *--cli-' "$tmp/out")" = 2 ] || bad "$said: 0 is not no limit: $(cat "$tmp/out")"
grep -q local-secret "$tmp/err" && bad "--debug shows the secret"

# What STS refuses is a failure of its operation, not of the one of the command.
start_local --sts
cat >"$tmp/config" <<'END'
[profile r]
role_arn = arn:aws:iam::123456789012:role/provisioning
source_profile = base
[profile base]
aws_access_key_id = AKIDUNKNOWN
aws_secret_access_key = secret
END
(AWS_CONFIG_FILE=$tmp/config AWS_ENDPOINT_URL_STS=$local_url; export AWS_CONFIG_FILE AWS_ENDPOINT_URL_STS
ctl list-instances --profile r; expect 253
expect_err "An error occurred (InvalidClientTokenId) when calling the AssumeRole operation of 127.0.0.1 for credentials: "
expect_err "(HTTP 403)"
AWS_SHARED_CREDENTIALS_FILE=/nonexistent/credentials COLUMNS=200; export AWS_SHARED_CREDENTIALS_FILE
ctl configure explain; expect 0
expect_out "/nonexistent/credentials (No such file or directory)")
(unset AWS_CA_BUNDLE REQUESTS_CA_BUNDLE SSL_CERT_FILE
CURL_CA_BUNDLE=/nonexistent/ca.pem COLUMNS=200; export CURL_CA_BUNDLE COLUMNS
ctl configure explain; expect 0
grep -q "/nonexistent/ca.pem (No such file or directory).*CURL_CA_BUNDLE" "$tmp/out" ||
    bad "configure explain does not show which certificates are used: $(grep ca_bundle "$tmp/out")")
rm "$tmp/config"

ctl configure list; expect 0
expect_out "    region                us-east-1              env    AWS_REGION"
ctl configure explain; expect 0; expect_out "$local_url"
grep -q local-secret "$tmp/out" && bad "configure shows the secret"

# --- a creation that fails, and a wait that takes too long

start_local --fail-alias '^bad' --creation-delay-ms 100
ctl create-instance --identity-management-type CONNECT_MANAGED --instance-alias bad-one \
    --inbound-calls-enabled --outbound-calls-enabled
id=$(value Id)
ctl wait instance-active --instance-id "$id"; expect 255; expect_err "fail-alias"
[ "$(grep -c fail-alias "$tmp/err")" = 1 ] || bad "$said: the reason is not printed once: $(cat "$tmp/err")"
start_local --creation-delay-ms 60000
ctl create-instance --identity-management-type CONNECT_MANAGED --instance-alias slow \
    --inbound-calls-enabled --outbound-calls-enabled
id=$(value Id)
ctl wait instance-active --instance-id "$id" --timeout 1; expect 255
expect_err "connectctl wait instance-active --instance-id $id"
ctl wait instance-active --instance-id "$id" --timeout 1 --region us-east-1 --endpoint-url "$local_url" --profile 'a b'; expect 253
ctl wait instance-active --instance-id "$id" --timeout 1 --region us-east-1 --endpoint-url "$local_url"; expect 255
expect_err "To go on waiting: connectctl wait instance-active --instance-id $id --region us-east-1 --endpoint-url $local_url"

# --- waits for replicas and traffic distribution groups

start_local --creation-delay-ms 300
ctl create-instance --identity-management-type SAML --instance-alias first \
    --inbound-calls-enabled --outbound-calls-enabled
id=$(value Id)
ctl wait instance-active --instance-id "$id"; expect 0
ctl replicate-instance --instance-id "$id" --replica-region us-west-2 --replica-alias second; expect 0
ctl wait instance-replicated --instance-id "$id" --replica-region us-west-2; expect 0; expect_silence
ctl describe-instance --instance-id "$id"; expect_out INSTANCE_REPLICATION_COMPLETE
ctl wait instance-replicated --instance-id "$id"; expect 0; expect_silence
ctl wait instance-replicated --instance-id "$id" --replica-region eu-west-2 --timeout 1; expect 255
expect_err "To go on waiting: connectctl wait instance-replicated --instance-id $id --replica-region eu-west-2"
ctl create-traffic-distribution-group --name demo --instance-id "$id"; expect 0
group=$(value Id)
ctl wait traffic-distribution-group-active --traffic-distribution-group-id "$group"; expect 0; expect_silence
ctl describe-traffic-distribution-group --traffic-distribution-group-id "$group"; expect_out '"Status": "ACTIVE"'
ctl wait traffic-distribution-group-deleted --traffic-distribution-group-id "$group" --timeout 1; expect 255
expect_err "connectctl wait traffic-distribution-group-deleted --traffic-distribution-group-id $group"
ctl delete-traffic-distribution-group --traffic-distribution-group-id "$group"; expect 0
ctl wait traffic-distribution-group-active --traffic-distribution-group-id "$group"; expect 255
expect_err PENDING_DELETION
ctl wait traffic-distribution-group-deleted --traffic-distribution-group-id "$group"; expect 0; expect_silence
ctl describe-traffic-distribution-group --traffic-distribution-group-id "$group"; expect 254

# --- pages

start_local --seed-instances 23
aliases() { value InstanceAlias | tr '\n' ' '; }
ctl list-instances; expect 0
all=$(aliases)
[ "$(value InstanceAlias | wc -l)" = 23 ] || bad "$said: not 23 instances"
grep -q NextToken "$tmp/out" && bad "$said: a complete list has a NextToken"
ctl list-instances --page-size 7; expect 0
[ "$(aliases)" = "$all" ] || bad "$said: other instances in pages of 7"
ctl list-instances --no-paginate; expect 0
[ "$(value InstanceAlias | wc -l)" = 10 ] || bad "$said: not one page"
expect_out '"NextToken"'
for step in 1 3 5 10 23 40; do
    token='' got='' steps=0
    while [ "$steps" -lt 30 ]; do
        if [ -z "$token" ]; then
            ctl list-instances --page-size 5 --max-items "$step"
        else
            ctl list-instances --page-size 5 --max-items "$step" --starting-token "$token"
        fi
        expect 0
        got=$got$(aliases) token=$(value NextToken) steps=$((steps + 1))
        [ -n "$token" ] || break
    done
    [ "$got" = "$all" ] || bad "in steps of $step: $got"
done
ctl list-instances --max-items 2; expect 0
[ "$(value NextToken)" = "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAyfQ==" ] ||
    bad "$said: the token is $(value NextToken)"
ctl list-instances --output text; expect 0
[ "$(grep -c '^INSTANCESUMMARYLIST	arn:' "$tmp/out")" = 23 ] || bad "$said: $(head -n 3 "$tmp/out")"
ctl list-instances --output text --max-items 1; tail -n 1 "$tmp/out" | grep -q '^NEXTTOKEN	eyJ' || bad "$said"
ctl list-instances --output table; expect 0
awk 'length > 80 { exit 1 }' "$tmp/out" || bad "$said: wider than the terminal"
expect_out "seed-0023"
(unset COLUMNS; ctl list-instances --output table; expect_out "arn:aws:connect:"; expect_out "Yes")
start_local
ctl list-instances; expect 0
expect_output <<'END'
{
    "InstanceSummaryList": []
}
END
ctl list-instances --output table; echo "(none)" | expect_output
ctl list-instances --output text; expect 0; expect_silence

finish
