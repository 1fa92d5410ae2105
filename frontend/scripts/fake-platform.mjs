// Serves the built dashboard as the gateway does (same security headers, same fallback) over the in-memory API of src/testing.
// For looking at pages and for trying e2e/story.mjs without a platform. `node scripts/fake-platform.mjs [port]`
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer as createVite } from "vite";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };
const PING_MS = 10_000;

export async function startFakePlatform({ port = 0, paceMs = 1_200, now = () => Date.now() } = {}) {
  const vite = await createVite({ root: ROOT, server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
  const { FakeApi } = await vite.ssrLoadModule("/src/testing/fake-api.ts");
  const { aDrill, aFailover, ANOTHER_DIGEST } = await vite.ssrLoadModule("/src/testing/samples.ts");
  const api = new FakeApi(now);
  const pings = setInterval(() => api.stream.ping(), PING_MS);
  const life = paceMs > 0 ? setInterval(() => live(api), paceMs) : undefined;

  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
    const work = url.pathname.startsWith("/api/") ? viaApi(api, incoming, outgoing, url) : url.pathname === "/messages" ? mails(api, url, outgoing) : file(url, outgoing);
    work.catch((error) => {
      console.error(error);
      outgoing.destroy();
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = async () => {
    clearInterval(pings);
    clearInterval(life);
    server.closeAllConnections();
    server.close();
    await vite.close();
  };
  return { api, samples: { aDrill, aFailover, ANOTHER_DIGEST }, url: `http://127.0.0.1:${server.address().port}`, close };
}

function live(api) {
  for (const machine of api.machines.list) {
    api.machines.step(machine.id);
    api.failovers.step(machine.id);
    api.drills.step(machine.id);
  }
  api.backups.step();
}

async function mails(api, url, outgoing) {
  outgoing.setHeader("Content-Type", "application/json");
  outgoing.end(JSON.stringify(api.mails.filter((mail) => mail.to === url.searchParams.get("to"))));
}

async function viaApi(api, incoming, outgoing, url) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const stop = new AbortController();
  outgoing.on("close", () => stop.abort());
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
  const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([, value]) => typeof value === "string"));
  const response = await api.fetch(new Request(url, { method: incoming.method, headers, body, signal: stop.signal }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return void outgoing.end();
  for await (const chunk of response.body) outgoing.write(chunk);
  outgoing.end();
}

async function file(url, outgoing) {
  const path = normalize(url.pathname);
  const known = extname(path) !== "";
  const name = join(ROOT, "dist", known ? path : "index.html");
  outgoing.setHeader("Content-Security-Policy", CSP);
  outgoing.setHeader("X-Content-Type-Options", "nosniff");
  try {
    const content = await readFile(name);
    outgoing.setHeader("Content-Type", TYPES[extname(name)] ?? "application/octet-stream");
    outgoing.end(content);
  } catch {
    outgoing.statusCode = 404;
    outgoing.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const platform = await startFakePlatform({ port: Number(process.argv[2] ?? 18700) });
  console.log(`fake platform at ${platform.url}, login ana@example.test / correct horse`);
}
