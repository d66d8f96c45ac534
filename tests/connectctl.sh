#!/bin/sh
# connectctl without a server: help, mistakes on the command line, and what the options become.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"

# --- help at every level, readable on a narrow terminal

COLUMNS=80
export COLUMNS
narrow() {
    # A path of the service may be one long word.
    LC_ALL=C.UTF-8 awk -v said="$said" 'length > 80 && NF > 1 { print said ": a line of " length " columns: " $0 }' "$tmp/out" |
        while read -r line; do bad "$line"; done
}

for spelling in --help -h help; do
    ctl "$spelling"; expect 0; narrow
    expect_out "Usage: connectctl COMMAND"
    expect_out "  --region NAME"
done
ctl --help
sed -n '/^Commands$/,/^$/s/^  \([a-z][a-z0-9-]*\).*/\1/p' "$tmp/out" | sort -u >"$tmp/commands"
grep -q list-instances "$tmp/commands" || bad "the help lists no commands"
while read -r command; do
    ctl "$command" --help; expect 0; narrow
    expect_out "Usage: connectctl $command"
    cp "$tmp/out" "$tmp/help"
    ctl "$command" help; expect_output <"$tmp/help"
    ctl help "$command"; expect_output <"$tmp/help"
    # An example of the input is an input.
    ctl "$command" --generate-cli-skeleton; expect 0
    cp "$tmp/out" "$tmp/skeleton"
    ctl "$command" --cli-input-json - --dry-run <"$tmp/skeleton"; expect 0
    expect_output <"$tmp/skeleton"
    ctl "$command" --cli-input-json "file://$tmp/skeleton" --generate-cli-skeleton output; expect 0
done <"$tmp/commands"

ctl create-instance --help
sed -n '/^Required$/,/^$/p' "$tmp/out" | grep -q -e '--identity-management-type VALUE' ||
    bad "create-instance --help: required options do not come first"
expect_out "one of SAML, CONNECT_MANAGED, EXISTING_DIRECTORY"
expect_out "--inbound-calls-enabled | --no-inbound-calls-enabled"
expect_out "1 to 45 characters"
expect_out "ServiceQuotaExceededException"
ctl wait --help; expect 0; expect_out "wait instance-deleted"
expect_out "wait instance-replicated"; expect_out "wait traffic-distribution-group-active"
expect_out "wait traffic-distribution-group-deleted"
ctl wait instance-active --help; expect 0; expect_out "--timeout SECONDS"
grep -q replica-region "$tmp/out" && bad "$said: offers --replica-region"
ctl wait instance-replicated --help; expect 0; expect_out "--instance-id "; expect_out "--replica-region REGION"
ctl wait traffic-distribution-group-active help; expect 0; expect_out "--traffic-distribution-group-id "
ctl help; expect 0; expect_out "wait traffic-distribution-group-deleted"
ctl configure --help; expect 0; expect_out "configure explain"
ctl list-integration-associations --help; expect_out "25 a second and 50 at once"
ctl create-integration-association --help; expect_out "SES_IDENTITY: 1 a second"
ctl list-instances --help; expect_out "2 a second and 5 at once"
ctl --version; expect 0; expect_out "connectctl "

# --- mistakes

wrong() {
    ctl "$@"; expect 252; expect_silence
}
wrong; expect_err "a command is missing"
wrong list-instnaces; expect_err 'did you mean "list-instances"?'
wrong Zonk; expect_err 'unknown command "Zonk"'
wrong list-instances --max-itmes 3; expect_err "did you mean --max-items?"
wrong create-instance --no-inbund-calls-enabled; expect_err "did you mean --no-inbound-calls-enabled?"
wrong describe-instance; expect_err "this option is required: --instance-id"
wrong create-instance --instance-alias x
expect_err "--identity-management-type, --inbound-calls-enabled (or --no-inbound-calls-enabled)"
wrong describe-instance --instance-id; expect_err "--instance-id needs a value"
wrong describe-instance --instance-id x y; expect_err 'unexpected argument "y"'
wrong create-instance --inbound-calls-enabled true; expect_err "--no-inbound-calls-enabled is its opposite"
wrong create-instance --inbound-calls-enabled=true; expect_err "takes no value"
wrong create-instance --in x; expect_err "--instance-alias, --inbound-calls-enabled"
wrong --region; expect_err "--region needs a value"
wrong list-instances --output xml; expect_err 'expected one of json, yaml, yaml-stream, text, table, off'
wrong list-instances --color maybe; expect_err "expected one of on, off, auto"
wrong list-instances --cli-error-format xml; expect_err "expected one of enhanced, legacy"
wrong --no-verify-ssl list-instances; expect_err "certificates are always verified"
wrong list-instances --cli-read-timeout soon; expect_err "expected a number of seconds"
wrong list-instances --max-items -1; expect_err "from 0"
wrong list-instances --page-size 0; expect_err "from 1"
wrong list-instances --max-items 1 --no-paginate; expect_err "cannot be combined"
wrong list-instances --max-items 1 --max-results 1; expect_err "cannot be combined"
wrong list-instances --max-results ten; expect_err '"ten" is not a whole number'
wrong wait; expect_err "instance-active"
wrong wait --region us-west-2; expect_err 'wait: the waiter is missing'; expect_err 'connectctl wait --help'
wrong wait instance-replicatd; expect_err 'did you mean "instance-replicated"?'
wrong wait instance-gone; expect_err "instance-gone"
expect_err "traffic-distribution-group-active or traffic-distribution-group-deleted"
wrong wait instance-replicated; expect_err "--instance-id"
wrong wait instance-active --instance-id x --replica-region us-west-2; expect_err "--replica-region"
wrong describe-instance --instance-id x --replica-region us-west-2; expect_err "--replica-region"
wrong wait traffic-distribution-group-active --instance-id x; expect_err "--instance-id"
wrong wait traffic-distribution-group-deleted; expect_err "--traffic-distribution-group-id"
wrong wait instance-active; expect_err "--instance-id"
wrong wait instance-active --instance-id x --timeout 0; expect_err "--timeout"
wrong list-instances --generate-cli-skeleton foo; expect_err "expected one of input, yaml-input, output"
wrong wait instance-active --generate-cli-skeleton foo; expect_err "expected one of input, yaml-input"
wrong list-queues; expect_err '"list-queues" is not an instance operation'
wrong list-instances --starting-token "$(printf '\377')"; expect_err "not UTF-8"
for command in "configure set" "configure get" "configure sso" "configure" "login" "sso login"; do
    # shellcheck disable=SC2086 # a list of words
    wrong $command; expect_err "run aws $command"
done
ctl connect list-instances --help; expect 0; expect_out "Usage: connectctl list-instances"

# --- values

# becomes INPUT ARGUMENT...: what the options of a command become, without whitespace.
becomes() {
    want=$1; shift
    ctl "$@" --dry-run; expect 0
    tr -d ' \n' <"$tmp/out" >"$tmp/got"
    [ "$(cat "$tmp/got")" = "$want" ] || bad "$said: $(cat "$tmp/got"), not $want"
}
id='{"InstanceId":"i"'

becomes '{"IdentityManagementType":"SAML","InboundCallsEnabled":true,"OutboundCallsEnabled":false}' \
    create-instance --identity-management-type SAML --inbound-calls-enabled --no-outbound-calls-enabled
becomes '{"IdentityManagementType":"SAML","InboundCallsEnabled":false,"OutboundCallsEnabled":true}' \
    create-instance --inbound-calls-enabled --no-inbound-calls-enabled --outb --identity=SAML
becomes '{"NextToken":"t=/+","MaxResults":3}' list-instances --max-results 3 --next-token t=/+
becomes "$id}" --region r describe-instance --output text --instance-id i --debug
becomes '{"InstanceId":"-"}' describe-instance --instance-id -
becomes '{"InstanceId":"--x"}' describe-instance --instance-id=--x
becomes "$id,\"Key\":\"-----BEGINPUBLICKEY-----\"}" \
    associate-security-key --instance-id i --key "-----BEGIN PUBLIC KEY-----"

becomes '{"resourceArn":"a","tagKeys":["k1","k2"]}' untag-resource --resource-arn a --tag-keys k1 k2
becomes '{"resourceArn":"a","tagKeys":["k1","k2"]}' untag-resource --tag-keys '["k1", "k2"]' --resource-arn a
becomes '{"resourceArn":"a","tagKeys":[]}' untag-resource --tag-keys --resource-arn a
tags='{"resourceArn":"a","tags":'
becomes "$tags{\"k\":\"v\",\"k2\":\"v2\"}}" tag-resource --resource-arn a --tags k=v,k2=v2
becomes "$tags{\"k\":\"v\",\"k2\":\"v2\"}}" tag-resource --resource-arn a --tags k=v k2=v2
becomes "$tags{\"k\":\"v\"}}" tag-resource --resource-arn a --tags '{"k": "v"}'
becomes "$tags{\"k\":\"a,b\",\"l\":\"c'd\"}}" tag-resource --resource-arn a --tags "k='a,b',l=\"c'd\""
becomes "$tags{\"k\":\"a,b\",\"l\":\"\"}}" tag-resource --resource-arn a --tags 'k=a\,b,l='
becomes "$tags{\"k\":\"x=y\",\"l\":\"\\\"\\\\\"}}" tag-resource --resource-arn a --tags 'k=x=y,l="\"\\"'
printf '{"k": "from file"}' >"$tmp/tags.json"
becomes "$tags{\"k\":\"fromfile\"}}" tag-resource --resource-arn a --tags "file://$tmp/tags.json"
becomes "$tags{\"k\":\"{\\\"k\\\":\\\"fromfile\\\"}\"}}" tag-resource --resource-arn a --tags "k@=file://$tmp/tags.json"
becomes "$tags{\"k\":\"fromfile\"}}" \
    tag-resource --resource-arn a --cli-input-json "{\"resourceArn\": \"b\", \"tags\": {\"k\": \"from file\"}}"

storage='"ResourceType":"CALL_RECORDINGS","StorageConfig":{"StorageType":"S3","S3Config":{"BucketName":"b",'
storage=$storage'"BucketPrefix":"p","EncryptionConfig":{"EncryptionType":"KMS","KeyId":"k"}}}'
becomes "$id,$storage}" associate-instance-storage-config --instance-id i --resource-type CALL_RECORDINGS \
    --storage-config 'StorageType=S3,S3Config={BucketName=b,BucketPrefix=p,EncryptionConfig={EncryptionType=KMS,KeyId=k}}'
becomes "$id,\"ResourceType\":\"R\",\"StorageConfig\":{\"KinesisVideoStreamConfig\":{\"Prefix\":\"7\",\"RetentionPeriodHours\":7}}}" \
    associate-instance-storage-config --instance-id i --resource-type R \
    --storage-config 'KinesisVideoStreamConfig={Prefix=7,RetentionPeriodHours=7}'
fields='"Fields":[{"Id":{"Name":"a"},"Type":"SINGLE_SELECT","SingleSelectOptions":["x","y"]},{"Id":{"Name":"b"},"Type":"TEXT"}]'
becomes "{\"TaskTemplateId\":\"t\",\"InstanceId\":\"i\",$fields}" update-task-template --instance-id i --task-template-id t \
    --fields 'Id={Name=a},Type=SINGLE_SELECT,SingleSelectOptions=[x,y]' 'Id={Name=b},Type=TEXT'
becomes "{\"TaskTemplateId\":\"t\",\"InstanceId\":\"i\",$fields}" update-task-template --instance-id i --task-template-id t \
    --fields 'Id={Name=a},Type=SINGLE_SELECT,SingleSelectOptions=x,y' '{"Id": {"Name": "b"}, "Type": "TEXT"}'

# --- values that are none

wrong tag-resource --resource-arn a --tags k; expect_err 'expected "="'
wrong tag-resource --resource-arn a --tags 'k=v,k=w'; expect_err "duplicate key"
wrong tag-resource --resource-arn a --tags 'k="v'; expect_err "unclosed quote"
wrong tag-resource --resource-arn a --tags '{"k": "v"'; expect_err "not valid JSON"
wrong tag-resource --resource-arn a --tags '{"k": "v", "k": "w"}'; expect_err "not valid JSON"
wrong tag-resource --resource-arn a --tags '["k"]'; expect_err "expected an object"
wrong tag-resource --resource-arn a --tags "k=$(awk 'BEGIN { for (i = 0; i < 5000; i++) printf "[" }')"
expect_err "nested too deeply"
wrong tag-resource --resource-arn a --tags "$(awk 'BEGIN { for (i = 0; i < 5000; i++) printf "[" }')"
expect_err "not valid JSON"
wrong describe-instance --instance-id "$(printf '\377')"; expect_err "not UTF-8"
wrong describe-instance --instance-id "file://$tmp/none"; expect_err "No such file"
wrong describe-instance --instance-id "file://$tmp"; expect_err "cannot read"
printf 'a\0b' >"$tmp/zero"
wrong describe-instance --instance-id "file://$tmp/zero"; expect_err "contains a null byte"
wrong describe-instance --cli-input-json '[]'; expect_err "expected an object"
wrong describe-instance --cli-input-json '{'; expect_err "not valid JSON"
wrong describe-instance --cli-input-json '{}'; expect_err "--instance-id"

finish
