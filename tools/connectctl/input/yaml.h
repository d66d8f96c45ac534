/*
 * Values in YAML, for --cli-input-yaml.
 */
#ifndef CTL_INPUT_YAML_H
#define CTL_INPUT_YAML_H

#include <jansson.h>

/*
 * The JSON value of a YAML document; times stay strings.  NULL with the reason in *problem, which
 * the caller frees.  Aliases are refused: a short document could stand for a huge value.
 */
json_t *yaml_parse(const char *text, char **problem);

#endif
