/*
 * CONNECT_DRIVER=loop: every blocking function runs its tasks on an event loop, so that the whole
 * suite tests both drivers.
 */
#ifndef TESTS_SUPPORT_LOOP_DRIVER_H
#define TESTS_SUPPORT_LOOP_DRIVER_H

#include <stdbool.h>

/* Follows the environment variable; before any call is made.  An unknown value ends the program. */
void loop_driver_choose(void);

/* Each blocking call has a loop of its own then, and a refresh of credentials is not its own. */
bool loop_driver_is_chosen(void);

#endif
