/*
 * The patterns of string members, one row each: a name for the rows of lib/api, the regular
 * expression of the service model, and a description for users.
 *
 * The matcher in expression.c interprets the expression; the tests compare it with the model and
 * generate samples from it.  A new pattern is a new row here and nothing else.
 */
#ifndef SHAPE_PATTERN_LIST_H
#define SHAPE_PATTERN_LIST_H

/* clang-format off */
#define PATTERN_UUID "[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"

#define ALL_PATTERNS(X)                                                                            \
    X(DIRECTORY_ALIAS, "^(?!d-)([\\da-zA-Z]+)([-]*[\\da-zA-Z])*$",                                 \
      "letters, digits and inner hyphens, not beginning with \"d-\"")                              \
    X(DIRECTORY_ID, "^d-[0-9a-f]{10}$",                                                            \
      "\"d-\" and ten hexadecimal digits in lower case")                                           \
    X(TAG_KEY, "^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$",                                        \
      "letters, spaces, numbers and _.:/=+-@, not beginning with \"aws:\"")                        \
    X(APPLICATION_NAME, "^[a-zA-Z0-9_ -]+$",                                                       \
      "letters, digits, spaces, _ and -")                                                          \
    X(EMAIL_ADDRESS, "[^\\s@]+@[^\\s@]+\\.[^\\s@]+",                                               \
      "an e-mail address: name@host.domain")                                                       \
    X(AWS_REGION, "[a-z]{2}(-[a-z]+){1,2}(-[0-9])?",                                               \
      "a region, as in us-west-2")                                                                 \
    X(INSTANCE_ID_OR_ARN,                                                                          \
      "^(arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z]+-[0-9]{1}:[0-9]{1,20}:instance/)?"            \
      PATTERN_UUID "$",                                                                            \
      "an instance id (a UUID in lower case) or the ARN of an instance")                           \
    X(INSTANCE_ARN,                                                                                \
      "arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z]+-[0-9-]{1}:[0-9]{1,20}:instance/" PATTERN_UUID, \
      "the ARN of an instance")                                                                    \
    X(GROUP_ID, "^" PATTERN_UUID "$",                                                              \
      "the id of a traffic distribution group (a UUID in lower case)")                             \
    X(GROUP_ARN,                                                                                   \
      "^arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z]+-[0-9]{1}:[0-9]{1,20}:"                        \
      "traffic-distribution-group/" PATTERN_UUID "$",                                              \
      "the ARN of a traffic distribution group")                                                   \
    X(GROUP_ID_OR_ARN,                                                                             \
      "^(arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z-]+-[0-9]{1}:[0-9]{1,20}:"                      \
      "traffic-distribution-group/)?" PATTERN_UUID "$",                                            \
      "the id (a UUID in lower case) or the ARN of a traffic distribution group")                  \
    X(TRIMMED, "(^[\\S].*[\\S]$)|(^[\\S]$)",                                                     \
      "one line without spaces at its ends")                                                       \
    X(FILE_EXTENSION, "^[a-zA-Z0-9-_]+$",                                                          \
      "letters, digits, - and _")
/* clang-format on */

#endif
