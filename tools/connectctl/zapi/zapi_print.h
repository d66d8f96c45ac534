/*
 * Z-API instances as JSON, YAML, text and table.
 */
#ifndef CTL_ZAPI_ZAPI_PRINT_H
#define CTL_ZAPI_ZAPI_PRINT_H

#include "cli/settings.h"

#include <connect/zapi.h>

#include <jansson.h>

/* One instance with the names of the API, without its token unless `with_token`.  Owned. */
json_t *zapi_json(const connect_zapi_instance *instance, bool with_token);
/* Prints an array of them.  Returns 0, or an exit code after having reported why. */
int zapi_print(const struct settings *settings, const json_t *content);

#endif
