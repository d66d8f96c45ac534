/*
 * Task templates: the forms that agents fill in to make a task.
 *
 * A field is known by its name, wrapped in an identifier; constraints and defaults speak of fields
 * by it.  All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides what is said at each.
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
    CONNECT_TASK_TEMPLATE_STATUS_UNKNOWN = -1,
    CONNECT_TASK_TEMPLATE_STATUS_ACTIVE = 1,
    CONNECT_TASK_TEMPLATE_STATUS_INACTIVE = 2
} connect_task_template_status;

/** Returns the name of a value, for example "ACTIVE"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_task_template_status_name(connect_task_template_status value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_task_template_status connect_task_template_status_of(const char *name);

/** What a field holds. */
typedef enum connect_task_template_field_type {
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_UNKNOWN = -1,
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_NAME = 1,           /**< the name of the task */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_DESCRIPTION = 2,    /**< the description of the task */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_SCHEDULED_TIME = 3, /**< when the task is to begin */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_QUICK_CONNECT = 4,  /**< who gets the task */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_URL = 5,
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_NUMBER = 6,
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_TEXT = 7,      /**< one line */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_TEXT_AREA = 8, /**< several lines */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_DATE_TIME = 9,
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_BOOLEAN = 10,
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_SINGLE_SELECT = 11, /**< one of the field's options */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_EMAIL = 12,
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_SELF_ASSIGN = 13,    /**< whether the agent takes the task */
    CONNECT_TASK_TEMPLATE_FIELD_TYPE_EXPIRY_DURATION = 14 /**< how long the task may stay open */
} connect_task_template_field_type;

/** Returns the name of a value, for example "NAME"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_task_template_field_type_name(
    connect_task_template_field_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_task_template_field_type connect_task_template_field_type_of(const char *name);

/** Which field is meant. */
typedef struct connect_task_template_field_identifier {
    size_t size;
    const char *name; /**< 1..100 characters */
} connect_task_template_field_identifier;

/** A field that agents must fill in. */
typedef struct connect_required_field_info {
    size_t size;
    const connect_task_template_field_identifier *id;
} connect_required_field_info;

/** A field that agents see and cannot change. */
typedef struct connect_read_only_field_info {
    size_t size;
    const connect_task_template_field_identifier *id;
} connect_read_only_field_info;

/** A field that agents do not see. */
typedef struct connect_invisible_field_info {
    size_t size;
    const connect_task_template_field_identifier *id;
} connect_invisible_field_info;

/** What agents must, may not, or need not see of the form. */
typedef struct connect_task_template_constraints {
    size_t size;
    const connect_required_field_info *const *required_fields;
    size_t required_fields_count;
    const connect_read_only_field_info *const *read_only_fields;
    size_t read_only_fields_count;
    const connect_invisible_field_info *const *invisible_fields;
    size_t invisible_fields_count;
} connect_task_template_constraints;

/** What a field holds when the agent does not change it. */
typedef struct connect_task_template_default_field_value {
    size_t size;
    const connect_task_template_field_identifier *id;
    const char *default_value; /**< at most 4096 characters, whatever the type of the field */
} connect_task_template_default_field_value;

/** The defaults of the form. */
typedef struct connect_task_template_defaults {
    size_t size;
    const connect_task_template_default_field_value *const *default_field_values;
    size_t default_field_values_count;
} connect_task_template_defaults;

/** One field of the form. */
typedef struct connect_task_template_field {
    size_t size;
    const connect_task_template_field_identifier *id; /**< required */
    const char *description;                          /**< 1..255 characters */
    connect_task_template_field_type type;
    const char *type_text;
    const char *const *single_select_options; /**< for SINGLE_SELECT; 1..100 characters each */
    size_t single_select_options_count;
} connect_task_template_field;

/** The form to make. */
typedef struct connect_create_task_template_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN */
    const char *name;        /**< required; 1..100 characters; unique within the instance */
    const char *description; /**< 1..255 characters */
    /** the flow that a task of this template runs by default; at most 500 characters */
    const char *contact_flow_id;
    /** the flow when the agent takes the task; at most 500 characters */
    const char *self_assign_flow_id;
    const connect_task_template_constraints *constraints;
    const connect_task_template_defaults *defaults;
    /** tasks are made from ACTIVE templates only; 0 lets the service choose */
    connect_task_template_status status;
    const char *status_text;
    const connect_task_template_field *const *fields; /**< required */
    size_t fields_count;
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_create_task_template_request;

typedef struct connect_create_task_template_response {
    size_t size;
    const char *id; /**< names the template in the calls below */
    const char *arn;
} connect_create_task_template_response;

/**
 * Makes a template.
 *
 * Errors: CONNECT_E_NOT_FOUND (a flow that is named does not exist), CONNECT_E_INVALID_REQUEST
 * (connect_error_detail() says which property is wrong, and why), CONNECT_E_QUOTA_EXCEEDED
 * (templates of the instance).
 * Source: API reference, CreateTaskTemplate.
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
    const char *instance_id;
    const char *id;
    const char *arn;
    const char *name;
    const char *description;
    const char *contact_flow_id;
    const char *self_assign_flow_id;
    const connect_task_template_constraints *constraints;
    const connect_task_template_defaults *defaults;
    const connect_task_template_field *const *fields;
    size_t fields_count;
    connect_task_template_status status;
    const char *status_text;
    connect_opt_time last_modified_time;
    connect_opt_time created_time;
    const connect_pair *const *tags;
    size_t tags_count;
} connect_get_task_template_response;

/**
 * A template in full, as it is now or as it was when a task was made from it.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, GetTaskTemplate.
 */
CONNECT_API connect_status
connect_get_task_template(connect_client *client, const connect_get_task_template_request *request,
                          connect_get_task_template_response **out, connect_error **error);

/** One template, as listings show it. */
typedef struct connect_task_template_metadata {
    size_t size;
    const char *id; /**< 1..500 characters */
    const char *arn;
    const char *name;
    const char *description;
    connect_task_template_status status;
    const char *status_text;
    connect_opt_time last_modified_time;
    connect_opt_time created_time;
} connect_task_template_metadata;

/** Whose templates to list; status and name filter. */
typedef struct connect_list_task_templates_request {
    size_t size;
    const char *instance_id;             /**< required; id or ARN */
    const char *next_token;              /**< from the previous page, or NULL */
    connect_opt_int32 max_results;       /**< 1..100; unset lets the service choose */
    connect_task_template_status status; /**< only those of the status; 0 for all */
    const char *status_text;
    const char *name; /**< only the one of that name; 1..100 characters; NULL for all */
} connect_list_task_templates_request;

typedef struct connect_list_task_templates_response {
    size_t size;
    const connect_task_template_metadata *const *task_templates;
    size_t task_templates_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_task_templates_response;

/**
 * One page of the templates.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListTaskTemplates.
 */
CONNECT_API connect_status connect_list_task_templates(
    connect_client *client, const connect_list_task_templates_request *request,
    connect_list_task_templates_response **out, connect_error **error);

/**
 * Makes a pager over all task templates.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_task_templates_pages(
    connect_client *client, const connect_list_task_templates_request *request);

/**
 * The next template, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_task_template_metadata *connect_list_task_templates_next(
    connect_pager *pager);

/** The new content of a template.  It replaces the old one as a whole: what is left out is gone. */
typedef struct connect_update_task_template_request {
    size_t size;
    const char *task_template_id;    /**< required; 1..500 characters */
    const char *instance_id;         /**< required; id or ARN */
    const char *name;                /**< 1..100 characters */
    const char *description;         /**< 1..255 characters */
    const char *contact_flow_id;     /**< at most 500 characters */
    const char *self_assign_flow_id; /**< at most 500 characters */
    const connect_task_template_constraints *constraints;
    const connect_task_template_defaults *defaults;
    connect_task_template_status status;
    const char *status_text;
    const connect_task_template_field *const *fields;
    size_t fields_count;
} connect_update_task_template_request;

/** The template as it is after the update; without its tags. */
typedef struct connect_update_task_template_response {
    size_t size;
    const char *instance_id;
    const char *id;
    const char *arn;
    const char *name;
    const char *description;
    const char *contact_flow_id;
    const char *self_assign_flow_id;
    const connect_task_template_constraints *constraints;
    const connect_task_template_defaults *defaults;
    const connect_task_template_field *const *fields;
    size_t fields_count;
    connect_task_template_status status;
    const char *status_text;
    connect_opt_time last_modified_time;
    connect_opt_time created_time;
} connect_update_task_template_response;

/**
 * Replaces the content of a template.  To change one member, get the template, change it, and send
 * all of it back.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (connect_error_detail() of a
 * PropertyValidationException says which property is wrong, and why), CONNECT_E_QUOTA_EXCEEDED
 * (fields of a template among them).
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

typedef struct connect_delete_task_template_response {
    size_t size;
} connect_delete_task_template_response;

/**
 * Deletes a template.  Tasks that were made from it stay.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DeleteTaskTemplate.
 */
CONNECT_API connect_status connect_delete_task_template(
    connect_client *client, const connect_delete_task_template_request *request,
    connect_delete_task_template_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
