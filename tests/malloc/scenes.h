/* The scenes in which work is done while allocations fail. */
#ifndef TESTS_MALLOC_SCENES_H
#define TESTS_MALLOC_SCENES_H

#include "support/home.h"
#include "support/wire_tls.h"

struct scene {
    const char *name;
    void (*begin)(void);
    connect_status (*run)(void);
    connect_status permitted[5]; /* besides memory */
    void (*prepare)(void);       /* before each run, or NULL */
};

extern const struct scene scenes[];
extern const size_t scenes_count;

bool scene_needs_tls(const struct scene *scene);
bool scene_needs_server(const struct scene *scene);

/* Of the scene that is played. */
extern struct home home;
extern struct wire_server *server; /* NULL: none */
extern struct wire_tls *tls;       /* NULL: none */

#endif
