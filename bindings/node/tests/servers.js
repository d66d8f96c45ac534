"use strict";
/* Servers for tests: loopback only, on free ports, stopped by the test. */
const http = require("node:http");
const net = require("node:net");

function listen(test, server) {
    return new Promise((resolve) => {
        server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}`));
        test.after(() => new Promise((done) => server.close(done)));
    });
}

/* The URL of a server that accepts connections and never responds. */
async function silent(test) {
    const sockets = new Set();
    const server = net.createServer((socket) => {
        sockets.add(socket.on("error", () => {}));
    });
    test.after(() => sockets.forEach((socket) => socket.destroy()));
    return listen(test, server);
}

/* A server with one response: its URL, and the list of its requests. */
async function scripted(test, { status = 200, body = "{}", headers = {} } = {}) {
    const requests = [];
    const server = http.createServer((request, response) => {
        requests.push({ url: request.url, headers: request.headers });
        response.writeHead(status, headers).end(body);
    });
    test.after(() => server.closeAllConnections());
    return { url: await listen(test, server), requests };
}

module.exports = { scripted, silent };
