/*
 * --state: the state document in a file.
 */
#ifndef LOCAL_SERVER_STATE_FILE_H
#define LOCAL_SERVER_STATE_FILE_H

#include "state/local.h"

struct state_file;

/*
 * Loads the file, if there is one, into the state, and keeps it as local->initial; NULL after a
 * message. Sets local->file.
 */
struct state_file *state_file_open(struct local *local, const char *path);
/*
 * Writes the state unless the file has it already: the file is replaced in one piece. When several
 * threads call it at once, one writes for all. Any thread, without the lock of the state.
 */
void state_file_save(struct state_file *file);
/* Writes the state a last time: instances may have become active without a request. */
void state_file_close(struct state_file *file);

#endif
