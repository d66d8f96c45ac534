/*
 * Replication: copies of an instance in other Regions, and which Region serves calls and agents.
 *
 * An instance and its replicas have the same id and differ in the Region of their ARN only.  A
 * traffic distribution group says for each Region which share of the calls, of the agents and of
 * the sign-ins it takes; replication creates a default group, and more can be created for sets of
 * phone numbers and agents.  Percentages of one distribution add up to 100.  Cross-region routing
 * decides apart from that whether a contact of one Region may reach an agent in another.
 *
 * A typical failover: connect_replicate_instance(), connect_wait_instance_replicated(),
 * connect_create_traffic_distribution_group(), connect_wait_traffic_distribution_group_active(),
 * and then, when a Region fails, connect_update_traffic_distribution() to 0 and 100 percent, sent
 * to the Region that is to take over.
 *
 * Groups are named by their id in the Region where they were created, and by their ARN in the
 * others; where this header says "id or ARN" the service takes both under that rule.  These
 * operations are open to accounts that AWS has admitted to Amazon Connect Global Resiliency; others
 * get CONNECT_E_ACCESS_DENIED.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL), besides the errors listed with each.
 *
 * Example:
 *
 *     connect_replicate_instance_request request = {
 *         .size = sizeof request,
 *         .instance_id = instance_id,
 *         .replica_region = "us-west-2",
 *         .replica_alias = "support-us",
 *     };
 *     connect_replicate_instance(client, &request, NULL, &error);
 */
#ifndef CONNECT_REPLICATION_H
#define CONNECT_REPLICATION_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- replicas ---- */

/** Which instance to replicate, and where to. */
typedef struct connect_replicate_instance_request {
    size_t size;
    const char *instance_id;    /**< required; id or ARN, in the Region that the client talks to */
    const char *replica_region; /**< required; for example "us-east-1"; 8..31 characters */
    const char *client_token;   /**< at most 500 characters; NULL: a random UUID for the call */
    /** required; unique; 1..45 letters, digits and inner hyphens; not beginning with "d-" */
    const char *replica_alias;
} connect_replicate_instance_request;

/** The new replica. */
typedef struct connect_replicate_instance_response {
    size_t size;
    const char *id;  /**< the same as that of the source */
    const char *arn; /**< of the replica, in its Region */
} connect_replicate_instance_response;

/**
 * Starts a copy of an instance and of its configuration in another Region.
 * connect_describe_instance() of the source shows in replication_configuration how far it has come,
 * and connect_wait_instance_replicated() waits for it.  The service does it for instances with
 * SAML.
 *
 * client: borrowed, any thread.  request: borrowed for the call.  *out: owned, connect_free(); may
 * be NULL.  *error: owned, connect_error_free(); may be NULL.
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (the instance is not
 * ACTIVE yet; there is a replica, or the alias is taken), CONNECT_E_QUOTA_EXCEEDED (replicas of the
 * instance), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, ReplicateInstance.
 */
CONNECT_API connect_status connect_replicate_instance(
    connect_client *client, const connect_replicate_instance_request *request,
    connect_replicate_instance_response **out, connect_error **error);

/* ---- cross-region routing ---- */

/** Whose routing to show. */
typedef struct connect_get_cross_region_routing_request {
    size_t size;
    const char *instance_id; /**< required; id (a UUID) or ARN; 1..250 characters */
} connect_get_cross_region_routing_request;

/** The Regions that keep their contacts to themselves. */
typedef struct connect_get_cross_region_routing_response {
    size_t size;
    /**
     * Regions that are isolated: their contacts reach no agents elsewhere, and their agents get no
     * contacts from elsewhere; empty while all Regions route to each other
     */
    const char *const *isolated_regions;
    size_t isolated_regions_count;
} connect_get_cross_region_routing_response;

/**
 * Shows which Regions of a replicated instance are isolated.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for an instance without replicas),
 * CONNECT_E_ACCESS_DENIED.
 * Source: API reference, GetCrossRegionRouting.
 */
CONNECT_API connect_status connect_get_cross_region_routing(
    connect_client *client, const connect_get_cross_region_routing_request *request,
    connect_get_cross_region_routing_response **out, connect_error **error);

/** Whether Regions route to each other. */
typedef struct connect_update_cross_region_routing_request {
    size_t size;
    const char *instance_id; /**< required; id (a UUID) or ARN; 1..250 characters */
    /** required; true isolates all Regions of the instance, false joins them again */
    connect_opt_bool isolated_all;
} connect_update_cross_region_routing_request;

/** Empty. */
typedef struct connect_update_cross_region_routing_response {
    size_t size;
} connect_update_cross_region_routing_response;

/**
 * Isolates all Regions of a replicated instance from each other, or joins them.  Reports and the
 * search for contacts keep working across Regions.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for an instance without replicas),
 * CONNECT_E_CONFLICT (a change is in progress), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, UpdateCrossRegionRouting.
 */
CONNECT_API connect_status connect_update_cross_region_routing(
    connect_client *client, const connect_update_cross_region_routing_request *request,
    connect_update_cross_region_routing_response **out, connect_error **error);

/* ---- traffic distribution groups ---- */

/** The state of a group. */
typedef enum connect_traffic_distribution_group_status {
    /** newer than this library: see the text beside it */
    CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_UNKNOWN = -1,
    CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_CREATION_IN_PROGRESS = 1, /**< not usable yet */
    CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_ACTIVE = 2,               /**< usable */
    CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_CREATION_FAILED = 3,      /**< create it again */
    CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_PENDING_DELETION = 4,     /**< is being deleted */
    CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_DELETION_FAILED = 5,      /**< delete it again */
    CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_UPDATE_IN_PROGRESS = 6    /**< traffic is moving */
} connect_traffic_distribution_group_status;

/**
 * Returns the name of a value, for example "CREATION_IN_PROGRESS"; NULL for a number that has none.
 * Static.
 */
CONNECT_API const char *connect_traffic_distribution_group_status_name(
    connect_traffic_distribution_group_status value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_traffic_distribution_group_status
connect_traffic_distribution_group_status_of(const char *name);

/** The new group. */
typedef struct connect_create_traffic_distribution_group_request {
    size_t size;
    const char *name;         /**< required; 1..128 characters, no white space at either end */
    const char *description;  /**< 1..250 characters, no white space at either end */
    const char *instance_id;  /**< required; id (a UUID) or ARN of a replicated instance; 1..250 */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
    const connect_pair *const *tags; /**< 1..50; keys 1..128 characters, values at most 256 */
    size_t tags_count;
} connect_create_traffic_distribution_group_request;

/** How to name it. */
typedef struct connect_create_traffic_distribution_group_response {
    size_t size;
    const char *id;  /**< a UUID; valid in this Region */
    const char *arn; /**< valid in all Regions of the instance */
} connect_create_traffic_distribution_group_response;

/**
 * Starts the creation of a group for a replicated instance.  It begins as CREATION_IN_PROGRESS:
 * connect_wait_traffic_distribution_group_active() waits until it can be used.  Its traffic goes to
 * the Region of the source until connect_update_traffic_distribution() moves it.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (the name is taken, or
 * the replication is not complete), CONNECT_E_QUOTA_EXCEEDED (groups of the instance),
 * CONNECT_E_ACCESS_DENIED.
 * Source: API reference, CreateTrafficDistributionGroup.
 */
CONNECT_API connect_status connect_create_traffic_distribution_group(
    connect_client *client, const connect_create_traffic_distribution_group_request *request,
    connect_create_traffic_distribution_group_response **out, connect_error **error);

/** One group, in full. */
typedef struct connect_traffic_distribution_group {
    size_t size;
    const char *id;           /**< a UUID */
    const char *arn;          /**< names the Region in which it was created */
    const char *name;         /**< 1..128 characters */
    const char *description;  /**< 1..250 characters */
    const char *instance_arn; /**< the replicated instance */
    connect_traffic_distribution_group_status status;
    const char *status_text;
    const connect_pair *const *tags; /**< keys 1..128 characters, values at most 256 */
    size_t tags_count;
    /**
     * whether replication created it; only the default group distributes sign-ins, and it goes with
     * the replica: it cannot be deleted
     */
    connect_opt_bool is_default;
} connect_traffic_distribution_group;

/** Which group to show. */
typedef struct connect_describe_traffic_distribution_group_request {
    size_t size;
    const char *traffic_distribution_group_id; /**< required; id or ARN */
} connect_describe_traffic_distribution_group_request;

/** The group. */
typedef struct connect_describe_traffic_distribution_group_response {
    size_t size;
    const connect_traffic_distribution_group *traffic_distribution_group;
} connect_describe_traffic_distribution_group_response;

/**
 * Shows the state of a group; connect_get_traffic_distribution() shows where its traffic goes.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_ACCESS_DENIED.
 * Source: API reference, DescribeTrafficDistributionGroup.
 */
CONNECT_API connect_status connect_describe_traffic_distribution_group(
    connect_client *client, const connect_describe_traffic_distribution_group_request *request,
    connect_describe_traffic_distribution_group_response **out, connect_error **error);

/** Which group to delete. */
typedef struct connect_delete_traffic_distribution_group_request {
    size_t size;
    const char *traffic_distribution_group_id; /**< required; id or ARN */
} connect_delete_traffic_distribution_group_request;

/** Empty. */
typedef struct connect_delete_traffic_distribution_group_response {
    size_t size;
} connect_delete_traffic_distribution_group_response;

/**
 * Starts the deletion of a group, which is PENDING_DELETION until it is gone:
 * connect_wait_traffic_distribution_group_deleted() waits for that.  The default group cannot be
 * deleted.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_INVALID_REQUEST (also for the default group), CONNECT_E_CONFLICT (phone numbers
 * or agents still use it; connect_error_detail() is a connect_resource_in_use_exception),
 * CONNECT_E_ACCESS_DENIED.
 * Source: API reference, DeleteTrafficDistributionGroup.
 */
CONNECT_API connect_status connect_delete_traffic_distribution_group(
    connect_client *client, const connect_delete_traffic_distribution_group_request *request,
    connect_delete_traffic_distribution_group_response **out, connect_error **error);

/** One group, as listings show it. */
typedef struct connect_traffic_distribution_group_summary {
    size_t size;
    const char *id;           /**< a UUID */
    const char *arn;          /**< names the Region in which it was created */
    const char *name;         /**< 1..128 characters */
    const char *instance_arn; /**< the replicated instance */
    connect_traffic_distribution_group_status status;
    const char *status_text;
    connect_opt_bool is_default; /**< whether replication created it */
} connect_traffic_distribution_group_summary;

/** Which groups to list. */
typedef struct connect_list_traffic_distribution_groups_request {
    size_t size;
    connect_opt_int32 max_results; /**< 1..10 a page; unset: the service chooses */
    const char *next_token;        /**< from the previous page, or NULL */
    const char *instance_id;       /**< id (a UUID) or ARN: only its groups; NULL: all instances */
} connect_list_traffic_distribution_groups_request;

/** A page of groups. */
typedef struct connect_list_traffic_distribution_groups_response {
    size_t size;
    const char *next_token; /**< NULL on the last page */
    /** at most 10 */
    const connect_traffic_distribution_group_summary *const
        *traffic_distribution_group_summary_list;
    size_t traffic_distribution_group_summary_list_count;
} connect_list_traffic_distribution_groups_response;

/**
 * One page of the groups of an instance, or of all instances of the account in the Region.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more),
 * CONNECT_E_ACCESS_DENIED.
 * Source: API reference, ListTrafficDistributionGroups.
 */
CONNECT_API connect_status connect_list_traffic_distribution_groups(
    connect_client *client, const connect_list_traffic_distribution_groups_request *request,
    connect_list_traffic_distribution_groups_response **out, connect_error **error);

/**
 * A pager over all of them.  request: copied.  *owned*: connect_pager_free().  NULL only when
 * memory is exhausted.
 */
CONNECT_API connect_pager *connect_list_traffic_distribution_groups_pages(
    connect_client *client, const connect_list_traffic_distribution_groups_request *request);

/**
 * The next group, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_traffic_distribution_group_summary *
connect_list_traffic_distribution_groups_next(connect_pager *pager);

/* ---- where traffic goes ---- */

/** The share of one Region. */
typedef struct connect_distribution {
    size_t size;
    const char *region;           /**< required; for example "us-east-1"; 8..31 characters */
    connect_opt_int32 percentage; /**< required; 0..100; the shares of a list add up to 100 */
} connect_distribution;

/** How calls are distributed. */
typedef struct connect_telephony_config {
    size_t size;
    const connect_distribution *const *distributions; /**< required; one for each Region */
    size_t distributions_count;
} connect_telephony_config;

/** Whether agents sign in to one Region. */
typedef struct connect_sign_in_distribution {
    size_t size;
    const char *region;       /**< required; for example "us-east-1"; 8..31 characters */
    connect_opt_bool enabled; /**< required; whether agents may sign in to it */
} connect_sign_in_distribution;

/** Where agents sign in. */
typedef struct connect_sign_in_config {
    size_t size;
    const connect_sign_in_distribution *const *distributions; /**< required; one for each Region */
    size_t distributions_count;
} connect_sign_in_config;

/** How agents are distributed. */
typedef struct connect_agent_config {
    size_t size;
    const connect_distribution *const *distributions; /**< required; one for each Region */
    size_t distributions_count;
} connect_agent_config;

/** Which group's distribution to show. */
typedef struct connect_get_traffic_distribution_request {
    size_t size;
    const char *id; /**< required; id or ARN of the group */
} connect_get_traffic_distribution_request;

/** Where the traffic of a group goes. */
typedef struct connect_get_traffic_distribution_response {
    size_t size;
    const connect_telephony_config *telephony_config;
    const char *id;  /**< of the group; a UUID */
    const char *arn; /**< of the group */
    const connect_sign_in_config *sign_in_config;
    const connect_agent_config *agent_config;
} connect_get_traffic_distribution_response;

/**
 * Shows where the calls, sign-ins and agents of a group go.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_ACCESS_DENIED.
 * Source: API reference, GetTrafficDistribution.
 */
CONNECT_API connect_status connect_get_traffic_distribution(
    connect_client *client, const connect_get_traffic_distribution_request *request,
    connect_get_traffic_distribution_response **out, connect_error **error);

/** What to change; a distribution that is not set keeps its value. */
typedef struct connect_update_traffic_distribution_request {
    size_t size;
    const char *id; /**< required; id or ARN of the group */
    const connect_telephony_config *telephony_config;
    const connect_sign_in_config *sign_in_config; /**< of the default group only */
    const connect_agent_config *agent_config;
} connect_update_traffic_distribution_request;

/** Empty. */
typedef struct connect_update_traffic_distribution_response {
    size_t size;
} connect_update_traffic_distribution_response;

/**
 * Moves the traffic of a group.  Send it to the Region that is to take the traffic, and move the
 * agents or their sign-ins along with the calls: otherwise calls arrive where no agent is.  The
 * group is UPDATE_IN_PROGRESS until the traffic has moved.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for shares that do not add up, and
 * for a sign_in_config on a group that is not the default), CONNECT_E_CONFLICT (a change is in
 * progress), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, UpdateTrafficDistribution.
 */
CONNECT_API connect_status connect_update_traffic_distribution(
    connect_client *client, const connect_update_traffic_distribution_request *request,
    connect_update_traffic_distribution_response **out, connect_error **error);

/* ---- agents of a group ---- */

/** Which agent to associate with which group. */
typedef struct connect_associate_traffic_distribution_group_user_request {
    size_t size;
    const char *traffic_distribution_group_id; /**< required; id or ARN */
    const char *user_id;                       /**< required; id or ARN of the agent */
    const char *instance_id;                   /**< required; id or ARN; 1..100 characters */
} connect_associate_traffic_distribution_group_user_request;

/** Empty. */
typedef struct connect_associate_traffic_distribution_group_user_response {
    size_t size;
} connect_associate_traffic_distribution_group_user_response;

/**
 * Associates an agent with a group, so that the agent moves with its traffic.  Send it to the
 * Region in which the group was created.  The request has no client token, so it is not sent again
 * after a broken connection.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (a change is in
 * progress), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, AssociateTrafficDistributionGroupUser.
 */
CONNECT_API connect_status connect_associate_traffic_distribution_group_user(
    connect_client *client,
    const connect_associate_traffic_distribution_group_user_request *request,
    connect_associate_traffic_distribution_group_user_response **out, connect_error **error);

/** Which agent to take out of which group. */
typedef struct connect_disassociate_traffic_distribution_group_user_request {
    size_t size;
    const char *traffic_distribution_group_id; /**< required; id or ARN */
    const char *user_id;                       /**< required; id or ARN of the agent */
    const char *instance_id;                   /**< required; id or ARN; 1..100 characters */
} connect_disassociate_traffic_distribution_group_user_request;

/** Empty. */
typedef struct connect_disassociate_traffic_distribution_group_user_response {
    size_t size;
} connect_disassociate_traffic_distribution_group_user_response;

/**
 * Takes an agent out of a group.  Send it to the Region in which the group was created.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (a change is in
 * progress), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, DisassociateTrafficDistributionGroupUser.
 */
CONNECT_API connect_status connect_disassociate_traffic_distribution_group_user(
    connect_client *client,
    const connect_disassociate_traffic_distribution_group_user_request *request,
    connect_disassociate_traffic_distribution_group_user_response **out, connect_error **error);

/** One agent of a group. */
typedef struct connect_traffic_distribution_group_user_summary {
    size_t size;
    const char *user_id; /**< id or ARN of the agent */
} connect_traffic_distribution_group_user_summary;

/** Whose agents to list. */
typedef struct connect_list_traffic_distribution_group_users_request {
    size_t size;
    const char *traffic_distribution_group_id; /**< required; id or ARN */
    connect_opt_int32 max_results;             /**< 1..10 a page; unset: the service chooses */
    const char *next_token;                    /**< from the previous page, or NULL */
} connect_list_traffic_distribution_group_users_request;

/** A page of agents. */
typedef struct connect_list_traffic_distribution_group_users_response {
    size_t size;
    const char *next_token; /**< NULL on the last page */
    /** at most 10 */
    const connect_traffic_distribution_group_user_summary *const
        *traffic_distribution_group_user_summary_list;
    size_t traffic_distribution_group_user_summary_list_count;
} connect_list_traffic_distribution_group_users_response;

/**
 * One page of the agents of a group.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for a token that is not valid any
 * more), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, ListTrafficDistributionGroupUsers.
 */
CONNECT_API connect_status connect_list_traffic_distribution_group_users(
    connect_client *client, const connect_list_traffic_distribution_group_users_request *request,
    connect_list_traffic_distribution_group_users_response **out, connect_error **error);

/**
 * A pager over all of them.  request: copied.  *owned*: connect_pager_free().  NULL only when
 * memory is exhausted.
 */
CONNECT_API connect_pager *connect_list_traffic_distribution_group_users_pages(
    connect_client *client, const connect_list_traffic_distribution_group_users_request *request);

/**
 * The next agent, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_traffic_distribution_group_user_summary *
connect_list_traffic_distribution_group_users_next(connect_pager *pager);

#ifdef __cplusplus
}
#endif

#endif
