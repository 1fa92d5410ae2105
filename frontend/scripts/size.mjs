// The weight of what a browser loads: the first visit, each further route, the styles. Gzip, as the gateway sends it.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const LIMITS = { initial: 200_000, route: 60_000, css: 25_000, charts: 75_000, overlays: 80_000 };

let manifest;
try {
  manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));
} catch {
  console.error("dist/ is missing: run npm run build first");
  process.exit(1);
}

const weigh = (file) => gzipSync(readFileSync(new URL(file, DIST))).length;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Files that come with a chunk, itself included. */
function withImports(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) withImports(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const initial = withImports(entry);
const sum = (keys) => [...keys].reduce((total, key) => total + weigh(manifest[key].file), 0);
const rows = [["initial JavaScript", sum(initial), LIMITS.initial]];
const css = new Set(Object.values(manifest).flatMap((chunk) => chunk.css ?? []));
rows.push(["styles", [...css].reduce((total, file) => total + weigh(file), 0), LIMITS.css]);
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const own = [...withImports(key)].filter((part) => !initial.has(part));
  const limit = key.includes("charts/") ? LIMITS.charts : /dialog/.test(key) ? LIMITS.overlays : LIMITS.route;
  rows.push([key.replace(/^src\//, ""), sum(own), limit]);
}

let failed = false;
for (const [name, size, limit] of rows) {
  const over = size > limit;
  failed ||= over;
  console.log(`${over ? "OVER" : "  ok"}  ${kb(size).padStart(9)} of ${kb(limit).padStart(9)}  ${name}`);
}
process.exit(failed ? 1 : 0);
