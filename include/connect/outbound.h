/*
 * Messages to customers on behalf of an outbound campaign: e-mail, and notices inside a web page.
 *
 * The service lets only the service principal of outbound campaigns call these two, by a role in
 * your account; anybody else is refused (CONNECT_E_ACCESS_DENIED).
 *
 * Addresses, subjects and bodies are personal data: no log line shows them.
 *
 * Each operation may be called 2 times a second and 5 times at once, by all callers of an account
 * in a Region together; more are throttled (CONNECT_E_THROTTLED), which the library retries.  They
 * may fail in the service (CONNECT_E_INTERNAL), which it retries as well, since both have a client
 * token.  These two come besides the errors listed with each.
 *
 * A success means that the service has accepted the message, not that it has been delivered or
 * seen.
 *
 * Example:
 *
 *     connect_email_address_info from = {
 *         .size = sizeof from, .email_address = "offers@example.com"
 *     };
 *     connect_email_address_info to = { .size = sizeof to, .email_address = "jo@example.org" };
 *     connect_source_campaign campaign = {
 *         .size = sizeof campaign, .campaign_id = campaign_id, .outbound_request_id = request_id
 *     };
 *     connect_send_outbound_email_request request = {
 *         .size = sizeof request,
 *         .instance_id = instance_id,
 *         .from_email_address = &from,
 *         .destination_email_address = &to,
 *         .email_message = &message,
 *         .traffic_type = CONNECT_TRAFFIC_TYPE_CAMPAIGN,
 *         .source_campaign = &campaign,
 *     };
 *     connect_send_outbound_email(client, &request, NULL, &error);
 */
#ifndef CONNECT_OUTBOUND_H
#define CONNECT_OUTBOUND_H

#include <connect/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Where the text of an e-mail comes from. */
typedef enum connect_outbound_message_source_type {
    /** newer than this library: see the text beside it */
    CONNECT_OUTBOUND_MESSAGE_SOURCE_TYPE_UNKNOWN = -1,
    /** a template of a knowledge base: set templated_message_config */
    CONNECT_OUTBOUND_MESSAGE_SOURCE_TYPE_TEMPLATE = 1,
    CONNECT_OUTBOUND_MESSAGE_SOURCE_TYPE_RAW = 2 /**< the request itself: set raw_message */
} connect_outbound_message_source_type;

/**
 * Returns the name of a source as the service writes it, for example "TEMPLATE".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_outbound_message_source_type_name(
    connect_outbound_message_source_type value);

/**
 * Returns the constant for the name of a source.
 *
 * name: as the service writes it, for example "TEMPLATE"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_outbound_message_source_type
connect_outbound_message_source_type_of(const char *name);

/** What the message is part of. */
typedef enum connect_traffic_type {
    CONNECT_TRAFFIC_TYPE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    /** not of a campaign; the service does not take it today */
    CONNECT_TRAFFIC_TYPE_GENERAL = 1,
    CONNECT_TRAFFIC_TYPE_CAMPAIGN = 2 /**< the only one that the service takes today */
} connect_traffic_type;

/**
 * Returns the name of a type of traffic as the service writes it, for example "GENERAL".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_traffic_type_name(connect_traffic_type value);

/**
 * Returns the constant for the name of a type of traffic.
 *
 * name: as the service writes it, for example "GENERAL"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_traffic_type connect_traffic_type_of(const char *name);

/** A mailbox.  Both members are personal data, which no log shows. */
typedef struct connect_email_address_info {
    size_t size;
    /** required; 1..255 characters; with the domain: "jo@example.org" */
    const char *email_address;
    const char *display_name; /**< shown beside the address; at most 256 characters; NULL: none */
} connect_email_address_info;

/** Who gets a copy. */
typedef struct connect_outbound_additional_recipients {
    size_t size;
    /** 1..50; the service takes 49, as the main recipient makes 50 */
    const connect_email_address_info *const *cc_email_addresses;
    size_t cc_email_addresses_count;
} connect_outbound_additional_recipients;

/**
 * What stands in for the variables of a template.  Set what the template uses: its custom
 * attributes by name, its attributes of a customer profile as one JSON object.
 */
typedef struct connect_template_attributes {
    size_t size;
    const connect_pair *const *custom_attributes; /**< keys 1..32767 characters, values to 32767 */
    size_t custom_attributes_count;
    const char *customer_profile_attributes; /**< a JSON object as text; NULL: none */
} connect_template_attributes;

/** A text out of a knowledge base. */
typedef struct connect_templated_message_config {
    size_t size;
    const char *knowledge_base_id;   /**< required; id or ARN; 1..500 characters */
    const char *message_template_id; /**< required; id or ARN; 1..500 characters */
    /** required, also when no variable is used: an empty struct then */
    const connect_template_attributes *template_attributes;
} connect_templated_message_config;

/** A text of one's own.  All of it is sent as it is. */
typedef struct connect_outbound_raw_message {
    size_t size;
    const char *subject; /**< required; 1..998 characters */
    const char *body; /**< required; 1..5242880 characters; in the form that content_type names */
    const char *content_type; /**< required; "text/plain" or "text/html"; 1..100 characters */
} connect_outbound_raw_message;

/** The text of an e-mail: a type, and the one member that belongs to it. */
typedef struct connect_outbound_email_content {
    size_t size;
    connect_outbound_message_source_type message_source_type; /**< required */
    /** the name of a type newer than this library, with a type of 0; else NULL */
    const char *message_source_type_text;
    /** for TEMPLATE; else NULL */
    const connect_templated_message_config *templated_message_config;
    const connect_outbound_raw_message *raw_message; /**< for RAW; else NULL */
} connect_outbound_email_content;

/** The campaign a message belongs to. */
typedef struct connect_source_campaign {
    size_t size;
    const char *campaign_id;         /**< 1..100 characters */
    const char *outbound_request_id; /**< exactly 36 characters, a UUID; one for each recipient */
} connect_source_campaign;

/** An e-mail to one customer. */
typedef struct connect_send_outbound_email_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN */
    /** required; an address of the instance */
    const connect_email_address_info *from_email_address;
    const connect_email_address_info *destination_email_address; /**< required; the customer */
    const connect_outbound_additional_recipients *additional_recipients; /**< NULL: no copies */
    const connect_outbound_email_content *email_message;                 /**< required */
    connect_traffic_type traffic_type;                                   /**< required; CAMPAIGN */
    /** the name of a type newer than this library, with a type of 0; else NULL */
    const char *traffic_type_text;
    const connect_source_campaign *source_campaign; /**< needed for CAMPAIGN */
    /**
     * at most 500 characters; NULL: a random UUID for the call.  Set it to a value that is stored
     * with the message to be sure that the customer gets it once, even when the application is
     * restarted
     */
    const char *client_token;
} connect_send_outbound_email_request;

/** Empty: the status says whether the message was accepted. */
typedef struct connect_send_outbound_email_response {
    size_t size;
} connect_send_outbound_email_response;

/**
 * Sends an e-mail for a campaign.
 *
 * Safe to repeat: all attempts of a call carry the same client token, so that the customer gets one
 * message.  A second call is a second message, unless the application sets the client_token of the
 * first.
 *
 * IAM action: connect:SendOutboundEmail, for the service principal of outbound campaigns.  Quota: 2
 * requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL, since the response is empty.
 * Errors: CONNECT_E_NOT_FOUND (no such instance, or what the message refers to),
 * CONNECT_E_INVALID_REQUEST (connect_error_reason() may say why), CONNECT_E_CONFLICT (the client
 * token was used before with another request), CONNECT_E_QUOTA_EXCEEDED (connect_error_reason() may
 * say which), CONNECT_E_ACCESS_DENIED (the caller is not the campaigns service).
 * Source: API reference, SendOutboundEmail.
 *
 *     connect_outbound_raw_message text = {
 *         .size = sizeof text,
 *         .subject = "Your appointment",
 *         .body = "See you on Monday at nine.",
 *         .content_type = "text/plain",
 *     };
 *     connect_outbound_email_content message = {
 *         .size = sizeof message,
 *         .message_source_type = CONNECT_OUTBOUND_MESSAGE_SOURCE_TYPE_RAW,
 *         .raw_message = &text,
 *     };
 */
CONNECT_API connect_status connect_send_outbound_email(
    connect_client *client, const connect_send_outbound_email_request *request,
    connect_send_outbound_email_response **out, connect_error **error);

/** What a notice does in the page. */
typedef enum connect_notification_type {
    /** newer than this library: see the text beside it */
    CONNECT_NOTIFICATION_TYPE_UNKNOWN = -1,
    CONNECT_NOTIFICATION_TYPE_WIDGET_VIEW = 1,  /**< the widget shows the view view_arn */
    CONNECT_NOTIFICATION_TYPE_WIDGET_ACTION = 2 /**< the widget performs an action */
} connect_notification_type;

/**
 * Returns the name of a type of notice as the service writes it, for example "WIDGET_VIEW".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_notification_type_name(connect_notification_type value);

/**
 * Returns the constant for the name of a type of notice.
 *
 * name: as the service writes it, for example "WIDGET_VIEW"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_notification_type connect_notification_type_of(const char *name);

/** Where a notice comes from. */
typedef struct connect_web_notification_source {
    size_t size;
    const connect_source_campaign *source_campaign; /**< required */
} connect_web_notification_source;

/** Where a notice appears, and for whom. */
typedef struct connect_widget_destination {
    size_t size;
    const char *widget_id;  /**< required; the communication widget in the page; 1..36 characters */
    const char *profile_id; /**< required; the customer's profile; 1..32 characters */
} connect_widget_destination;

/** Where recommendations for the notice come from. */
typedef struct connect_recommender_config {
    size_t size;
    const char *domain_name;      /**< required; a customer profiles domain; 1..64 characters */
    const char *recommender_name; /**< required; a recommender of that domain; 1..64 characters */
    const connect_pair *const *context; /**< keys 1..64 characters, values 1..255 */
    size_t context_count;
} connect_recommender_config;

/** What a notice is filled with. */
typedef struct connect_content_attributes {
    size_t size;
    const connect_recommender_config *recommender_config; /**< NULL: no recommendations */
} connect_content_attributes;

/** What a notice shows. */
typedef struct connect_web_notification_content {
    size_t size;
    connect_notification_type type; /**< required */
    /** the name of a type newer than this library, with a type of 0; else NULL */
    const char *type_text;
    const char *view_arn;                         /**< the view to show; 1..500 characters */
    const connect_content_attributes *attributes; /**< NULL: none */
} connect_web_notification_content;

/** A notice for one customer in one browser. */
typedef struct connect_send_outbound_web_notification_request {
    size_t size;
    const char *instance_id;     /**< required; id or ARN */
    const char *client_token;    /**< at most 500 characters; NULL: a random UUID for the call */
    const char *browser_id;      /**< required; the browser of the customer; 1..36 characters */
    const char *session_id;      /**< required; the web session of the customer; 1..36 characters */
    connect_opt_time expires_at; /**< required; after that the notice is not shown */
    const connect_web_notification_source *source;   /**< required */
    const connect_widget_destination *destination;   /**< required */
    const connect_web_notification_content *content; /**< required */
} connect_send_outbound_web_notification_request;

/** Empty: the status says whether the notice was accepted. */
typedef struct connect_send_outbound_web_notification_response {
    size_t size;
} connect_send_outbound_web_notification_response;

/**
 * Shows a notice to a customer who has the page open.
 *
 * The page contains a communication widget, which receives the notice and shows it until
 * expires_at.
 *
 * Safe to repeat: all attempts of a call carry the same client token.  A second call is a second
 * notice, unless the application sets the client_token of the first.
 *
 * IAM action: connect:SendOutboundWebNotification, for the service principal of outbound campaigns.
 * Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL, since the response is empty.
 * Errors: CONNECT_E_NOT_FOUND (no such instance, widget or view), CONNECT_E_INVALID_REQUEST,
 * CONNECT_E_ACCESS_DENIED (the caller is not the campaigns service).
 * Source: API reference, SendOutboundWebNotification.
 */
CONNECT_API connect_status connect_send_outbound_web_notification(
    connect_client *client, const connect_send_outbound_web_notification_request *request,
    connect_send_outbound_web_notification_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
