/*
 * Tags: rows of <connect/tag.h>.
 */
#include "call/entry.h"

#include <connect/tag.h>

#define TAG_ERRORS                                                                             \
    ERRORS("InvalidRequestException", "InvalidParameterException", "InternalServiceException", \
           "ResourceNotFoundException", "ThrottlingException")

#define T connect_tag_resource_request
SHAPE(FIELD(resource_arn, "resourceArn", REQUIRED, IN_PATH),
      MAP(tags, "tags", REQUIRED, COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)));
#undef T

#define T connect_tag_resource_response
EMPTY_SHAPE();
#undef T

OPERATION(tag_resource, "TagResource", "POST", "/tags/{resourceArn}",
          "Adds tags to a resource or changes their values.",
          .errors = TAG_ERRORS, .repeatable = true);

#define T connect_untag_resource_request
SHAPE(FIELD(resource_arn, "resourceArn", REQUIRED, IN_PATH),
      TEXTS(tag_keys, "tagKeys", REQUIRED, IN_QUERY("tagKeys"), COUNT(1, 50),
            EACH_PATTERN(1, 128, TAG_KEY)));
#undef T

#define T connect_untag_resource_response
EMPTY_SHAPE();
#undef T

OPERATION(untag_resource, "UntagResource", "DELETE", "/tags/{resourceArn}",
          "Takes tags away from a resource.",
          .errors = TAG_ERRORS, .repeatable = true);

#define T connect_list_tags_for_resource_request
SHAPE(FIELD(resource_arn, "resourceArn", REQUIRED, IN_PATH));
#undef T

#define T connect_list_tags_for_resource_response
SHAPE(MAP(tags, "tags", COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)));
#undef T

OPERATION(list_tags_for_resource, "ListTagsForResource", "GET", "/tags/{resourceArn}",
          "Lists the tags of a resource.",
          .errors = TAG_ERRORS, .repeatable = true);
