/*
 * Task templates: the forms that agents fill in to make a task.
 *
 * A template has fields, each with a name and a type; constraints say which of them agents must
 * fill in, cannot change, or do not see; defaults say what a field holds at first.  Constraints and
 * defaults refer to a field by its name, wrapped in an identifier.  A task that was made from a
 * template keeps a snapshot of it, so that a later change of the template does not change the task.
 *
 * An operation needs the IAM action that has its name, for example connect:CreateTaskTemplate.
 * Each may be called 2 times a second and 5 times at once, by all callers of an account in a Region
 * together.  All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; the library retries both, since all of
 * them are safe to repeat.
 *
 * Example:
 *
 *     connect_list_task_templates_request request = {
 *         .size = sizeof request, .instance_id = instance_id
 *     };
 *     connect_pager *pager = connect_list_task_templates_pages(client, &request);
 *     const connect_task_template_metadata *template;
 *     while ((template = connect_list_task_templates_next(pager)) != NULL) {
 *         puts(template->name);
 *     }
 *     connect_pager_free(pager);
 */
#ifndef CONNECT_TASK_TEMPLATE_H
#define CONNECT_TASK_TEMPLATE_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Whether tasks can be made from a template. */
typedef enum connect_task_template_status {
    /** newer than this library: see the text beside it */
    CONNECT_TASK_TEMPLATE_STATUS_UNKNOWN = -1,
    CONNECT_TASK_TEMPLATE_STATUS_ACTIVE = 1,  /**< agents can select it */
    CONNECT_TASK_TEMPLATE_STATUS_INACTIVE = 2 /**< no new task can refer to it; its tasks stay */
} connect_task_template_status;

/**
 * Returns the name of a status as the service writes it, for example "ACTIVE".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_task_template_status_name(connect_task_template_status value);

/**
 * Returns the constant for the name of a status.
 *
 * name: as the service writes it, for example "ACTIVE"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_task_template_status connect_task_template_status_of(const char *name);

/** What a field holds. */
typedef enum connect_task_template_field_type {
    /** newer than this library: see the text beside it */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_UNKNOWN = -1,
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_NAME = 1,            /**< the name of the task */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_DESCRIPTION = 2,     /**< the description of the task */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_SCHEDULED_TIME = 3,  /**< when the task is to begin */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_QUICK_CONNECT = 4,   /**< who gets the task */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_URL = 5,             /**< a web address */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_NUMBER = 6,          /**< a number */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_TEXT = 7,            /**< one line */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_TEXT_AREA = 8,       /**< several lines */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_DATE_TIME = 9,       /**< a date and a time of day */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_BOOLEAN = 10,        /**< yes or no */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_SINGLE_SELECT = 11,  /**< one of the field's options */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_EMAIL = 12,          /**< an e-mail address */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_SELF_ASSIGN = 13,    /**< whether the agent takes the task */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_EXPIRY_DURATION = 14 /**< how long the task may stay open */
} connect_task_template_field_type;

/**
 * Returns the name of a type of field as the service writes it, for example "NAME".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_task_template_field_type_name(
    connect_task_template_field_type value);

/**
 * Returns the constant for the name of a type of field.
 *
 * name: as the service writes it, for example "NAME"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_task_template_field_type connect_task_template_field_type_of(const char *name);

/** Which field is meant. */
typedef struct connect_task_template_field_identifier {
    size_t size;
    const char *name; /**< 1..100 characters; the name of a field of the template */
} connect_task_template_field_identifier;

/** A field that agents must fill in before they can make the task. */
typedef struct connect_required_field_info {
    size_t size;
    const connect_task_template_field_identifier *id; /**< a field of the template */
} connect_required_field_info;

/** A field that agents see and cannot change: its default value is all that it holds. */
typedef struct connect_read_only_field_info {
    size_t size;
    const connect_task_template_field_identifier *id; /**< a field of the template */
} connect_read_only_field_info;

/** A field that agents do not see: its default value is all that it holds. */
typedef struct connect_invisible_field_info {
    size_t size;
    const connect_task_template_field_identifier *id; /**< a field of the template */
} connect_invisible_field_info;

/**
 * What agents must, may not, or need not see of the form.  A field that is in none of the lists can
 * be filled in or left empty.
 */
typedef struct connect_task_template_constraints {
    size_t size;
    const connect_required_field_info *const *required_fields; /**< NULL: none */
    size_t required_fields_count;
    /** NULL: none; give each a default value */
    const connect_read_only_field_info *const *read_only_fields;
    size_t read_only_fields_count;
    /** NULL: none; give each a default value */
    const connect_invisible_field_info *const *invisible_fields;
    size_t invisible_fields_count;
} connect_task_template_constraints;

/** What a field holds when the agent does not change it. */
typedef struct connect_task_template_default_field_value {
    size_t size;
    const connect_task_template_field_identifier *id; /**< a field of the template */
    const char *default_value; /**< at most 4096 characters, whatever the type of the field */
} connect_task_template_default_field_value;

/** The defaults of the form. */
typedef struct connect_task_template_defaults {
    size_t size;
    /** fields without one are empty at first */
    const connect_task_template_default_field_value *const *default_field_values;
    size_t default_field_values_count;
} connect_task_template_defaults;

/** One field of the form. */
typedef struct connect_task_template_field {
    size_t size;
    const connect_task_template_field_identifier *id; /**< required; names the field */
    const char *description; /**< for the agent; 1..255 characters; NULL: none */
    /** see the enum; 0 with type_text for a type newer than this library */
    connect_task_template_field_type type;
    /** the name of the type; in a request used when type is 0 or _UNKNOWN */
    const char *type_text;
    const char *const *single_select_options; /**< for SINGLE_SELECT; 1..100 characters each */
    size_t single_select_options_count;
} connect_task_template_field;

/** The form to make. */
typedef struct connect_create_task_template_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN */
    const char *name;        /**< required; 1..100 characters; unique within the instance */
    const char *description; /**< 1..255 characters; NULL: none */
    /**
     * the flow that a task of this template runs by default; at most 500 characters; not required
     * when a field is a QUICK_CONNECT
     */
    const char *contact_flow_id;
    /** the flow when the agent takes the task; at most 500 characters */
    const char *self_assign_flow_id;
    /** NULL: agents may change and leave out any field */
    const connect_task_template_constraints *constraints;
    const connect_task_template_defaults *defaults; /**< NULL: all fields are empty at first */
    /** tasks are made from ACTIVE templates only; 0 lets the service choose */
    connect_task_template_status status;
    /** the name of a status newer than this library, with a status of 0; else NULL */
    const char *status_text;
    const connect_task_template_field *const *fields; /**< required */
    size_t fields_count;
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_create_task_template_request;

/** How to name the new template. */
typedef struct connect_create_task_template_response {
    size_t size;
    const char *id;  /**< for the functions below; 1..500 characters */
    const char *arn; /**< for tags and IAM policies; 1..500 characters */
} connect_create_task_template_response;

/**
 * Creates a task template in an instance.  The flows that it names have to exist.
 *
 * Safe to repeat: all attempts of a call carry the same client token.  To repeat it later, after a
 * crash for example, set client_token to a value that was stored before the first call.
 *
 * IAM action: connect:CreateTaskTemplate.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL.
 * Errors: CONNECT_E_NOT_FOUND (no such instance, or a flow that is named does not exist),
 * CONNECT_E_INVALID_REQUEST (connect_error_detail() says which property is wrong, and why),
 * CONNECT_E_QUOTA_EXCEEDED (templates of the instance).
 * Source: API reference, CreateTaskTemplate.
 *
 *     connect_task_template_field_identifier name = { .size = sizeof name, .name = "Summary" };
 *     connect_task_template_field field = {
 *         .size = sizeof field, .id = &name, .type = CONNECT_TASK_TEMPLATE_FIELD_TYPE_TEXT
 *     };
 *     const connect_task_template_field *const fields[] = { &field };
 *     connect_create_task_template_request request = {
 *         .size = sizeof request,
 *         .instance_id = instance_id,
 *         .name = "Call back",
 *         .contact_flow_id = flow_id,
 *         .status = CONNECT_TASK_TEMPLATE_STATUS_ACTIVE,
 *         .fields = fields,
 *         .fields_count = 1,
 *     };
 *     connect_create_task_template(client, &request, &response, &error);
 */
CONNECT_API connect_status connect_create_task_template(
    connect_client *client, const connect_create_task_template_request *request,
    connect_create_task_template_response **out, connect_error **error);

/** Which template to show. */
typedef struct connect_get_task_template_request {
    size_t size;
    const char *instance_id;      /**< required; id or ARN */
    const char *task_template_id; /**< required; 1..500 characters */
    /** the version that a task was made from, as the task names it; NULL for the current one */
    const char *snapshot_version;
} connect_get_task_template_request;

/** A template in full. */
typedef struct connect_get_task_template_response {
    size_t size;
    const char *instance_id;         /**< the instance of the template */
    const char *id;                  /**< 1..500 characters */
    const char *arn;                 /**< for tags and IAM policies */
    const char *name;                /**< 1..100 characters */
    const char *description;         /**< NULL: none */
    const char *contact_flow_id;     /**< the flow that a task runs by default; NULL: none */
    const char *self_assign_flow_id; /**< the flow when the agent takes the task; NULL: none */
    const connect_task_template_constraints *constraints; /**< NULL: none */
    const connect_task_template_defaults *defaults;       /**< NULL: none */
    const connect_task_template_field *const *fields;
    size_t fields_count;
    connect_task_template_status status; /**< 0 when the service sent none */
    const char *status_text; /**< the name as the service sent it, also when status is _UNKNOWN */
    connect_opt_time last_modified_time; /**< unset when the service sent none */
    connect_opt_time created_time;       /**< unset when the service sent none */
    const connect_pair *const *tags;     /**< find one with connect_pair_find() */
    size_t tags_count;
} connect_get_task_template_response;

/**
 * Fetches a template in full, as it is now or as it was when a task was made from it.
 *
 * Safe to repeat: it only reads.
 *
 * IAM action: connect:GetTaskTemplate.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(), with all its fields.
 * Errors: CONNECT_E_NOT_FOUND (no such template, snapshot or instance), CONNECT_E_INVALID_REQUEST.
 * Source: API reference, GetTaskTemplate.
 */
CONNECT_API connect_status
connect_get_task_template(connect_client *client, const connect_get_task_template_request *request,
                          connect_get_task_template_response **out, connect_error **error);

/** One template, as listings show it: without its fields. */
typedef struct connect_task_template_metadata {
    size_t size;
    const char *id;                      /**< 1..500 characters */
    const char *arn;                     /**< for tags and IAM policies */
    const char *name;                    /**< 1..100 characters */
    const char *description;             /**< NULL: none */
    connect_task_template_status status; /**< 0 when the service sent none */
    const char *status_text; /**< the name as the service sent it, also when status is _UNKNOWN */
    connect_opt_time last_modified_time; /**< unset when the service sent none */
    connect_opt_time created_time;       /**< unset when the service sent none */
} connect_task_template_metadata;

/** Whose templates to list; status and name filter. */
typedef struct connect_list_task_templates_request {
    size_t size;
    const char *instance_id;             /**< required; id or ARN */
    const char *next_token;              /**< from the previous page, or NULL */
    connect_opt_int32 max_results;       /**< 1..100 a page; unset: the service chooses */
    connect_task_template_status status; /**< only those of the status; 0 for all */
    /** the name of a status newer than this library, with a status of 0; else NULL */
    const char *status_text;
    const char *name; /**< only the one of that name; 1..100 characters; NULL for all */
} connect_list_task_templates_request;

/** A page of templates. */
typedef struct connect_list_task_templates_response {
    size_t size;
    const connect_task_template_metadata *const *task_templates;
    size_t task_templates_count; /**< 0 does not mean the last page */
    const char *next_token;      /**< NULL on the last page */
} connect_list_task_templates_response;

/**
 * Fetches one page of the templates; connect_list_task_templates_pages() fetches all.
 *
 * Safe to repeat: it only reads.  A template may take a moment to appear or to vanish.
 *
 * IAM action: connect:ListTaskTemplates.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(), with all its templates.
 * Errors: CONNECT_E_NOT_FOUND (no such instance), CONNECT_E_INVALID_REQUEST (also for a token that
 * is not valid any more: begin again without one).
 * Source: API reference, ListTaskTemplates.
 */
CONNECT_API connect_status connect_list_task_templates(
    connect_client *client, const connect_list_task_templates_request *request,
    connect_list_task_templates_response **out, connect_error **error);

/**
 * Makes a pager over all task templates.  Sends nothing: connect_list_task_templates_next() fetches
 * a page when it needs one.
 *
 * request: copied.  client: borrowed until the pager is freed.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_task_templates_pages(
    connect_client *client, const connect_list_task_templates_request *request);

/**
 * Returns the next template, borrowed until the next call on the pager; NULL at the end or on
 * failure: see connect_pager_error().
 */
CONNECT_API const connect_task_template_metadata *connect_list_task_templates_next(
    connect_pager *pager);

/**
 * The new content of a template.  It replaces the old one as a whole: what is left out is gone.
 * connect_tag_resource() changes its tags.
 */
typedef struct connect_update_task_template_request {
    size_t size;
    const char *task_template_id;    /**< required; 1..500 characters */
    const char *instance_id;         /**< required; id or ARN */
    const char *name;                /**< 1..100 characters; unique within the instance */
    const char *description;         /**< 1..255 characters */
    const char *contact_flow_id;     /**< as for creation; at most 500 characters */
    const char *self_assign_flow_id; /**< as for creation; at most 500 characters */
    /** NULL: agents may change and leave out any field */
    const connect_task_template_constraints *constraints;
    const connect_task_template_defaults *defaults; /**< NULL: all fields are empty at first */
    connect_task_template_status status; /**< INACTIVE keeps new tasks from using the template */
    /** the name of a status newer than this library, with a status of 0; else NULL */
    const char *status_text;
    const connect_task_template_field *const *fields; /**< all of them, not those that change */
    size_t fields_count;
} connect_update_task_template_request;

/** The template as it is after the update; without its tags. */
typedef struct connect_update_task_template_response {
    size_t size;
    const char *instance_id;         /**< the instance of the template */
    const char *id;                  /**< 1..500 characters */
    const char *arn;                 /**< for tags and IAM policies */
    const char *name;                /**< 1..100 characters */
    const char *description;         /**< NULL: none */
    const char *contact_flow_id;     /**< the flow that a task runs by default; NULL: none */
    const char *self_assign_flow_id; /**< the flow when the agent takes the task; NULL: none */
    const connect_task_template_constraints *constraints; /**< NULL: none */
    const connect_task_template_defaults *defaults;       /**< NULL: none */
    const connect_task_template_field *const *fields;
    size_t fields_count;
    connect_task_template_status status; /**< 0 when the service sent none */
    const char *status_text; /**< the name as the service sent it, also when status is _UNKNOWN */
    connect_opt_time last_modified_time; /**< unset when the service sent none */
    connect_opt_time created_time;       /**< unset when the service sent none */
} connect_update_task_template_response;

/**
 * Replaces the content of a template.  To change one member, fetch the template with
 * connect_get_task_template(), change it, and send all of it back.  A request has no version that
 * the service could compare: of two callers who do this at once, the later one wins.
 *
 * Safe to repeat: the same request again changes nothing, unless another caller has changed the
 * template in between.
 *
 * IAM action: connect:UpdateTaskTemplate.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL.
 * Errors: CONNECT_E_NOT_FOUND (no such template or instance), CONNECT_E_INVALID_REQUEST
 * (connect_error_detail() of a PropertyValidationException says which property is wrong, and why),
 * CONNECT_E_QUOTA_EXCEEDED (fields of a template among them).
 * Source: API reference, UpdateTaskTemplate.
 */
CONNECT_API connect_status connect_update_task_template(
    connect_client *client, const connect_update_task_template_request *request,
    connect_update_task_template_response **out, connect_error **error);

/** Which template to delete. */
typedef struct connect_delete_task_template_request {
    size_t size;
    const char *instance_id;      /**< required; id or ARN */
    const char *task_template_id; /**< required; 1..500 characters */
} connect_delete_task_template_request;

/** Empty: the status says whether the template is gone. */
typedef struct connect_delete_task_template_response {
    size_t size;
} connect_delete_task_template_response;

/**
 * Deletes a template.  Tasks that were made from it stay.  To keep the template and only stop new
 * tasks, set its status to INACTIVE with connect_update_task_template().
 *
 * Safe to repeat: CONNECT_E_NOT_FOUND after a call whose outcome is not known means that the
 * template is gone.
 *
 * IAM action: connect:DeleteTaskTemplate.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL, since the response is empty.
 * Errors: CONNECT_E_NOT_FOUND (no such template or instance), CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DeleteTaskTemplate.
 */
CONNECT_API connect_status connect_delete_task_template(
    connect_client *client, const connect_delete_task_template_request *request,
    connect_delete_task_template_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
