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
 * to the Region that is to take over.  A client talks to one Region, so an application that is to
 * survive the loss of a Region keeps a client for each.
 *
 * Groups are named by their id in the Region where they were created, and by their ARN in the
 * others; where this header says "id or ARN" the service takes both under that rule.  These
 * operations are open to accounts that AWS has admitted to Amazon Connect Global Resiliency; others
 * get CONNECT_E_ACCESS_DENIED.  The Administrator Guide lists the Regions that can be paired.
 *
 * An operation needs the IAM action that has its name, for example connect:ReplicateInstance.  Each
 * may be called 2 times a second and 5 times at once, by all callers of an account in a Region
 * together.  All operations may be throttled (CONNECT_E_THROTTLED), which the library retries, and
 * may fail in the service (CONNECT_E_INTERNAL), which it retries where an operation is safe to
 * repeat, besides the errors listed with each.
 *
 * Example:
 *
 *     connect_replicate_instance_request request = {
 *         .size = sizeof request,
 *         .instance_id = instance_id,
 *         .replica_region = "us-west-2",
 *         .replica_alias = "support-us",
 *     };
 *     if (connect_replicate_instance(client, &request, NULL, &error) == CONNECT_OK) {
 *         connect_wait_instance_replicated(client, instance_id, "us-west-2", NULL, NULL, &error);
 *     }
 *     connect_error_free(error);
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
    /**
     * required; unique; 1..45 letters, digits and inner hyphens; not
     * beginning with "d-"; no log line shows it
     */
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
 *
 * The service does it for instances that are ACTIVE and whose users sign in with SAML.  The
 * response comes at once; the copy takes longer.  connect_describe_instance() of the source shows
 * in replication_configuration how far it has come, and connect_wait_instance_replicated() waits
 * for it.
 *
 * Safe to repeat: all attempts of a call carry the same client token.  To repeat it later, after a
 * crash for example, set client_token to a value that was stored before the first call.
 *
 * IAM action: connect:ReplicateInstance.  Quota: 2 requests a second, 5 at once.
 *
 * client: borrowed, any thread; in the Region of the source.
 * request: borrowed for the call.
 * *out: owned, connect_free(); may be NULL.
 * *error: owned, connect_error_free(); may be NULL.
 * Errors: CONNECT_E_NOT_FOUND (no such instance in this account and Region),
 * CONNECT_E_INVALID_REQUEST (also for a Region that cannot be paired with this one),
 * CONNECT_E_CONFLICT (the instance is not ACTIVE yet; there is a replica, or the alias is taken),
 * CONNECT_E_QUOTA_EXCEEDED (replicas of the instance), CONNECT_E_ACCESS_DENIED (the policy, or the
 * account is not admitted).
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
 * Safe to repeat: it only reads.  The service offers it for instances with global routing.
 *
 * IAM action: connect:GetCrossRegionRouting.  Quota: 2 requests a second, 5 at once.
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

/** Empty: connect_get_cross_region_routing() shows the effect. */
typedef struct connect_update_cross_region_routing_response {
    size_t size;
} connect_update_cross_region_routing_response;

/**
 * Isolates all Regions of a replicated instance from each other, or joins them.
 *
 * While they are isolated, a contact is routed to agents of its own Region only.  Reports and the
 * search for contacts keep working across Regions.  The Regions of a linked instance route to each
 * other by default from 2026-09-01 on.
 *
 * Safe to repeat: the same request again changes nothing.
 *
 * IAM action: connect:UpdateCrossRegionRouting.  Quota: 2 requests a second, 5 at once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for an instance without replicas),
 * CONNECT_E_CONFLICT (a change is in progress: repeat the call later), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, UpdateCrossRegionRouting.
 */
CONNECT_API connect_status connect_update_cross_region_routing(
    connect_client *client, const connect_update_cross_region_routing_request *request,
    connect_update_cross_region_routing_response **out, connect_error **error);

/* ---- traffic distribution groups ---- */

/** The state of a group.  A new group is used by no traffic until it is ACTIVE. */
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
 * Returns the name of a status as the service writes it, for example "CREATION_IN_PROGRESS".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_traffic_distribution_group_status_name(
    connect_traffic_distribution_group_status value);

/**
 * Returns the constant for the name of a status.
 *
 * name: as the service writes it, for example "CREATION_IN_PROGRESS"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
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
 * Starts the creation of a group for a replicated instance.
 *
 * It begins as CREATION_IN_PROGRESS: connect_wait_traffic_distribution_group_active() waits until
 * it can be used.  Phone numbers and agents are assigned to it then, and its traffic goes to the
 * Region of the source until connect_update_traffic_distribution() moves it.  Sign-ins are
 * distributed by the default group alone.
 *
 * Safe to repeat: all attempts of a call carry the same client token.
 *
 * IAM action: connect:CreateTrafficDistributionGroup.  Quota: 2 requests a second, 5 at once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND (no such instance), CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT
 * (the name is taken, or the replication is not complete: connect_wait_instance_replicated()),
 * CONNECT_E_QUOTA_EXCEEDED (groups of the instance), CONNECT_E_ACCESS_DENIED.
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
    connect_traffic_distribution_group_status status; /**< 0 when the service sent none */
    const char *status_text; /**< the name as the service sent it, also when status is _UNKNOWN */
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
    /** borrowed from the response */
    const connect_traffic_distribution_group *traffic_distribution_group;
} connect_describe_traffic_distribution_group_response;

/**
 * Shows the state of a group; connect_get_traffic_distribution() shows where its traffic goes.
 *
 * Safe to repeat: it only reads.  A group that was created a moment ago may be CONNECT_E_NOT_FOUND;
 * the waiters of <connect/waiter.h> tolerate that.
 *
 * IAM action: connect:DescribeTrafficDistributionGroup.  Quota: 2 requests a second, 5 at once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND (also for the id, not the ARN, of a group of another Region),
 * CONNECT_E_INVALID_REQUEST, CONNECT_E_ACCESS_DENIED.
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

/** Empty: the deletion has begun. */
typedef struct connect_delete_traffic_distribution_group_response {
    size_t size;
} connect_delete_traffic_distribution_group_response;

/**
 * Starts the deletion of a group, which is PENDING_DELETION until it is gone:
 * connect_wait_traffic_distribution_group_deleted() waits for that.  Take its phone numbers and
 * agents out before.  The default group cannot be deleted.
 *
 * Safe to repeat.
 *
 * IAM action: connect:DeleteTrafficDistributionGroup.  Quota: 2 requests a second, 5 at once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_INVALID_REQUEST (also for the default group), CONNECT_E_CONFLICT (phone numbers
 * or agents still use it; connect_error_detail() is a connect_resource_in_use_exception, which
 * names one), CONNECT_E_ACCESS_DENIED.
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
    connect_traffic_distribution_group_status status; /**< 0 when the service sent none */
    const char *status_text; /**< the name as the service sent it, also when status is _UNKNOWN */
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
    /** entries of the list; 0 does not mean the last page */
    size_t traffic_distribution_group_summary_list_count;
} connect_list_traffic_distribution_groups_response;

/**
 * Fetches one page of the groups of an instance, or of all instances of the account in the Region;
 * connect_list_traffic_distribution_groups_pages() fetches all.
 *
 * Safe to repeat: it only reads.  A group may take a moment to appear or to vanish.
 *
 * IAM action: connect:ListTrafficDistributionGroups.  Quota: 2 requests a second, 5 at once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin again
 * without one), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, ListTrafficDistributionGroups.
 */
CONNECT_API connect_status connect_list_traffic_distribution_groups(
    connect_client *client, const connect_list_traffic_distribution_groups_request *request,
    connect_list_traffic_distribution_groups_response **out, connect_error **error);

/**
 * Makes a pager over all groups.  Sends nothing: connect_list_traffic_distribution_groups_next()
 * fetches a page when it needs one.
 *
 * request: copied; NULL for the groups of all instances.  client: borrowed until the pager is
 * freed.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_traffic_distribution_groups_pages(
    connect_client *client, const connect_list_traffic_distribution_groups_request *request);

/**
 * Returns the next group, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().
 */
CONNECT_API const connect_traffic_distribution_group_summary *
connect_list_traffic_distribution_groups_next(connect_pager *pager);

/* ---- where traffic goes ---- */

/** The share of one Region. */
typedef struct connect_distribution {
    size_t size;
    const char *region; /**< required; for example "us-east-1"; 8..31 characters */
    /** required; 0..100, a multiple of 10; the shares of a list add up to 100 */
    connect_opt_int32 percentage;
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
    const connect_telephony_config *telephony_config; /**< NULL when the service sent none */
    const char *id;                                   /**< of the group; a UUID */
    const char *arn;                                  /**< of the group */
    const connect_sign_in_config *sign_in_config;     /**< of the default group */
    const connect_agent_config *agent_config;         /**< NULL when the service sent none */
} connect_get_traffic_distribution_response;

/**
 * Shows where the calls, sign-ins and agents of a group go.
 *
 * Safe to repeat: it only reads.
 *
 * IAM action: connect:GetTrafficDistribution.  Quota: 2 requests a second, 5 at once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND (also for the id, not the ARN, of a group of another Region),
 * CONNECT_E_INVALID_REQUEST, CONNECT_E_ACCESS_DENIED.
 * Source: API reference, GetTrafficDistribution.
 */
CONNECT_API connect_status connect_get_traffic_distribution(
    connect_client *client, const connect_get_traffic_distribution_request *request,
    connect_get_traffic_distribution_response **out, connect_error **error);

/**
 * What to change; a distribution that is not set keeps its value.  The Administrator Guide requires
 * telephony_config in each change.
 */
typedef struct connect_update_traffic_distribution_request {
    size_t size;
    const char *id; /**< required; id or ARN of the group */
    /** one entry for each Region of the instance */
    const connect_telephony_config *telephony_config;
    const connect_sign_in_config *sign_in_config; /**< of the default group only */
    /** one entry for each Region of the instance; NULL: unchanged */
    const connect_agent_config *agent_config;
} connect_update_traffic_distribution_request;

/** Empty: connect_get_traffic_distribution() shows the new shares. */
typedef struct connect_update_traffic_distribution_response {
    size_t size;
} connect_update_traffic_distribution_response;

/**
 * Moves the traffic of a group.
 *
 * Send it to the Region that is to take the traffic, and move the agents or their sign-ins along
 * with the calls: otherwise calls arrive where no agent is.  In a Region other than that of the
 * group, its ARN is required.  The group is UPDATE_IN_PROGRESS until the traffic has moved:
 * connect_wait_traffic_distribution_group_active() waits for that.
 *
 * Safe to repeat: a request names the new shares, not a difference.
 *
 * IAM action: connect:UpdateTrafficDistribution.  Quota: 2 requests a second, 5 at once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for shares that do not add up or are
 * no multiples of 10, for a Region that is missing, and for a sign_in_config on a group that is not
 * the default), CONNECT_E_CONFLICT (a change is in progress: wait and repeat the call),
 * CONNECT_E_ACCESS_DENIED.
 * Source: API reference, UpdateTrafficDistribution.
 *
 *     connect_distribution from = {
 *         .size = sizeof from, .region = "us-east-1", .percentage = CONNECT_SET(0)
 *     };
 *     connect_distribution to = {
 *         .size = sizeof to, .region = "us-west-2", .percentage = CONNECT_SET(100)
 *     };
 *     const connect_distribution *const shares[] = { &from, &to };
 *     connect_telephony_config calls = {
 *         .size = sizeof calls, .distributions = shares, .distributions_count = 2
 *     };
 *     connect_agent_config agents = {
 *         .size = sizeof agents, .distributions = shares, .distributions_count = 2
 *     };
 *     connect_update_traffic_distribution_request request = {
 *         .size = sizeof request,
 *         .id = group_arn,
 *         .telephony_config = &calls,
 *         .agent_config = &agents,
 *     };
 *     connect_update_traffic_distribution(client_of_us_west_2, &request, NULL, &error);
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

/** Empty: the status says whether the agent is in the group. */
typedef struct connect_associate_traffic_distribution_group_user_response {
    size_t size;
} connect_associate_traffic_distribution_group_user_response;

/**
 * Associates an agent with a group, so that the agent moves with its traffic.
 *
 * Send it to the Region in which the group was created.  The group has to be ACTIVE.  The agent can
 * then sign in to, and get contacts from, each Region of the instance.
 *
 * Not safe to repeat blindly: the request has no client token, so it is not sent again after a
 * broken connection or a failure of the service.  When the outcome is not known, look for the agent
 * with connect_list_traffic_distribution_group_users().
 *
 * IAM action: connect:AssociateTrafficDistributionGroupUser.  Quota: 2 requests a second, 5 at
 * once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND (no such group, agent or instance, or the group is not ACTIVE),
 * CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (a change is in progress), CONNECT_E_ACCESS_DENIED.
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

/** Empty: the status says whether the agent is out of the group. */
typedef struct connect_disassociate_traffic_distribution_group_user_response {
    size_t size;
} connect_disassociate_traffic_distribution_group_user_response;

/**
 * Takes an agent out of a group.  Send it to the Region in which the group was created.
 *
 * Safe to repeat: it is sent again after a broken connection.  CONNECT_E_NOT_FOUND after a call
 * whose outcome is not known means that the agent is out of the group.
 *
 * IAM action: connect:DisassociateTrafficDistributionGroupUser.  Quota: 2 requests a second, 5 at
 * once.
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
    /** entries of the list; 0 does not mean the last page */
    size_t traffic_distribution_group_user_summary_list_count;
} connect_list_traffic_distribution_group_users_response;

/**
 * Fetches one page of the agents of a group; connect_list_traffic_distribution_group_users_pages()
 * fetches all.
 *
 * Safe to repeat: it only reads.
 *
 * IAM action: connect:ListTrafficDistributionGroupUsers.  Quota: 2 requests a second, 5 at once.
 *
 * Parameters as for connect_replicate_instance().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for a token that is not valid any
 * more: begin again without one), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, ListTrafficDistributionGroupUsers.
 */
CONNECT_API connect_status connect_list_traffic_distribution_group_users(
    connect_client *client, const connect_list_traffic_distribution_group_users_request *request,
    connect_list_traffic_distribution_group_users_response **out, connect_error **error);

/**
 * Makes a pager over all agents of a group.  Sends nothing:
 * connect_list_traffic_distribution_group_users_next() fetches a page when it needs one.
 *
 * request: copied.  client: borrowed until the pager is freed.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_traffic_distribution_group_users_pages(
    connect_client *client, const connect_list_traffic_distribution_group_users_request *request);

/**
 * Returns the next agent, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().
 */
CONNECT_API const connect_traffic_distribution_group_user_summary *
connect_list_traffic_distribution_group_users_next(connect_pager *pager);

#ifdef __cplusplus
}
#endif

#endif
