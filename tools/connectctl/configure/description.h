/*
 * What connect_client_describe() returns.
 */
#ifndef CTL_CONFIGURE_DESCRIPTION_H
#define CTL_CONFIGURE_DESCRIPTION_H

#include "cli/globals.h"

#include <connect/error.h>

#include <jansson.h>

struct description {
    json_t *json;         /* NULL when nothing could be resolved; owned */
    bool has_no_region;   /* no region is configured; the rest is resolved as in any region */
    bool is_interrupted;  /* Ctrl-C while credentials were fetched */
    connect_error *error; /* why json is NULL; owned */
};

void describe_client(struct description *description, const struct globals *globals);
void description_free(struct description *description);

/* A setting by its name, or NULL. */
const json_t *description_setting(const json_t *json, const char *name);
/*
 * Where a setting comes from.  One that is an option of the client was an option of the command
 * line: "option ca_bundle" is --ca-bundle.  The caller frees it.
 */
char *description_origin(const json_t *setting);

#endif
