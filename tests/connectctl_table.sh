#!/bin/sh
# Tables at 40, 80 and 140 columns: which columns stay, nested tables, lines that are never broken.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"
# shellcheck source=tests/support/ctl_script.sh
. "$top_srcdir/tests/support/ctl_script.sh"

have python3 || skip "no python3 here to play a service"
TZ=UTC0
export TZ COLUMNS

# table COLUMNS ARGUMENT...
table() {
    COLUMNS=$1; shift
    ctl "$@" --output table
    expect 0
}

# instance NUMBER ALIAS STATUS: a summary as the service sends it.
instance() {
    id=00000000-0000-4000-8000-00000000000$1
    echo '{"Id": "'"$id"'", "Arn": "arn:aws:connect:us-east-1:123456789012:instance/'"$id"'",' \
        '"IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "'"$2"'", "CreatedTime": 1795657590,' \
        '"ServiceRole": "arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/Role_'"$1"'",' \
        '"InstanceStatus": "'"$3"'", "InboundCallsEnabled": true, "OutboundCallsEnabled": false,' \
        '"InstanceAccessUrl": "https://'"$2"'.my.connect.aws"}'
}
listing() {
    echo '{"body": {"InstanceSummaryList": ['"$1"']}}' >"$tmp/script"
    replay
}

# --- constant columns and references go first; what differs and names stay

listing "$(instance 1 first ACTIVE), $(instance 2 second CREATION_FAILED)"
table 140 list-instances
expect_output <<'END'
                                      Identity         Instance
ID                                    management type  alias     Created time         Instance status  Instance access URL
------------------------------------  ---------------  --------  -------------------  ---------------  -----------------------------
00000000-0000-4000-8000-000000000001  CONNECT_MANAGED  first     2026-11-26 01:46:30  ACTIVE           https://first.my.connect.aws
00000000-0000-4000-8000-000000000002  CONNECT_MANAGED  second    2026-11-26 01:46:30  CREATION_FAILED  https://second.my.connect.aws

The same in all rows: Inbound calls enabled: Yes; Outbound calls enabled: No
Not shown: ARN, Service role
END
table 80 list-instances
expect_output <<'END'
                                      Identity         Instance
ID                                    management type  alias     Instance status
------------------------------------  ---------------  --------  ---------------
00000000-0000-4000-8000-000000000001  CONNECT_MANAGED  first     ACTIVE
00000000-0000-4000-8000-000000000002  CONNECT_MANAGED  second    CREATION_FAILED

The same in all rows: Created time: 2026-11-26 01:46:30; Inbound calls enabled:
                      Yes; Outbound calls enabled: No
Not shown: ARN, Service role, Instance access URL
END

# --- one row has the layout of two

listing "$(instance 1 first ACTIVE)"
table 80 list-instances
expect_output <<'END'
                                      Identity         Instance  Instance
ID                                    management type  alias     status
------------------------------------  ---------------  --------  --------
00000000-0000-4000-8000-000000000001  CONNECT_MANAGED  first     ACTIVE

Also: Created time: 2026-11-26 01:46:30; Inbound calls enabled: Yes; Outbound
      calls enabled: No; Instance access URL: https://first.my.connect.aws
Not shown: ARN, Service role
END

# --- a long alias stays, at any width

for long in an-alias-of-exactly-forty-one-characters1 an-alias-of-forty-five-characters-1234567890x; do
    listing "$(instance 1 $long ACTIVE), $(instance 2 second ACTIVE)"
    for width in 140 100 80; do
        table "$width" list-instances
        expect_out "Instance"
        grep -q "^00000000-0000-4000-8000-000000000001 .*an-alias-of" "$tmp/out" || bad "$said at $width: no alias: $(cat "$tmp/out")"
        awk -v width="$width" 'length > width { exit 1 }' "$tmp/out" || bad "$said: wider than $width columns"
    done
done

# --- on a narrow terminal there are records, with labels above values; ids and ARNs are never broken

table 40 list-instances --max-items 1
expect_out "  00000000-0000-4000-8000-000000000001"
expect_out "  arn:aws:connect:us-east-1:123456789012:instance/00000000-0000-4000-8000-000000000001"
expect_out "  2026-11-26 01:46:30"
expect_out "Inbound calls enabled     Yes"
table 30 list-instances --query 'InstanceSummaryList[0].{Id:Id,Alias:InstanceAlias}'
expect_output <<END
Id
  00000000-0000-4000-8000-000000000001
Alias
  $long
END

# --- nested tables, structures as columns, tags one per line

cat >"$tmp/script" <<'END'
{"body": {"InstanceId": "i", "Id": "t", "Name": "Template", "Fields": [{"Id": {"Name": "a"}, "Type": "SINGLE_SELECT", "SingleSelectOptions": ["x", "y"]}, {"Id": {"Name": "b"}, "Description": "some longer description of this field that has to be wrapped on a narrow terminal", "Type": "TEXT"}]}}
END
replay
table 80 get-task-template --instance-id i --task-template-id t
expect_output <<'END'
Instance ID  i
ID           t
Name         Template

Fields
                                                                         Single
                                                                         select
  Name  Description                                       Type           options
  ----  ------------------------------------------------  -------------  -------
  a                                                       SINGLE_SELECT  x
                                                                         y
  b     some longer description of this field that has    TEXT
        to be wrapped on a narrow terminal
END
cat >"$tmp/script" <<'END'
{"body": {"AssociationId": "one", "StorageConfig": {"AssociationId": "one", "StorageType": "S3", "S3Config": {"BucketName": "b", "BucketPrefix": "p", "EncryptionConfig": {"EncryptionType": "KMS", "KeyId": "k"}}}, "StorageConfigs": [{"AssociationId": "one", "StorageType": "S3", "S3Config": {"BucketName": "b", "BucketPrefix": "p", "EncryptionConfig": {"EncryptionType": "KMS", "KeyId": "k"}}}, {"AssociationId": "two", "StorageType": "KINESIS_STREAM", "KinesisStreamConfig": {"StreamArn": "arn:aws:kinesis:us-east-1:123456789012:stream/s"}}]}}
END
replay
table 140 list-instance-storage-configs --instance-id i --resource-type CALL_RECORDINGS
expect_output <<'END'
Association ID  Storage type    Bucket name  Bucket prefix  Encryption type  Key ID  Stream ARN
--------------  --------------  -----------  -------------  ---------------  ------  -----------------------------------------------
one             S3              b            p              KMS              k
two             KINESIS_STREAM                                                       arn:aws:kinesis:us-east-1:123456789012:stream/s
END
cat >"$tmp/script" <<'END'
{"body": {"Instance": {"Id": "i", "InstanceAlias": "a", "Tags": {"stage": "prod", "costCenter": "12"}}}}
END
replay
table 80 describe-instance --instance-id i
expect_output <<'END'
ID              i
Instance alias  a

Tags
  stage       prod
  costCenter  12
END

# --- results of queries

listing "$(instance 1 first ACTIVE), $(instance 2 second CREATION_FAILED)"
table 80 list-instances --query 'InstanceSummaryList[].{Name:InstanceAlias,"in":InboundCallsEnabled,n:length(InstanceAlias)}'
expect_output <<'END'
Name    in   n
------  ---  -
first   Yes  5
second  Yes  6
END
table 80 list-instances --query 'InstanceSummaryList[].[InstanceAlias,InstanceStatus]'
printf 'first   ACTIVE\nsecond  CREATION_FAILED\n' | expect_output
table 80 list-instances --query 'InstanceSummaryList[].InstanceAlias'
printf 'first\nsecond\n' | expect_output
table 80 list-instances --query 'InstanceSummaryList[0].InstanceAlias'
echo first | expect_output
# shellcheck disable=SC2016 # backticks of JMESPath
table 80 list-instances --query '[`1`,[`2`],{a:`3`}]'
expect_out "1"

finish
