/* A program that was compiled against an older header: its structs end earlier than today's. */
#ifndef TESTS_SUPPORT_OLD_H
#define TESTS_SUPPORT_OLD_H

struct connect_client;

/*
 * Creates an instance as that program does; the bytes behind its struct are no struct. Returns the
 * status.
 */
int old_create_instance(struct connect_client *client);
/*
 * Describes one and reads what that program knows; returns the status, and whether it read what was
 * responded.
 */
int old_describe_instance(struct connect_client *client, int *read);

#endif
