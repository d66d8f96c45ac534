/* Rows of the Z-API tenant. */
#include "call/entry.h"

#include <connect/zapi.h>

ENUM_VALUES(connect_zapi_middleware, "web", "mobile");

#define T connect_zapi_instance
SECRET_SHAPE(FIELD(token, "token", SECRET, LOOSE),
             FIELD(tenant, "tenant", LOOSE),
             LOOSE_TIME(created, "created"),
             LOOSE_TIME(due, "due"),
             FIELD(payment_status, "paymentStatus", LOOSE),
             FIELD(delivery_callback_url, "deliveryCallbackUrl", LOOSE),
             FIELD(received_callback_url, "receivedCallbackUrl", LOOSE),
             FIELD(disconnected_callback_url, "disconnectedCallbackUrl", LOOSE),
             FIELD(message_status_callback_url, "messageStatusCallbackUrl", LOOSE),
             FIELD(received_and_delivery_callback_url, "receivedAndDeliveryCallbackUrl", LOOSE),
             FIELD(presence_chat_callback_url, "presenceChatCallbackUrl", LOOSE),
             FIELD(connected_callback_url, "connectedCallbackUrl", LOOSE),
             FIELD(received_status_callback_url, "receivedStatusCallbackUrl", LOOSE),
             FIELD(phone_connected, "phoneConnected", LOOSE),
             FIELD(whatsapp_connected, "whatsappConnected", LOOSE),
             ENUM(middleware, connect_zapi_middleware, "middleware", LOOSE),
             FIELD(name, "name", LOOSE),
             FIELD(id, "id", LOOSE));
#undef T

#define T connect_zapi_list_instances_request
SHAPE(FIELD(page, "page", IN_QUERY("page"), REQUIRED, AT_LEAST(1)),
      FIELD(page_size, "pageSize", IN_QUERY("pageSize"), REQUIRED, AT_LEAST(1)),
      FIELD(query, "query", IN_QUERY("query")),
      ENUM(middleware, connect_zapi_middleware, "middleware", IN_QUERY("middleware")));
#undef T

#define T connect_zapi_list_instances_response
SECRET_SHAPE(FIELD(total, "total", LOOSE),
             FIELD(total_page, "totalPage", LOOSE),
             FIELD(page_size, "pageSize", LOOSE),
             FIELD(page, "page", LOOSE),
             LIST(content, connect_zapi_instance, "content"));
#undef T

OPERATION_OF(connect_zapi_client, zapi_service, zapi_list_instances, "ZapiListInstances", "GET",
             "/instances",
             "Lists the partner's WhatsApp instances.", .errors = ERRORS(NULL),
             .page_items = "content",
             .auth = AUTH_BEARER, .wants_type = true, .repeatable = true);
PAGER_OF(connect_zapi_client, zapi_list_instances, const connect_zapi_instance);
