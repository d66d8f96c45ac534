/* See faults.h.  The table is at the end; before it stands how each fault is played. */
#include "support/faults.h"

#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define JSON "Content-Type: application/json\r\n"
#define HTML "Content-Type: text/html\r\n"
#define PAGE "<html><head><title>Sorry</title></head><body>the proxy says no</body></html>"

/* ---- before TLS, on the bare socket ---- */

static void say_nothing(int fd)
{
    char bytes[4096];
    while (recv(fd, bytes, sizeof bytes, 0) > 0) {
    }
}

static void reset_at_once(int fd)
{
    struct linger linger = { 1, 0 };
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static void speak_no_tls(int fd)
{
    static const char text[] = "220 mail.example ESMTP ready\r\n";
    char bytes[4096];
    if (recv(fd, bytes, sizeof bytes, 0) > 0) {
        send(fd, text, sizeof text - 1, MSG_NOSIGNAL);
    }
    shutdown(fd, SHUT_WR);
    say_nothing(fd);
}

/* ---- instead of a response ---- */

static void send_good_head(struct wire_peer *peer, size_t body)
{
    char head[128];
    snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: %zu\r\n\r\n", body);
    wire_send(peer, head);
}

static bool send_nothing(struct wire_peer *peer, const struct fault *fault,
                         const struct fault_turn *turn)
{
    (void)fault, (void)turn;
    wire_wait_closed(peer, 3600000);
    return false;
}

static bool send_text(struct wire_peer *peer, const struct fault *fault,
                      const struct fault_turn *turn)
{
    (void)turn;
    wire_send(peer, fault->text);
    return false;
}

static bool send_text_and_reset(struct wire_peer *peer, const struct fault *fault,
                                const struct fault_turn *turn)
{
    send_text(peer, fault, turn);
    wire_reset(peer);
    return false;
}

static bool send_text_and_hang_up(struct wire_peer *peer, const struct fault *fault,
                                  const struct fault_turn *turn)
{
    send_text(peer, fault, turn);
    wire_hang_up(peer);
    return false;
}

static bool send_text_and_half_close(struct wire_peer *peer, const struct fault *fault,
                                     const struct fault_turn *turn)
{
    send_text(peer, fault, turn);
    wire_half_close(peer);
    wire_wait_closed(peer, 3000);
    return false;
}

static bool drip_text(struct wire_peer *peer, const struct fault *fault,
                      const struct fault_turn *turn)
{
    (void)turn;
    wire_drip(peer, fault->text, 1000);
    return false;
}

/* It never gets to the end: who waits for seconds would take it for good. */
static bool drip_body(struct wire_peer *peer, const struct fault *fault,
                      const struct fault_turn *turn)
{
    (void)fault;
    send_good_head(peer, strlen(turn->body) + 1);
    wire_drip(peer, turn->body, 1000);
    return false;
}

static bool repeat_text(struct wire_peer *peer, const struct fault *fault,
                        const struct fault_turn *turn)
{
    (void)turn;
    wire_send_repeated(peer, fault->text, SIZE_MAX);
    return false;
}

static bool send_endless_body(struct wire_peer *peer, const struct fault *fault,
                              const struct fault_turn *turn)
{
    wire_send(peer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    repeat_text(peer, fault, turn);
    return false;
}

static bool send_endless_headers(struct wire_peer *peer, const struct fault *fault,
                                 const struct fault_turn *turn)
{
    wire_send(peer, "HTTP/1.1 200 OK\r\n");
    repeat_text(peer, fault, turn);
    return false;
}

static bool send_long_header(struct wire_peer *peer, const struct fault *fault,
                             const struct fault_turn *turn)
{
    (void)fault;
    wire_send(peer, "HTTP/1.1 200 OK\r\nX-Header: ");
    wire_send_repeated(peer, "v", 1024 * 1024);
    wire_send(peer, "\r\n" JSON "\r\n");
    wire_send(peer, turn->body);
    return false;
}

static bool response_with_text(struct wire_peer *peer, const struct fault *fault,
                               const struct fault_turn *turn)
{
    char head[64];
    const char *body = strstr(fault->text, "\r\n\r\n");
    (void)turn;
    wire_send_bytes(peer, fault->text, (size_t)(body - fault->text) + 2);
    snprintf(head, sizeof head, "Content-Length: %zu\r\n", strlen(body + 4));
    wire_send(peer, head);
    wire_send(peer, body + 2);
    return true;
}

static bool redirect(struct wire_peer *peer, const struct fault *fault,
                     const struct fault_turn *turn)
{
    char text[256];
    snprintf(text, sizeof text,
             "HTTP/1.1 %s\r\nLocation: http://127.0.0.1:%d/stolen\r\nContent-Length: 0\r\n\r\n",
             fault->text, turn->other_port);
    wire_send(peer, text);
    return true;
}

/* ---- around a good response ---- */

static bool response_well(struct wire_peer *peer, const struct fault *fault,
                          const struct fault_turn *turn)
{
    (void)fault;
    wire_response(peer, 200, JSON, turn->body);
    return true;
}

static bool response_and_reset(struct wire_peer *peer, const struct fault *fault,
                               const struct fault_turn *turn)
{
    response_well(peer, fault, turn);
    wire_reset(peer);
    return false;
}

static bool response_and_half_close(struct wire_peer *peer, const struct fault *fault,
                                    const struct fault_turn *turn)
{
    response_well(peer, fault, turn);
    wire_half_close(peer);
    return true; /* it would still hear a request, and cannot respond */
}

static bool response_after_text(struct wire_peer *peer, const struct fault *fault,
                                const struct fault_turn *turn)
{
    wire_send(peer, fault->text);
    response_well(peer, fault, turn);
    return true;
}

/* At once: what came later might arrive when the next request is already on its way. */
static bool response_before_text(struct wire_peer *peer, const struct fault *fault,
                                 const struct fault_turn *turn)
{
    char text[8192];
    snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\n" JSON "Content-Length: %zu\r\n\r\n%s%s",
             strlen(turn->body), turn->body, fault->text);
    wire_send(peer, text);
    return false;
}

/* ---- the table ---- */

#define EXPECT(s0, a0, s1, a1, s2, a2) \
    .expect = { { CONNECT_##s0, a0 }, { CONNECT_##s1, a1 }, { CONNECT_##s2, a2 } }
/* The service has seen nothing, so whatever it was is sent again. */
#define AGAIN(status) EXPECT(status, 3, status, 3, status, 3)
/* It may have been executed. */
#define AGAIN_WHEN_SAFE(status) EXPECT(status, 3, status, 3, status, 1)
/* Another attempt would end the same way. */
#define FINAL(status) EXPECT(status, 1, status, 1, status, 1)
#define FINE EXPECT(OK, 1, OK, 1, OK, 1)
#define AT_ONCE .most_ms = 1000
#define IN_ITS_TIME .slow = true, .most_ms = 3 * FAULT_ATTEMPT_MS + 700
#define ON_REQUEST .place = FAULT_REQUEST, .over = FAULT_BOTH

const struct fault faults[] = {
    /* no connection */
    { "refuses", FAULT_UNREACHABLE, FAULT_BOTH, AGAIN(E_TRANSPORT), AT_ONCE, .says = "127.0.0.1" },
    { "resets a connection at once", FAULT_ACCEPT, FAULT_TLS, reset_at_once, AGAIN(E_TLS), AT_ONCE,
      .also = CONNECT_E_TRANSPORT, .weight = 4 },
    { "accepts and never begins TLS", FAULT_ACCEPT, FAULT_TLS, say_nothing, AGAIN(E_TIMEOUT),
      IN_ITS_TIME, .weight = 1 },
    { "speaks no TLS", FAULT_ACCEPT, FAULT_TLS, speak_no_tls, AGAIN(E_TLS), AT_ONCE, .weight = 4 },
    { "refuses as a proxy, with HTML", FAULT_PROXY, FAULT_TLS, .play = response_with_text,
      .text = "HTTP/1.1 502 Bad Gateway\r\n" HTML "\r\n" PAGE, AGAIN(E_TRANSPORT), AT_ONCE,
      .says = "502" },

    /* not whom we meant */
    { "has a certificate of an unknown issuer", FAULT_HANDSHAKE, FAULT_TLS,
      .certificate = WIRE_OTHER_ISSUER, FINAL(E_TLS), AT_ONCE, .says = "certificate", .weight = 2 },
    { "has an expired certificate", FAULT_HANDSHAKE, FAULT_TLS, .certificate = WIRE_EXPIRED,
      FINAL(E_TLS), AT_ONCE, .says = "expired", .weight = 2 },
    { "has a certificate that is not valid yet", FAULT_HANDSHAKE, FAULT_TLS,
      .certificate = WIRE_NOT_YET, FINAL(E_TLS), AT_ONCE, .says = "certificate", .weight = 2 },
    { "has a certificate for another name", FAULT_HANDSHAKE, FAULT_TLS,
      .certificate = WIRE_OTHER_NAME, FINAL(E_TLS), AT_ONCE, .says = "127.0.0.1", .weight = 2 },

    /* resets and ends */
    { "resets while the request is written", FAULT_HEAD, FAULT_BOTH, .play = send_text_and_reset,
      .text = "", .big = true, AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },
    { "resets before the headers", ON_REQUEST, .play = send_text_and_reset, .text = "",
      AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },
    { "resets within the headers", ON_REQUEST, .play = send_text_and_reset,
      .text = "HTTP/1.1 200 OK\r\nContent-Ty", AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },
    { "resets after the headers", ON_REQUEST, .play = send_text_and_reset,
      .text = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", AGAIN_WHEN_SAFE(E_TRANSPORT),
      AT_ONCE, .weight = 8 },
    { "resets within the body", ON_REQUEST, .play = send_text_and_reset,
      .text = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Id\":\"",
      AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },
    { "resets after the body", ON_REQUEST, .play = response_and_reset, FINE, AT_ONCE, .weight = 8 },
    { "ends instead of a response", ON_REQUEST, .play = send_text, .text = "",
      AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },
    { "ends within the headers", ON_REQUEST, .play = send_text,
      .text = "HTTP/1.1 200 OK\r\nContent-Ty", AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE,
      .may_be_kept = true, .weight = 8 },
    { "is cut off without a TLS goodbye", .place = FAULT_REQUEST, .over = FAULT_TLS,
      .play = send_text_and_hang_up, .text = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
      AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },
    { "half-closes instead of a response", ON_REQUEST, .play = send_text_and_half_close, .text = "",
      AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },

    /* kept connections */
    { "half-closes a kept connection", ON_REQUEST, .play = response_and_half_close, .times = 1,
      .warm = true, FINE, AT_ONCE, .weight = 8 },
    { "closes a kept connection at its next request", ON_REQUEST, .play = send_text, .text = "",
      .first = 1, .times = 1, .warm = true, EXPECT(OK, 2, OK, 2, E_TRANSPORT, 1), AT_ONCE },
    { "resets a kept connection at its next request", ON_REQUEST, .play = send_text_and_reset,
      .text = "", .first = 1, .times = 1, .warm = true, EXPECT(OK, 2, OK, 2, E_TRANSPORT, 1),
      AT_ONCE },
    { "half-closes a kept connection at its next request", ON_REQUEST,
      .play = send_text_and_half_close, .text = "", .first = 1, .times = 1, .warm = true,
      EXPECT(OK, 2, OK, 2, E_TRANSPORT, 1), AT_ONCE },

    /* too slow */
    { "accepts and says nothing", ON_REQUEST, .play = send_nothing, AGAIN_WHEN_SAFE(E_TIMEOUT),
      IN_ITS_TIME, .weight = 1 },
    { "drips its headers, a byte a second", ON_REQUEST, .play = drip_text,
      .text = "HTTP/1.1 200 OK\r\n", AGAIN_WHEN_SAFE(E_TIMEOUT), IN_ITS_TIME, .weight = 1 },
    { "drips its body, a byte a second", ON_REQUEST, .play = drip_body, AGAIN_WHEN_SAFE(E_TIMEOUT),
      IN_ITS_TIME, .weight = 1 },

    /* wrong sizes */
    { "sends less than it announced", ON_REQUEST, .play = send_text,
      .text = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}", AGAIN_WHEN_SAFE(E_TRANSPORT),
      AT_ONCE, .weight = 8 },
    { "sends more than it announced", ON_REQUEST, .play = response_before_text,
      .text = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"Id\":\"evil\"}", FINE, AT_ONCE,
      .weight = 8 },
    { "sends chunks that are none", ON_REQUEST, .play = send_text,
      .text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
      AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },
    { "ends within a chunk", ON_REQUEST, .play = send_text,
      .text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
      AGAIN_WHEN_SAFE(E_TRANSPORT), AT_ONCE, .weight = 8 },
    { "sends a header of 1 MiB", ON_REQUEST, .play = send_long_header, FINAL(E_DECODE), AT_ONCE,
      .says = "header", .weight = 2 },
    { "sends headers for ever", ON_REQUEST, .play = send_endless_headers,
      .text = "X-Header: some value\r\n", FINAL(E_DECODE), AT_ONCE, .says = "headers",
      .weight = 2 },
    { "sends a body for ever", ON_REQUEST, .play = send_endless_body, .text = "8\r\n        \r\n",
      FINAL(E_DECODE), AT_ONCE, .says = "larger", .weight = 2 },
    { "announces a body whose length overflows", ON_REQUEST, .play = send_text,
      .text = "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n{", FINAL(E_DECODE), AT_ONCE,
      .says = "larger", .weight = 2 },

    /* something else */
    { "sends 100 Continue before its response", ON_REQUEST, .play = response_after_text,
      .text = "HTTP/1.1 100 Continue\r\n\r\n", FINE, AT_ONCE, .weight = 8 },
    { "says 100 Continue for ever", ON_REQUEST, .play = repeat_text,
      .text = "HTTP/1.1 100 Continue\r\n\r\n", FINAL(E_DECODE), AT_ONCE, .says = "interim",
      .weight = 2 },
    { "redirects to another host", ON_REQUEST, .play = redirect, .text = "301 Moved Permanently",
      FINAL(E_SERVICE), AT_ONCE, .says = "301", .weight = 2 },
    { "redirects to another host, method and all", ON_REQUEST, .play = redirect,
      .text = "307 Temporary Redirect", FINAL(E_SERVICE), AT_ONCE, .says = "307", .weight = 2 },
    { "speaks no HTTP", ON_REQUEST, .play = send_text, .text = "SSH-2.0-OpenSSH_9.2\r\n",
      FINAL(E_DECODE), AT_ONCE, .weight = 2 },
    { "is a proxy's page with status 502", ON_REQUEST, .play = response_with_text,
      .text = "HTTP/1.1 502 Bad Gateway\r\n" HTML "\r\n" PAGE, AGAIN_WHEN_SAFE(E_INTERNAL), AT_ONCE,
      .says = "502", .weight = 8 },
    { "is a proxy's page with status 200", ON_REQUEST, .play = response_with_text,
      .text = "HTTP/1.1 200 OK\r\n" HTML "\r\n" PAGE, .in_output = true, FINAL(E_DECODE), AT_ONCE,
      .weight = 2 },
    { "cuts its JSON short", ON_REQUEST, .play = response_with_text,
      .text = "HTTP/1.1 200 OK\r\n" JSON "\r\n{\"Id\":\"a", .in_output = true, FINAL(E_DECODE),
      AT_ONCE, .weight = 2 },

    /* errors of the service */
    { "responds with 200 and an error in the body", ON_REQUEST, .play = response_with_text,
      .text = "HTTP/1.1 200 OK\r\n" JSON
              "\r\n{\"__type\":\"InternalServiceException\",\"message\":\"out of order\"}",
      AGAIN_WHEN_SAFE(E_INTERNAL), AT_ONCE, .says = "out of order", .weight = 8 },
    { "responds with 200 and an error in the header", ON_REQUEST, .play = response_with_text,
      .text =
          "HTTP/1.1 200 OK\r\nx-amzn-ErrorType: ResourceNotFoundException\r\n\r\n{\"Message\":\"it is not here\"}",
      FINAL(E_NOT_FOUND), AT_ONCE, .says = "not here", .weight = 2 },
    { "responds with 500, then with success", ON_REQUEST, .play = response_with_text, .times = 1,
      .text =
          "HTTP/1.1 500 Oops\r\nx-amzn-ErrorType: InternalServiceException\r\n\r\n{\"Message\":\"in a moment\"}",
      EXPECT(OK, 2, OK, 2, E_INTERNAL, 1), AT_ONCE, .weight = 16 },
    { "responds with 429", ON_REQUEST, .play = response_with_text,
      .text =
          "HTTP/1.1 429 Slow\r\nx-amzn-ErrorType: ThrottlingException\r\n\r\n{\"Message\":\"Rate exceeded\"}",
      AGAIN(E_THROTTLED), AT_ONCE, .says = "Rate exceeded", .weight = 1 },
    { "responds with 429, times out, then succeeds", ON_REQUEST, .play = response_with_text,
      .times = 1, .text = "HTTP/1.1 429 Slow\r\n\r\n", EXPECT(OK, 2, OK, 2, OK, 2), AT_ONCE,
      .weight = 1 },
    { "responds with 429 and a retry hint of 50 ms", ON_REQUEST, .play = response_with_text,
      .text =
          "HTTP/1.1 429 Slow\r\nx-amzn-ErrorType: ThrottlingException\r\nx-amz-retry-after: 50\r\n\r\n{}",
      AGAIN(E_THROTTLED), .least_ms = 100, .most_ms = 1100, .weight = 1 },
    { "responds with 429 for a limit", ON_REQUEST, .play = response_with_text,
      .text =
          "HTTP/1.1 429 No\r\nx-amzn-ErrorType: LimitExceededException\r\n\r\n{\"Message\":\"100 are enough\"}",
      FINAL(E_LIMIT_EXCEEDED), AT_ONCE, .says = "100 are enough", .weight = 2 },
};
const size_t faults_count = sizeof faults / sizeof faults[0];

bool fault_responses(const struct fault *fault)
{
    return fault->expect[FAULT_SAFE].status == CONNECT_OK &&
           fault->expect[FAULT_SAFE].attempts == 1;
}
