/*
 * Lex bots that the flows of an instance may use.
 *
 * There are two generations: V1 bots have a name and a region, V2 bots an alias ARN.
 * connect_associate_bot(), connect_list_bots() and connect_disassociate_bot() know both; the three
 * functions with lex_bot in their names are older and know V1 only.  All operations may be
 * throttled (CONNECT_E_THROTTLED) and may fail in the service (CONNECT_E_INTERNAL) besides what is
 * said at each.
 *
 * Example:
 *
 *     connect_lex_v2_bot bot = { .size = sizeof bot, .alias_arn = alias_arn };
 *     connect_associate_bot_request request = {
 *         .size = sizeof request, .instance_id = instance_id, .lex_v2_bot = &bot
 *     };
 *     connect_associate_bot(client, &request, NULL, &error);
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
    const char *name;       /**< required; at most 50 characters */
    const char *lex_region; /**< required; the region the bot lives in; at most 60 characters */
} connect_lex_bot;

/** A V2 bot. */
typedef struct connect_lex_v2_bot {
    size_t size;
    const char *alias_arn; /**< the ARN of the bot's alias; 1..100 characters */
} connect_lex_v2_bot;

/** Which bot to let the instance use.  Set one of the two bots. */
typedef struct connect_associate_bot_request {
    size_t size;
    const char *instance_id;              /**< required; id or ARN */
    const connect_lex_bot *lex_bot;       /**< a V1 bot */
    const connect_lex_v2_bot *lex_v2_bot; /**< a V2 bot */
    /** at most 500 characters; NULL: a random UUID for the call */
    const char *client_token;
} connect_associate_bot_request;

typedef struct connect_associate_bot_response {
    size_t size;
} connect_associate_bot_response;

/**
 * Lets the flows of an instance use a bot.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (associated already),
 * CONNECT_E_QUOTA_EXCEEDED (bots of the instance), CONNECT_E_LIMIT_EXCEEDED (the same).
 * Source: API reference, AssociateBot.
 */
CONNECT_API connect_status connect_associate_bot(connect_client *client,
                                                 const connect_associate_bot_request *request,
                                                 connect_associate_bot_response **out,
                                                 connect_error **error);

/** The generation of a bot. */
typedef enum connect_lex_version {
    CONNECT_LEX_VERSION_UNKNOWN = -1,
    CONNECT_LEX_VERSION_V1 = 1,
    CONNECT_LEX_VERSION_V2 = 2
} connect_lex_version;

/** Returns the name of a value, for example "V1"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_lex_version_name(connect_lex_version value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_lex_version connect_lex_version_of(const char *name);

/** A bot of either generation: one of the two is set. */
typedef struct connect_lex_bot_config {
    size_t size;
    const connect_lex_bot *lex_bot;
    const connect_lex_v2_bot *lex_v2_bot;
} connect_lex_bot_config;

/** Whose bots to list, of one generation. */
typedef struct connect_list_bots_request {
    size_t size;
    const char *instance_id;         /**< required; id or ARN */
    const char *next_token;          /**< from the previous page, or NULL */
    connect_opt_int32 max_results;   /**< 1..25; unset lets the service choose */
    connect_lex_version lex_version; /**< required */
    const char *lex_version_text;
} connect_list_bots_request;

typedef struct connect_list_bots_response {
    size_t size;
    const connect_lex_bot_config *const *lex_bots;
    size_t lex_bots_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_bots_response;

/**
 * One page of the bots of one generation.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListBots.
 */
CONNECT_API connect_status connect_list_bots(connect_client *client,
                                             const connect_list_bots_request *request,
                                             connect_list_bots_response **out,
                                             connect_error **error);

/**
 * Makes a pager over all bots of one generation.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_bots_pages(connect_client *client,
                                                   const connect_list_bots_request *request);

/**
 * The next bot, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_lex_bot_config *connect_list_bots_next(connect_pager *pager);

/** Which bot to take away.  Set one of the two bots. */
typedef struct connect_disassociate_bot_request {
    size_t size;
    const char *instance_id;              /**< required; id or ARN */
    const connect_lex_bot *lex_bot;       /**< a V1 bot */
    const connect_lex_v2_bot *lex_v2_bot; /**< a V2 bot */
    /** at most 500 characters; NULL: a random UUID for the call */
    const char *client_token;
} connect_disassociate_bot_request;

typedef struct connect_disassociate_bot_response {
    size_t size;
} connect_disassociate_bot_response;

/**
 * Takes a bot away from an instance.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateBot.
 */
CONNECT_API connect_status connect_disassociate_bot(connect_client *client,
                                                    const connect_disassociate_bot_request *request,
                                                    connect_disassociate_bot_response **out,
                                                    connect_error **error);

/** Which V1 bot to let the instance use. */
typedef struct connect_associate_lex_bot_request {
    size_t size;
    const char *instance_id;        /**< required; id or ARN */
    const connect_lex_bot *lex_bot; /**< required */
    /** at most 500 characters; NULL: a random UUID for the call */
    const char *client_token;
} connect_associate_lex_bot_request;

typedef struct connect_associate_lex_bot_response {
    size_t size;
} connect_associate_lex_bot_response;

/**
 * Lets the flows of an instance use a V1 bot.  connect_associate_bot() does the same and knows V2.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (associated already),
 * CONNECT_E_QUOTA_EXCEEDED (bots of the instance).
 * Source: API reference, AssociateLexBot.
 */
CONNECT_API connect_status
connect_associate_lex_bot(connect_client *client, const connect_associate_lex_bot_request *request,
                          connect_associate_lex_bot_response **out, connect_error **error);

/** Whose V1 bots to list. */
typedef struct connect_list_lex_bots_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN */
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..25; unset lets the service choose */
} connect_list_lex_bots_request;

typedef struct connect_list_lex_bots_response {
    size_t size;
    const connect_lex_bot *const *lex_bots;
    size_t lex_bots_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_lex_bots_response;

/**
 * One page of the V1 bots; V2 bots are not shown.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListLexBots.
 */
CONNECT_API connect_status connect_list_lex_bots(connect_client *client,
                                                 const connect_list_lex_bots_request *request,
                                                 connect_list_lex_bots_response **out,
                                                 connect_error **error);

/**
 * Makes a pager over all V1 bots.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_lex_bots_pages(
    connect_client *client, const connect_list_lex_bots_request *request);

/**
 * The next V1 bot, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_lex_bot *connect_list_lex_bots_next(connect_pager *pager);

/** Which V1 bot to take away. */
typedef struct connect_disassociate_lex_bot_request {
    size_t size;
    const char *instance_id;  /**< required; id or ARN */
    const char *bot_name;     /**< required; at most 50 characters */
    const char *lex_region;   /**< required; the region the bot lives in; at most 60 characters */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_disassociate_lex_bot_request;

typedef struct connect_disassociate_lex_bot_response {
    size_t size;
} connect_disassociate_lex_bot_response;

/**
 * Takes a V1 bot away from an instance.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateLexBot.
 */
CONNECT_API connect_status connect_disassociate_lex_bot(
    connect_client *client, const connect_disassociate_lex_bot_request *request,
    connect_disassociate_lex_bot_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
