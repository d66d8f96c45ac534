/*
 * A file that shares quotas among all processes of a host.
 *
 * The service counts requests for each account, region and operation, whoever sends them. Processes
 * that pace by themselves exceed together what each of them respects.  So they map one file with a
 * slot for each (account, region, operation) and take their turns there.
 *
 * A slot holds the theoretical arrival time of the generic cell rate algorithm: the time at which
 * the bucket would be full again.  With an interval T between requests and a burst of B, a request
 * that arrives at time t moves it to max(tat, t) + T, and may go B * T before that.  Moving it is
 * one compare-and-swap, so a process that dies at any point leaves nothing behind that others wait
 * for; at worst one turn is not used.  Taking a turn reserves it: who comes first gets the earlier
 * time, and sleeps until then without looking again, so no process can starve another.
 *
 * Times are microseconds of the monotonic clock, which all processes of a host share until it
 * boots.
 */
#ifndef CALL_PACE_FILE_H
#define CALL_PACE_FILE_H

#include "shape/operation.h"

#include <connect/error.h>

#include <stdbool.h>
#include <stdint.h>

struct pace_file;
struct pace_slot;

/*
 * Maps the file, which is created when it is not there.  for_group: mode 0660 in place of 0600.
 * CONNECT_E_CONFIGURATION with the reason when the file is not one of ours or cannot be shared.
 */
connect_status pace_file_open(const char *path, bool for_group, struct pace_file **out,
                              connect_error **error);
/* The same with the hash of a boot in place of that of the present one. */
connect_status pace_file_open_in_boot(const char *path, bool for_group, uint64_t boot,
                                      struct pace_file **out, connect_error **error);
void pace_file_close(struct pace_file *file);

/*
 * The slot of a quota; principal: an account id or an access key id.  Slots that have not been used
 * for an hour are given to others, so look it up for each turn.  NULL when all near its place are
 * in use.  Borrowed from the file.
 */
struct pace_slot *pace_file_slot(struct pace_file *file, const char *principal, const char *region,
                                 const char *quota, int64_t now);

/*
 * Reserves the next turn and returns when it is due, in microseconds; `now` or less: at once.
 * *reserved is what pace_slot_return() needs.
 */
int64_t pace_slot_reserve(struct pace_slot *slot, struct quota quota, int64_t now,
                          uint64_t *reserved);
/* Gives a turn back that was not used, if no later one has been reserved. */
void pace_slot_return(struct pace_slot *slot, struct quota quota, uint64_t reserved);
/*
 * The service refused a request for being too fast: all processes lose what was saved up and slow
 * down for a while.
 */
void pace_slot_refused(struct pace_slot *slot, struct quota quota, int64_t now);
/* The present rate as a share of the quota's, 0.1 .. 1. */
double pace_slot_factor(const struct pace_slot *slot, int64_t now);

#endif
