/* An HTTP proxy for CONNECT requests: connects to loopback whatever the host. */
#ifndef TESTS_SUPPORT_TUNNEL_H
#define TESTS_SUPPORT_TUNNEL_H

struct tunnel;

/* Starts it on a free port; every tunnel leads to `target_port` of 127.0.0.1. */
struct tunnel *tunnel_start(int target_port);
void tunnel_stop(struct tunnel *tunnel);

/* "http://127.0.0.1:PORT". */
const char *tunnel_url(const struct tunnel *tunnel);
/* Tunnels opened so far, and the head of the last request for one. */
int tunnel_count(struct tunnel *tunnel);
const char *tunnel_last_head(struct tunnel *tunnel);

#endif
