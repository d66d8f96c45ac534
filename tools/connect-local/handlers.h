/*
 * What operations do.  A handler runs under the lock, with checked input; it sets job->output and
 * returns true, or refuses and returns false.
 */
#ifndef LOCAL_HANDLERS_H
#define LOCAL_HANDLERS_H

#include "local.h"

enum shelf_id {
    SHELF_ATTRIBUTES,
    SHELF_BOTS,
    SHELF_INTEGRATIONS,
    SHELF_KEYS,
    SHELF_LAMBDAS,
    SHELF_ORIGINS,
    SHELF_REPLICAS,
    SHELF_STORAGE,
    SHELF_TEMPLATES,
    SHELF_USE_CASES,
    SHELF_COUNT
};

struct instance {
    char id[37];
    int64_t number; /* on the shelf of instances */
    json_t *record; /* borrowed from there */
    char *alias;    /* lower case, as in the map; or NULL */
    int64_t created, ready;
    bool fails;
    bool settled; /* its creation has ended */
    struct shelf shelves[SHELF_COUNT];
};

/* The member of a replica's record with the key of its alias; no row of the model knows it. */
#define REPLICA_ALIAS "AliasKey"

/* What kind of record an operation is about. */
struct family {
    enum shelf_id shelf;
    const char *what;    /* in messages */
    const char *keys[3]; /* members that find one */
    const char *same[3]; /* members that no two may share; the keys when empty */
    const char *view;    /* the member of the record that a listing shows; NULL: the record */
    const char *id;      /* the member that gets a new id, or NULL */
    const char *arn;     /* the member that gets the ARN, or NULL */
    const char *path;    /* in the ARN, before the id */
    size_t limit;        /* for each instance; 0: none */
};

typedef bool handler_fn(struct job *job, const struct family *family);

/* ---- instances.c ---- */

/*
 * The key of an alias among all of them: aliases differ by more than case.  To be freed with
 * mem_free().
 */
char *alias_key(const char *alias);
/* Whether an instance has that alias, or a replica has. */
bool alias_is_taken(struct job *job, const char *alias);
struct instance *instance_add(struct local *local, json_t *input, int64_t now, int64_t delay_ms);
void instance_free(struct instance *instance);
/* By its id; NULL when there is none (any more). */
struct instance *instance_find(struct local *local, const char *id, int64_t now);
/* The one that InstanceId names; refuses with 404. */
struct instance *job_instance(struct job *job);
/* The same, which must be active: nothing can be attached to it before. */
struct instance *job_active_instance(struct job *job);
/* "arn:aws:connect:REGION:ACCOUNT:instance/ID" in the exchange's arena. */
const char *instance_arn(struct local *local, struct arena *arena, const char *region,
                         const char *id);

handler_fn create_instance, describe_instance, delete_instance, list_instances;

/* ---- items.c ---- */

/* The record for what is asked to be made: the input without what addresses it. */
json_t *record_new(const struct job *job);
/*
 * The index on the family's shelf of the record that the keys of the input name; refuses with 404.
 */
bool find_item(struct job *job, struct instance *instance, const struct family *family,
               size_t *index);
/*
 * Refuses a record that is there already, or one too many; else gives it its id and puts it on the
 * shelf.
 */
bool add_item(struct job *job, struct instance *instance, const struct family *family,
              json_t *record);
/* One page of a shelf: items whose members equal those of the input. */
bool list_shelf(struct job *job, const struct shelf *shelf, const char *view);

handler_fn associate, disassociate, list_items;

/* ---- the others ---- */

/* The attributes of an instance, made when they are first asked for. */
struct shelf *instance_attributes(struct instance *instance);
handler_fn describe_attribute, list_attributes, update_attribute;

handler_fn associate_bot, disassociate_bot, disassociate_lex_bot, list_lex_bots;
handler_fn associate_key;
handler_fn create_integration, delete_integration, create_use_case, list_use_cases;
handler_fn associate_storage, describe_storage, update_storage;
handler_fn create_template, get_template, update_template;
handler_fn replicate_instance;
/* The replicas of an instance as DescribeInstance shows them; NULL when it has none. */
json_t *replication_of(const struct job *job, struct instance *instance);
handler_fn send_email, send_web_notification;
handler_fn tag_resource, untag_resource, list_tags;

#endif
