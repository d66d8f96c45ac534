/* The version as configure.ac states it: it is written down in that one place. */
#include "config.h"

#include <connect/types.h>

const char *connect_version(void)
{
    return PACKAGE_VERSION;
}
