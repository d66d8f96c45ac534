/*
 * Lex bots that the flows of an instance may use.
 *
 * There are two generations: V1 bots have a name and a region, V2 bots an alias ARN.  AWS adds no
 * features to V1 and recommends V2.  connect_associate_bot(), connect_list_bots() and
 * connect_disassociate_bot() know both; the three functions with lex_bot in their names are older
 * and know V1 only.  The bot must exist; it is neither created nor deleted here.  An instance may
 * have 70 V1 bots and 100 V2 aliases, unless AWS has raised these quotas.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; both are retried as the client is
 * configured, and reported when the retries are used up.  An association may take a moment to show
 * in a listing.
 *
 * Example:
 *
 *     connect_lex_v2_bot bot = { .size = sizeof bot, .alias_arn = alias_arn };
 *     connect_associate_bot_request request = {
 *         .size = sizeof request, .instance_id = instance_id, .lex_v2_bot = &bot
 *     };
 *     connect_status status = connect_associate_bot(client, &request, NULL, &error);
 *     if (status != CONNECT_OK && status != CONNECT_E_CONFLICT) { // a conflict: associated already
 *         fprintf(stderr, "%s\n", connect_error_message(error));
 *     }
 *     connect_error_free(error);
 */
#ifndef CONNECT_BOT_H
#define CONNECT_BOT_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A V1 bot. */
typedef struct connect_lex_bot {
    size_t size;
    const char *name; /**< required; at most 50 characters */
    /** required; the region the bot lives in, such as "us-west-2"; at most 60 characters */
    const char *lex_region;
} connect_lex_bot;

/** A V2 bot, by one of its aliases. */
typedef struct connect_lex_v2_bot {
    size_t size;
    /**
     * arn:aws:lex:REGION:ACCOUNT:bot-alias/BOT/ALIAS, the ids of both at the end; 1..100 characters
     */
    const char *alias_arn;
} connect_lex_v2_bot;

/** Which bot to let the instance use.  Set one of the two bots. */
typedef struct connect_associate_bot_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const connect_lex_bot *lex_bot;       /**< a V1 bot; NULL when lex_v2_bot is set */
    const connect_lex_v2_bot *lex_v2_bot; /**< a V2 bot; NULL when lex_bot is set */
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_associate_bot_request;

/** Empty: the service sends no body. */
typedef struct connect_associate_bot_response {
    size_t size;
} connect_associate_bot_response;

/**
 * Lets the flows of an instance use a bot.  connect_disassociate_bot() takes it back.
 *
 * Safe to repeat: all attempts of a call carry one client token.  A later call for the same bot is
 * CONNECT_E_CONFLICT, which usually means that the work is done.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::IntegrationAssociation:
 * connect:AssociateBot; for a V2 bot also lex:DescribeBotAlias, lex:CreateResourcePolicy,
 * lex:UpdateResourcePolicy and lex:CreateResourcePolicyStatement on its alias, since the service
 * changes the policy of the alias; for a V1 bot lex:GetBot.  Quota: 2 requests a second, 5 at once,
 * for each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance or bot), CONNECT_E_INVALID_REQUEST (also when both
 * bots are set, or none), CONNECT_E_CONFLICT (associated already), CONNECT_E_QUOTA_EXCEEDED (bots
 * of the instance), CONNECT_E_LIMIT_EXCEEDED (the same).  A retry does not help against the last
 * two.
 * Source: API reference, AssociateBot.
 */
CONNECT_API connect_status connect_associate_bot(connect_client *client,
                                                 const connect_associate_bot_request *request,
                                                 connect_associate_bot_response **out,
                                                 connect_error **error);

/** The generation of a bot. */
typedef enum connect_lex_version {
    CONNECT_LEX_VERSION_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    CONNECT_LEX_VERSION_V1 = 1,       /**< a name and a region: connect_lex_bot */
    CONNECT_LEX_VERSION_V2 = 2        /**< an alias ARN: connect_lex_v2_bot */
} connect_lex_version;

/** Returns the name of a value, for example "V1"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_lex_version_name(connect_lex_version value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_lex_version connect_lex_version_of(const char *name);

/** A bot of either generation: one of the two is set. */
typedef struct connect_lex_bot_config {
    size_t size;
    const connect_lex_bot *lex_bot;       /**< a V1 bot, or NULL */
    const connect_lex_v2_bot *lex_v2_bot; /**< a V2 bot, or NULL */
} connect_lex_bot_config;

/** Whose bots to list, of one generation, and which page. */
typedef struct connect_list_bots_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *next_token;  /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results;   /**< 1..25 bots a page; unset lets the service choose */
    connect_lex_version lex_version; /**< required, unless lex_version_text names it */
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *lex_version_text;
} connect_list_bots_request;

/** A page of bots. */
typedef struct connect_list_bots_response {
    size_t size;
    const connect_lex_bot_config *const *lex_bots; /**< all of the generation that was given */
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t lex_bots_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_bots_response;

/**
 * One page of the bots of one generation.  All bots of an instance are two listings, V1 and V2;
 * connect_list_bots_pages() fetches all pages of one.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListBots.  Quota: 2 requests a second, 5 at once, for each account and
 * region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again).
 * Source: API reference, ListBots.
 */
CONNECT_API connect_status connect_list_bots(connect_client *client,
                                             const connect_list_bots_request *request,
                                             connect_list_bots_response **out,
                                             connect_error **error);

/**
 * Makes a pager over all bots of one generation.  No I/O yet: the first connect_list_bots_next()
 * fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_bots_pages(connect_client *client,
                                                   const connect_list_bots_request *request);

/**
 * The next bot, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_lex_bot_config *connect_list_bots_next(connect_pager *pager);

/** Which bot to take away.  Set one of the two bots. */
typedef struct connect_disassociate_bot_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const connect_lex_bot *lex_bot;       /**< a V1 bot; NULL when lex_v2_bot is set */
    const connect_lex_v2_bot *lex_v2_bot; /**< a V2 bot; NULL when lex_bot is set */
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_disassociate_bot_request;

/** Empty: the service sends no body. */
typedef struct connect_disassociate_bot_response {
    size_t size;
} connect_disassociate_bot_response;

/**
 * Revokes the permission of an instance to use a bot.  The bot itself stays, and may be associated
 * again.
 *
 * Safe to repeat: all attempts of a call carry one client token.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::IntegrationAssociation:
 * connect:DisassociateBot; for a V2 bot also lex:DeleteResourcePolicy and
 * lex:DeleteResourcePolicyStatement on its alias.  Quota: 2 requests a second, 5 at once, for each
 * account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance, or the bot is not associated),
 * CONNECT_E_INVALID_REQUEST (also when both bots are set, or none).
 * Source: API reference, DisassociateBot.
 */
CONNECT_API connect_status connect_disassociate_bot(connect_client *client,
                                                    const connect_disassociate_bot_request *request,
                                                    connect_disassociate_bot_response **out,
                                                    connect_error **error);

/** Which V1 bot to let the instance use. */
typedef struct connect_associate_lex_bot_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const connect_lex_bot *lex_bot; /**< required */
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_associate_lex_bot_request;

/** Empty: the service sends no body. */
typedef struct connect_associate_lex_bot_response {
    size_t size;
} connect_associate_lex_bot_response;

/**
 * Lets the flows of an instance use a V1 bot.  connect_associate_bot() does the same and knows V2:
 * use that in new code.
 *
 * Safe to repeat: all attempts of a call carry one client token.  A later call for the same bot is
 * CONNECT_E_CONFLICT.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions: connect:AssociateLexBot; lex:GetBot.  Quota: 2 requests a second, 5 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance or bot), CONNECT_E_INVALID_REQUEST,
 * CONNECT_E_CONFLICT (associated already), CONNECT_E_QUOTA_EXCEEDED (bots of the instance, 70
 * unless raised; a retry does not help).
 * Source: API reference, AssociateLexBot.
 */
CONNECT_API connect_status
connect_associate_lex_bot(connect_client *client, const connect_associate_lex_bot_request *request,
                          connect_associate_lex_bot_response **out, connect_error **error);

/** Whose V1 bots to list, and which page. */
typedef struct connect_list_lex_bots_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *next_token;  /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..25 bots a page; unset lets the service choose */
} connect_list_lex_bots_request;

/** A page of V1 bots. */
typedef struct connect_list_lex_bots_response {
    size_t size;
    const connect_lex_bot *const *lex_bots; /**< name and region of each */
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t lex_bots_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_lex_bots_response;

/**
 * One page of the V1 bots; V2 bots are not shown.  connect_list_bots() shows either.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListLexBots.  Quota: 2 requests a second, 5 at once, for each account and
 * region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again).
 * Source: API reference, ListLexBots.
 */
CONNECT_API connect_status connect_list_lex_bots(connect_client *client,
                                                 const connect_list_lex_bots_request *request,
                                                 connect_list_lex_bots_response **out,
                                                 connect_error **error);

/**
 * Makes a pager over all V1 bots.  No I/O yet: the first connect_list_lex_bots_next() fetches the
 * first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_lex_bots_pages(
    connect_client *client, const connect_list_lex_bots_request *request);

/**
 * The next V1 bot, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_lex_bot *connect_list_lex_bots_next(connect_pager *pager);

/** Which V1 bot to take away. */
typedef struct connect_disassociate_lex_bot_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *bot_name;    /**< required; at most 50 characters */
    /** required; the region the bot lives in, such as "us-west-2"; at most 60 characters */
    const char *lex_region;
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_disassociate_lex_bot_request;

/** Empty: the service sends no body. */
typedef struct connect_disassociate_lex_bot_response {
    size_t size;
} connect_disassociate_lex_bot_response;

/**
 * Revokes the permission of an instance to use a V1 bot.  connect_disassociate_bot() does the same
 * and knows V2.  The bot itself stays.
 *
 * Safe to repeat: all attempts of a call carry one client token.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM action: connect:DisassociateLexBot.  Quota: 2 requests a second, 5 at once, for each account
 * and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance, or the bot is not associated),
 * CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateLexBot.
 */
CONNECT_API connect_status connect_disassociate_lex_bot(
    connect_client *client, const connect_disassociate_lex_bot_request *request,
    connect_disassociate_lex_bot_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
