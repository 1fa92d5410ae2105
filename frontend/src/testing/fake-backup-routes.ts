import type { Instance, RestoreRequest } from "@/api/types.ts";
import type { Call, FakeApi, Route } from "./fake-api.ts";
import { listFolder, searchFiles } from "./fake-files.ts";
import { iso } from "./samples.ts";

export function backupRoutes(api: FakeApi): Route[] {
  return [
    ["GET", /^\/api\/v1\/instances\/(\w+)\/backups$/, false, ({ id, url }) => versionPage(api, id, url.searchParams)],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/backups$/, false, ({ id, body }) => api.json(api.backups.snapshot(id, (body["description"] as string | null | undefined) ?? null), 202)],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/restore$/, false, (call) => restore(api, call)],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/backup-key$/, false, ({ id }) => api.json({ workspace: `ws_${id}`, root: `u/${api.account.id}/i/${id}/`, key: "ZmFrZS1mYWtlLWZha2UtZmFrZS1mYWtlLWZha2U=", format: "DVF1" })],
    ["GET", /^\/api\/v1\/backups\/(\w+)$/, false, ({ id }) => api.found(api.backups.find(id))],
    ["PATCH", /^\/api\/v1\/backups\/(\w+)$/, false, ({ id, body }) => api.found(Object.assign(api.backups.find(id) ?? {}, body))],
    ["DELETE", /^\/api\/v1\/backups\/(\w+)$/, false, ({ id }) => (api.backups.find(id)?.latest ? api.problem(409, "is_latest", null) : api.remove(api.backups.versions, id))],
    ["GET", /^\/api\/v1\/backups\/(\w+)\/files$/, false, ({ url }) => files(api, url.searchParams)],
    ["GET", /^\/api\/v1\/backups\/(\w+)\/compare$/, false, ({ url }) => compare(api, url.searchParams)],
    ["POST", /^\/api\/v1\/backups\/(\w+)\/download$/, false, () => api.json({ url: "/api/v1/downloads/once-0001", expires_at: iso(api.now() + 600_000), name: "trainer-1.tar" })],
    ["POST", /^\/api\/v1\/backups\/(\w+)\/verify$/, false, ({ id }) => verifyVersion(api, id)],
    ["GET", /^\/api\/v1\/downloads\/([\w-]+)$/, true, () => new Response("tar", { headers: { "Content-Disposition": "attachment" } })],
    ["GET", /^\/api\/v1\/backup-workspaces$/, false, () => api.page(api.backups.workspaceList())],
    ["POST", /^\/api\/v1\/backup-workspaces\/(\w+)\/keep$/, false, ({ id, body }) => keep(api, id, String(body["until"]))],
    ["POST", /^\/api\/v1\/backup-workspaces\/(\w+)\/erase$/, false, ({ id, body }) => erase(api, id, String(body["confirm"]))],
  ];
}

function versionPage(api: FakeApi, id: string, params: URLSearchParams): Response {
  const kind = params.get("kind");
  return api.page(api.backups.of(id).filter((version) => !kind || version.kind === kind), params);
}

function files(api: FakeApi, params: URLSearchParams): Response {
  const search = params.get("search");
  const path = params.get("path") ?? "/";
  return api.json({ path, entries: search ? searchFiles(search) : listFolder(path), complete: true, next_cursor: null });
}

function compare(api: FakeApi, params: URLSearchParams): Response {
  const below = params.get("path") ?? "/";
  const at = (path: string) => searchFiles(path).filter((file) => file.path.startsWith(below));
  return api.json({ added: at("step-9000"), changed: at("train.py"), removed: at("notes"), more: false });
}

function restore(api: FakeApi, { id, url, body }: Call): Response {
  const machine = api.machines.find(id);
  const request = body as RestoreRequest;
  if (machine?.status !== "running") return api.problem(409, "invalid_state", null);
  const files = api.backups.affected(request);
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (bytes > machine.disk_gb * 1e9) return api.problem(422, "restore_does_not_fit", null);
  if (url.searchParams.get("dry_run") !== "true") return api.json(api.backups.restore(id, request), 202);
  const over = request.target === "directory" ? [] : files.filter((file) => file.size < 20_000).map((file) => file.path);
  return api.json({ files: files.length, bytes, overwrites: over.length, first_overwrites: over.slice(0, 50), seconds_estimate: Math.ceil(bytes / 2e8) });
}

function verifyVersion(api: FakeApi, id: string): Response {
  const version = api.backups.find(id);
  return version ? api.json(api.backups.verify(version), 202) : api.problem(404, "not_found", null);
}

function keep(api: FakeApi, id: string, until: string): Response {
  const machine = api.machines.find(id);
  if (!machine) return api.problem(404, "not_found", null);
  api.backups.workspaces.set(id, { ...api.backups.workspaces.get(id), delete_at: until });
  return api.json(api.backups.workspace(machine));
}

function erase(api: FakeApi, id: string, confirm: string): Response {
  const machine: Instance | undefined = api.machines.find(id);
  if (machine?.name !== confirm) return api.problem(422, "validation_failed", null);
  api.backups.erased.add(id);
  return new Response(null, { status: 204 });
}
