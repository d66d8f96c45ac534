/*
 * Bots: rows of <connect/bot.h>.
 */
#include "call/entry.h"

#include <connect/bot.h>

#define T connect_lex_bot
SHAPE(FIELD(name, "Name", REQUIRED, LENGTH(0, 50)),
      FIELD(lex_region, "LexRegion", REQUIRED, LENGTH(0, 60)));
#undef T

#define T connect_lex_v2_bot
SHAPE(FIELD(alias_arn, "AliasArn", LENGTH(1, 100)));
#undef T

#define T connect_associate_bot_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      STRUCT(lex_bot, connect_lex_bot, "LexBot"),
      STRUCT(lex_v2_bot, connect_lex_v2_bot, "LexV2Bot"),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_associate_bot_response
EMPTY_SHAPE();
#undef T

OPERATION(associate_bot, "AssociateBot", "PUT", "/instance/{InstanceId}/bot",
          "Lets flows use a Lex bot, V1 or V2.",
          .errors = ERRORS("ResourceNotFoundException", "ResourceConflictException",
                           "InternalServiceException", "InvalidRequestException",
                           "LimitExceededException", "ServiceQuotaExceededException",
                           "ThrottlingException"));

ENUM_VALUES(connect_lex_version, "V1", "V2");

#define T connect_lex_bot_config
SHAPE(STRUCT(lex_bot, connect_lex_bot, "LexBot"),
      STRUCT(lex_v2_bot, connect_lex_v2_bot, "LexV2Bot"));
#undef T

#define T connect_list_bots_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 25)),
      ENUM(lex_version, connect_lex_version, "LexVersion", REQUIRED, IN_QUERY("lexVersion")));
#undef T

#define T connect_list_bots_response
SHAPE(LIST(lex_bots, connect_lex_bot_config, "LexBots"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_bots, "ListBots", "GET", "/instance/{InstanceId}/bots",
          "Lists the Lex bots of one generation.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "ThrottlingException"),
          .page_items = "LexBots", .repeatable = true);
PAGER(list_bots, const connect_lex_bot_config);

#define T connect_disassociate_bot_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      STRUCT(lex_bot, connect_lex_bot, "LexBot"),
      STRUCT(lex_v2_bot, connect_lex_v2_bot, "LexV2Bot"),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_disassociate_bot_response
EMPTY_SHAPE();
#undef T

OPERATION(disassociate_bot, "DisassociateBot", "POST", "/instance/{InstanceId}/bot",
          "Takes a Lex bot away, V1 or V2.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "ThrottlingException"));

#define T connect_associate_lex_bot_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      STRUCT(lex_bot, connect_lex_bot, "LexBot", REQUIRED),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_associate_lex_bot_response
EMPTY_SHAPE();
#undef T

OPERATION(associate_lex_bot, "AssociateLexBot", "PUT", "/instance/{InstanceId}/lex-bot",
          "Lets flows use a Lex V1 bot.",
          .errors = ERRORS("ResourceNotFoundException", "ResourceConflictException",
                           "InternalServiceException", "InvalidRequestException",
                           "InvalidParameterException", "ServiceQuotaExceededException",
                           "ThrottlingException"));

#define T connect_list_lex_bots_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 25)));
#undef T

#define T connect_list_lex_bots_response
SHAPE(LIST(lex_bots, connect_lex_bot, "LexBots"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_lex_bots, "ListLexBots", "GET", "/instance/{InstanceId}/lex-bots",
          "Lists the Lex V1 bots.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"),
          .page_items = "LexBots", .repeatable = true);
PAGER(list_lex_bots, const connect_lex_bot);

#define T connect_disassociate_lex_bot_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(bot_name, "BotName", REQUIRED, IN_QUERY("botName"), LENGTH(0, 50)),
      FIELD(lex_region, "LexRegion", REQUIRED, IN_QUERY("lexRegion"), LENGTH(0, 60)),
      FIELD(client_token, "ClientToken", IN_QUERY("clientToken"), CLIENT_TOKEN));
#undef T

#define T connect_disassociate_lex_bot_response
EMPTY_SHAPE();
#undef T

OPERATION(disassociate_lex_bot, "DisassociateLexBot", "DELETE", "/instance/{InstanceId}/lex-bot",
          "Takes a Lex V1 bot away.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"));
