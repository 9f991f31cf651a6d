// Sommeil: a sleep diary. One TLS port, one cleartext port that only redirects, and a ready line on standard output.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createApp } from "./lib/app.js";
import { options } from "./lib/options.js";

const CIPHERS = [
  "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
  "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
].join(":");
const LIMITS = { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5_000 };
const HSTS = "max-age=63072000; includeSubDomains";

const asked = options(process.argv.slice(2));
const listening = (server, port) => new Promise((resolve, reject) => {
  server.once("error", reject);
  server.listen(port, asked.host, () => resolve(server.address().port));
});
const shown = asked.host.includes(":") ? `[${asked.host}]` : asked.host;

let handle = (_request, response) => response.writeHead(503).end();
const secure = https.createServer({
  ...LIMITS, cert: readFileSync(asked.tlsCert), key: readFileSync(asked.tlsKey),
  minVersion: "TLSv1.2", ciphers: CIPHERS, honorCipherOrder: true, ecdhCurve: "X25519:prime256v1:secp384r1",
}, (request, response) => handle(request, response));
const port = await listening(secure, asked.port);
const publicUrl = asked.publicUrl || `https://${shown}:${port}`;
handle = await createApp({ ...asked, publicUrl });

const servers = [secure];
let cleartextUrl = null;
if (asked.cleartextPort !== null) {
  const plain = http.createServer(LIMITS, (request, response) => {
    const path = request.url.startsWith("/") && !request.url.startsWith("//") ? request.url : "/";
    if (request.method !== "GET" && request.method !== "HEAD") response.writeHead(405, { Allow: "GET, HEAD" }).end();
    else response.writeHead(308, { Location: publicUrl + path }).end();
  });
  cleartextUrl = `http://${shown}:${await listening(plain, asked.cleartextPort)}`;
  servers.push(plain);
}
for (const server of servers) {
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\nConnection: close\r\nStrict-Transport-Security: ${HSTS}\r\n\r\n`);
  });
}

const stop = () => {
  for (const server of servers) server.close().closeAllConnections();
  process.exit(0);
};
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);
if (asked.exitWithStdin) process.stdin.on("end", stop).on("error", stop).resume();
process.stdout.write(`${JSON.stringify({
  ready: true, url: `https://${shown}:${port}`, cleartext_url: cleartextUrl, pid: process.pid,
})}\n`);
