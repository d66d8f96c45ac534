/*
 * Z-API instances as JSON, text and table.
 */
#ifndef CTL_ZAPI_SHOW_H
#define CTL_ZAPI_SHOW_H

#include "cli/globals.h"

#include <connect/zapi.h>

#include <jansson.h>

/* One instance under the names of the API, without its token unless it is asked for.  Owned. */
json_t *zapi_json(const connect_zapi_instance *instance, bool with_token);
/* Shows an array of them.  Returns 0, or an exit code after having said why. */
int zapi_show(const struct globals *globals, const json_t *content);

#endif
