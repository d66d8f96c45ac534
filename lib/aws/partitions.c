/*
 * The partitions of AWS, as a table.  A region of a partition that is not in the table has the
 * suffixes of "aws".
 * (botocore data/partitions.json; the regionRegex of each partition is
 * "^(PREFIX|...)-WORD-NUMBER$")
 */
#include "aws/endpoint.h"
#include "core/assert.h"
#include "core/text.h"

#include <string.h>

struct partition_row {
    struct partition partition;
    const char *prefixes; /* separated by spaces */
};
static const struct partition_row partitions[] = {
    { { "aws", "amazonaws.com", "api.aws", "us-east-1", "aws-global" },
      "us eu ap sa ca me af il mx" },
    { { "aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1",
        "aws-cn-global" },
      "cn" },
    { { "aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1", NULL },
      "eusc-de" },
    { { "aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1", "aws-iso-global" }, "us-iso" },
    { { "aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1", "aws-iso-b-global" },
      "us-isob" },
    { { "aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1",
        "aws-iso-e-global" },
      "eu-isoe" },
    { { "aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1",
        "aws-iso-f-global" },
      "us-isof" },
    { { "aws-us-gov", "amazonaws.com", "api.aws", "us-gov-west-1", "aws-us-gov-global" },
      "us-gov" },
};

/* "-word-number"; a word has no hyphen, which keeps "us-iso-east-1" out of "us". */
static bool is_word_and_number(const char *text)
{
    if (*text++ != '-') {
        return false;
    }
    const char *word = text;
    while (text_is_alnum(*text) || *text == '_') {
        text++;
    }
    if (text == word || *text++ != '-') {
        return false;
    }
    const char *number = text;
    while (text_is_digit(*text)) {
        text++;
    }
    return text != number && *text == '\0';
}

static bool is_region_of(const char *prefixes, const char *region)
{
    while (*prefixes != '\0') {
        size_t size = strcspn(prefixes, " ");
        ASSERT(size > 0);
        if (strncmp(region, prefixes, size) == 0 && is_word_and_number(region + size)) {
            return true;
        }
        prefixes += size;
        prefixes += *prefixes == ' ';
    }
    return false;
}

/*
 * Rule: a region that no partition matches belongs to aws.  Source: botocore, partitions.json and
 * endpoint_provider.py.  Test: a_region_belongs_to_a_partition.
 */
const struct partition *partition_of_region(const char *region)
{
    size_t count = sizeof partitions / sizeof *partitions;
    for (size_t i = 0; i < count; i++) {
        const char *name = partitions[i].partition.global_name;
        if ((name != NULL && strcmp(region, name) == 0) ||
            is_region_of(partitions[i].prefixes, region)) {
            return &partitions[i].partition;
        }
    }
    return &partitions[0].partition;
}
