# shellcheck shell=sh
# shellcheck disable=SC2154 # common.sh sets tmp; ctl.sh defines ctl
# For tests that compare outputs, after local.sh: start_world makes the same 23 instances each time, the first of them
# with tags, bots and a storage configuration, and sets everything that formats depend on.

start_world() {
    start_local --seed-instances 23
    TZ=UTC0 AWS_PAGER=''
    export TZ AWS_PAGER
    # Version 1 of the AWS CLI prints times as they come by default, version 2 in ISO 8601.
    printf '[default]\ncli_timestamp_format = iso8601\n' >"$tmp/config"
    # It knows one variable for the region only.
    AWS_CONFIG_FILE=$tmp/config AWS_DEFAULT_REGION=$AWS_REGION
    export AWS_CONFIG_FILE AWS_DEFAULT_REGION
    ctl list-instances --query 'InstanceSummaryList[0].[Id,Arn]' --output text --max-items 1
    first=$(sed -n 1p "$tmp/out" | cut -f 1) first_arn=$(sed -n 1p "$tmp/out" | cut -f 2)
    ctl tag-resource --resource-arn "$first_arn" --tags stage=prod,costCenter=12; expect 0
    ctl associate-bot --instance-id "$first" --lex-bot Name=book,LexRegion=us-east-1; expect 0
    ctl associate-bot --instance-id "$first" --lex-bot Name=order-taking,LexRegion=us-west-2; expect 0
    ctl associate-approved-origin --instance-id "$first" --origin https://example.com; expect 0
    ctl associate-instance-storage-config --instance-id "$first" --resource-type CALL_RECORDINGS --storage-config \
        'StorageType=S3,S3Config={BucketName=recordings,BucketPrefix=p,EncryptionConfig={EncryptionType=KMS,KeyId=k}}'
    expect 0
}
