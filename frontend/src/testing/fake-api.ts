import type { Account, ApiKey, BackupPolicyPatch, GpuModel, Instance, InstanceRequest, Money, Offer, RestoreRequest, SpotPrice, SshKey } from "@/api/types.ts";
import { nanos, runwaySeconds } from "@/lib/money.ts";
import { FakeBackups } from "./fake-backups.ts";
import { listFolder, searchFiles } from "./fake-files.ts";
import { FakeMachines } from "./fake-machines.ts";
import { FakeMoney } from "./fake-money.ts";
import { FakeStream } from "./fake-stream.ts";
import { anAccount, anOffer, aPriceHistory, iso, T0, usd } from "./samples.ts";

interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly id: string;
  readonly body: Record<string, unknown>;
}

type Handler = (call: Call) => Response | Promise<Response>;

export interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
  links: string[];
  at: string;
}

interface Failure {
  readonly method: string;
  readonly path: RegExp;
  readonly status: number;
  readonly code: string;
  readonly detail: string | null;
  readonly headers: Record<string, string>;
  left: number;
}

/** The platform's API in memory, with levers. It speaks Request and Response, so pages and a small server can use it alike. */
export class FakeApi {
  readonly account: Account = anAccount();
  readonly users = new Map([["ana@example.test", { password: "correct horse", verified: true }]]);
  readonly mails: Mail[] = [];
  readonly sshKeys: SshKey[] = [];
  readonly apiKeys: ApiKey[] = [];
  readonly offers: Offer[] = someOffers();
  prices: SpotPrice[] = aPriceHistory(48);
  readonly stream = new FakeStream();
  readonly money: FakeMoney;
  readonly machines: FakeMachines;
  readonly backups: FakeBackups;
  /** "METHOD path" of every call, in order. */
  readonly log: string[] = [];
  readonly bodies: { call: string; body: unknown; key: string | null }[] = [];
  tokensIssued = 0;
  cookie: string | null = null;
  private readonly failures: Failure[] = [];
  private readonly done = new Map<string, { status: number; body: string }>();
  private readonly valid = new Set<string>();
  private serial = 0;

  constructor(readonly now: () => number = () => T0) {
    this.money = new FakeMoney(now);
    this.machines = new FakeMachines(now, this.money, (event) => this.stream.emit(event));
    this.backups = new FakeBackups(now, this.machines, (event) => this.stream.emit(event));
    this.machines.onFinal = (machine) => void this.backups.commit(machine.id, { kind: "final" });
    this.machines.onUp = (machine) => {
      if (!machine.backup?.policy.enabled) return;
      if (this.backups.of(machine.id).length > 0) this.backups.restore(machine.id, {});
      else this.backups.commit(machine.id);
    };
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const call = `${request.method} ${url.pathname}`;
    this.log.push(call);
    const text = await request.clone().text();
    const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
    const key = request.headers.get("Idempotency-Key");
    if (request.method !== "GET") this.bodies.push({ call: call + url.search, body, key });
    const failure = this.failures.find((one) => one.left > 0 && one.method === request.method && one.path.test(url.pathname));
    if (failure) {
      failure.left -= 1;
      return this.problem(failure.status, failure.code, failure.detail, failure.headers);
    }
    for (const [method, pattern, open, handler] of this.routes) {
      const match = request.method === method ? pattern.exec(url.pathname) : null;
      if (!match) continue;
      if (!open && !this.valid.has(request.headers.get("Authorization") ?? "")) return this.problem(401, "token_expired", null);
      return this.once(key, () => handler({ request, url, id: match[1] ?? "", body }));
    }
    return this.problem(404, "not_found", null);
  };

  /** The next calls that match are refused. */
  fail(method: string, path: RegExp, status: number, code: string, options: { times?: number; detail?: string; headers?: Record<string, string> } = {}): void {
    this.failures.push({ method, path, status, code, detail: options.detail ?? null, headers: options.headers ?? {}, left: options.times ?? 1 });
  }

  /** Access tokens given so far are refused from now on. */
  expireTokens(): void {
    this.valid.clear();
  }

  /** The whole session is over. */
  endSession(): void {
    this.valid.clear();
    this.cookie = null;
  }

  private async once(key: string | null, work: () => Response | Promise<Response>): Promise<Response> {
    if (key === null) return work();
    const before = this.done.get(key);
    if (before) return new Response(before.body, { status: before.status, headers: { "Content-Type": "application/json", "Idempotency-Replayed": "true" } });
    const response = await work();
    if (response.ok) this.done.set(key, { status: response.status, body: await response.clone().text() });
    return response;
  }

  json(body: unknown, status = 200): Response {
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", Date: new Date(this.now()).toUTCString() } });
  }

  problem(status: number, code: string, detail: string | null, headers: Record<string, string> = {}): Response {
    this.serial += 1;
    const body = { type: `https://docs.dumont.cloud/errors/${code}`, title: code, status, code, request_id: `req_${this.serial}`, ...(detail ? { detail } : {}) };
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } });
  }

  private readonly routes: [string, RegExp, boolean, Handler][] = [
    ["POST", /^\/api\/v1\/auth\/register$/, true, (call) => this.register(call)],
    ["POST", /^\/api\/v1\/auth\/verify-email$/, true, ({ body }) => this.verify(String(body["token"]))],
    ["POST", /^\/api\/v1\/auth\/login$/, true, (call) => this.login(call)],
    ["POST", /^\/api\/v1\/auth\/refresh$/, true, () => (this.cookie ? this.tokens() : this.problem(401, "token_revoked", null))],
    ["POST", /^\/api\/v1\/auth\/logout$/, true, () => this.logout()],
    ["GET", /^\/api\/v1\/account$/, false, () => this.json(this.account)],
    ["PATCH", /^\/api\/v1\/account$/, false, ({ body }) => this.json(Object.assign(this.account, body))],
    ["GET", /^\/api\/v1\/ssh-keys$/, false, () => this.page(this.sshKeys)],
    ["POST", /^\/api\/v1\/ssh-keys$/, false, (call) => this.addSshKey(call)],
    ["DELETE", /^\/api\/v1\/ssh-keys\/(\w+)$/, false, ({ id }) => this.remove(this.sshKeys, id)],
    ["GET", /^\/api\/v1\/api-keys$/, false, () => this.page(this.apiKeys)],
    ["POST", /^\/api\/v1\/api-keys$/, false, (call) => this.addApiKey(call)],
    ["DELETE", /^\/api\/v1\/api-keys\/(\w+)$/, false, ({ id }) => this.remove(this.apiKeys, id)],
    ["GET", /^\/api\/v1\/gpus$/, false, () => this.json({ data: modelsOf(this.offers) })],
    ["GET", /^\/api\/v1\/offers$/, false, ({ url }) => this.page(this.offers.filter((offer) => fits(offer, url.searchParams)))],
    ["GET", /^\/api\/v1\/offers\/(\w+)$/, false, ({ id }) => this.found(this.offers.find((offer) => offer.id === id), "offer_gone")],
    ["GET", /^\/api\/v1\/spot-prices$/, false, () => this.json({ data: this.prices })],
    ["GET", /^\/api\/v1\/instances$/, false, () => this.page(this.machines.list.map((machine) => this.backups.present(machine)))],
    ["POST", /^\/api\/v1\/instances$/, false, (call) => this.rent(call)],
    ["GET", /^\/api\/v1\/instances\/(\w+)$/, false, ({ id }) => this.machine(id)],
    ["PATCH", /^\/api\/v1\/instances\/(\w+)$/, false, (call) => this.patchMachine(call)],
    ["DELETE", /^\/api\/v1\/instances\/(\w+)$/, false, ({ id, url }) => this.command(id, "destroy", { final: url.searchParams.get("final_backup") === "true" })],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/start$/, false, ({ id }) => this.command(id, "start")],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/reboot$/, false, ({ id }) => this.command(id, "reboot")],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/stop$/, false, (call) => this.stop(call)],
    ["GET", /^\/api\/v1\/instances\/(\w+)\/attempts$/, false, ({ id }) => this.json({ data: this.machines.attempts.get(id) ?? [] })],
    ["GET", /^\/api\/v1\/instances\/(\w+)\/metrics$/, false, ({ id }) => this.json(this.machines.metrics(id))],
    ["GET", /^\/api\/v1\/instances\/(\w+)\/backups$/, false, ({ id, url }) => this.versionPage(id, url.searchParams)],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/backups$/, false, ({ id, body }) => this.json(this.backups.snapshot(id, (body["description"] as string | null | undefined) ?? null), 202)],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/restore$/, false, (call) => this.restore(call)],
    ["POST", /^\/api\/v1\/instances\/(\w+)\/backup-key$/, false, ({ id }) => this.json({ workspace: `ws_${id}`, root: `u/${this.account.id}/i/${id}/`, key: "ZmFrZS1mYWtlLWZha2UtZmFrZS1mYWtlLWZha2U=", format: "DVF1" })],
    ["GET", /^\/api\/v1\/backups\/(\w+)$/, false, ({ id }) => this.found(this.backups.find(id))],
    ["PATCH", /^\/api\/v1\/backups\/(\w+)$/, false, ({ id, body }) => this.found(Object.assign(this.backups.find(id) ?? {}, body))],
    ["DELETE", /^\/api\/v1\/backups\/(\w+)$/, false, ({ id }) => (this.backups.find(id)?.latest ? this.problem(409, "is_latest", null) : this.remove(this.backups.versions, id))],
    ["GET", /^\/api\/v1\/backups\/(\w+)\/files$/, false, ({ url }) => this.files(url.searchParams)],
    ["GET", /^\/api\/v1\/backups\/(\w+)\/compare$/, false, ({ url }) => this.compare(url.searchParams)],
    ["POST", /^\/api\/v1\/backups\/(\w+)\/download$/, false, () => this.json({ url: "/api/v1/downloads/once-0001", expires_at: iso(this.now() + 600_000), name: "trainer-1.tar" })],
    ["POST", /^\/api\/v1\/backups\/(\w+)\/verify$/, false, ({ id }) => this.verifyVersion(id)],
    ["GET", /^\/api\/v1\/downloads\/([\w-]+)$/, true, () => new Response("tar", { headers: { "Content-Disposition": "attachment" } })],
    ["GET", /^\/api\/v1\/backup-workspaces$/, false, () => this.page(this.backups.workspaceList())],
    ["POST", /^\/api\/v1\/backup-workspaces\/(\w+)\/keep$/, false, ({ id, body }) => this.keep(id, String(body["until"]))],
    ["POST", /^\/api\/v1\/backup-workspaces\/(\w+)\/erase$/, false, ({ id, body }) => this.erase(id, String(body["confirm"]))],
    ["GET", /^\/api\/v1\/actions\/(\w+)$/, false, ({ id }) => this.found(this.machines.actions.get(id))],
    ["GET", /^\/api\/v1\/billing\/balance$/, false, () => this.json(this.money.balance())],
    ["GET", /^\/api\/v1\/billing\/transactions$/, false, () => this.page(this.money.transactions)],
    ["GET", /^\/api\/v1\/events$/, false, ({ url }) => this.eventPage(url.searchParams)],
    ["GET", /^\/api\/v1\/events\/stream$/, false, ({ request }) => this.stream.connect(request)],
  ];

  private page(data: unknown[]): Response {
    return this.json({ data, has_more: false, next_cursor: null });
  }

  private found(thing: unknown, code = "not_found"): Response {
    return thing === undefined ? this.problem(404, code, null) : this.json(thing);
  }

  private remove(list: { id: string }[], id: string): Response {
    const index = list.findIndex((one) => one.id === id);
    if (index < 0) return this.problem(404, "not_found", null);
    list.splice(index, 1);
    return new Response(null, { status: 204 });
  }

  private register({ body, url }: Call): Response {
    const email = String(body["email"]);
    this.users.set(email, { password: String(body["password"]), verified: false });
    this.account.email = email;
    this.account.handle = email.split("@")[0]?.replace(/[^a-z0-9-]/g, "-") ?? "user";
    const link = `${url.origin}/verify?token=${encodeURIComponent(email)}`;
    this.mails.unshift({ id: `mail_${this.mails.length + 1}`, to: email, subject: "Verify your address", text: link, links: [link], at: iso(this.now()) });
    return this.json({}, 202);
  }

  private verify(token: string): Response {
    const user = this.users.get(token);
    if (!user || user.verified) return this.problem(400, "token_invalid", null);
    user.verified = true;
    return new Response(null, { status: 204 });
  }

  private login({ body }: Call): Response {
    const user = this.users.get(String(body["email"]));
    if (!user || user.password !== body["password"]) return this.problem(401, "unauthenticated", null);
    if (!user.verified) return this.problem(403, "email_unverified", null);
    return this.tokens();
  }

  private logout(): Response {
    this.endSession();
    return new Response(null, { status: 204 });
  }

  private tokens(): Response {
    this.tokensIssued += 1;
    const token = `token-${this.tokensIssued}`;
    this.valid.add(`Bearer ${token}`);
    this.cookie = `refresh-${this.tokensIssued}`;
    return this.json({ access_token: token, expires_in: 600, token_type: "Bearer" });
  }

  private addSshKey({ body }: Call): Response {
    const key: SshKey = {
      id: `key_01jd${(this.sshKeys.length + 1).toString().padStart(22, "0")}`,
      name: String(body["name"]),
      public_key: String(body["public_key"]),
      fingerprint: "SHA256:Vn2i7rD9j3vN0cX1m8Jp5u6yQwEkTzL4aGhBfSdRo0I",
      created_at: iso(this.now()),
      last_used_at: null,
    };
    if (this.sshKeys.some((one) => one.public_key === key.public_key)) return this.problem(409, "key_exists", null);
    this.sshKeys.unshift(key);
    return this.json(key, 201);
  }

  private addApiKey({ body }: Call): Response {
    const key: ApiKey = {
      id: `ak_01jd${(this.apiKeys.length + 1).toString().padStart(22, "0")}`,
      name: String(body["name"]),
      hint: "dck_4fTq…9xQa",
      scopes: body["scopes"] as string[],
      expires_at: iso(this.now() + Number(body["expires_in_days"]) * 86_400_000),
      last_used_at: null,
      created_at: iso(this.now()),
      revoked_at: null,
    };
    this.apiKeys.unshift(key);
    return this.json({ ...key, secret: "dck_4fTqFAKEfakeFAKEfakeFAKEfakeFAKE9xQa" }, 201);
  }

  private rent({ url, body }: Call): Response {
    const order = body as InstanceRequest;
    const offer = this.offers.find((one) => (order.offer_id ? one.id === order.offer_id : one.gpu.id === order.gpu));
    if (url.searchParams.get("dry_run") === "true") return this.json(this.dryRun(offer));
    if (!offer) return this.problem(409, "offer_gone", "Someone else took it.");
    if (this.machines.list.some((one) => one.name === order.name)) return this.problem(409, "name_taken", null);
    const made = this.machines.create(order, offer);
    return this.json(this.backups.present(made), 202);
  }

  private dryRun(offer: Offer | undefined) {
    if (!offer) return { price_per_hour: null, components: null, hold: null, reserve: null, runway_s: null, refusals: [{ code: "offer_gone", detail: "Someone else took it." }] };
    const price = nanos(offer.price_per_hour);
    const available = nanos(this.money.balance().available);
    const poor = available < price / 4n;
    return {
      price_per_hour: offer.price_per_hour,
      components: offer.components,
      hold: part(price, 4n),
      reserve: part(price, 12n),
      runway_s: runwaySeconds(available, price),
      refusals: poor ? [{ code: "insufficient_balance", detail: null }] : [],
    };
  }

  private machine(id: string): Response {
    const machine = this.machines.find(id);
    return this.found(machine && this.backups.present(machine));
  }

  private patchMachine({ id, request, body }: Call): Response {
    const machine = this.machines.find(id);
    if (!machine) return this.problem(404, "not_found", null);
    if (request.headers.get("If-Match") !== `"${machine.etag}"`) return this.problem(412, "precondition_failed", null);
    return this.json(this.backups.present(this.backups.policy(machine, body["backup"] as BackupPolicyPatch)));
  }

  private stop({ id, body }: Call): Response {
    const final = body["final_backup"] !== false && this.machines.find(id)?.backup?.policy.enabled === true;
    const acceptLoss = body["accept_data_loss"] === true;
    return final || acceptLoss ? this.command(id, "stop", { final, acceptLoss }) : this.problem(409, "data_loss_not_accepted", null);
  }

  private versionPage(id: string, params: URLSearchParams): Response {
    const kind = params.get("kind");
    const all = this.backups.of(id).filter((version) => !kind || version.kind === kind);
    const from = Number(params.get("cursor") ?? 0);
    const to = from + Number(params.get("limit") ?? 20);
    return this.json({ data: all.slice(from, to), has_more: to < all.length, next_cursor: to < all.length ? String(to) : null });
  }

  private files(params: URLSearchParams): Response {
    const search = params.get("search");
    const path = params.get("path") ?? "/";
    return this.json({ path, entries: search ? searchFiles(search) : listFolder(path), complete: true, next_cursor: null });
  }

  private compare(params: URLSearchParams): Response {
    const below = params.get("path") ?? "/";
    const at = (path: string) => searchFiles(path).filter((file) => file.path.startsWith(below));
    return this.json({ added: at("step-9000"), changed: at("train.py"), removed: at("notes"), more: false });
  }

  private restore({ id, url, body }: Call): Response {
    const machine = this.machines.find(id);
    const request = body as RestoreRequest;
    if (machine?.status !== "running") return this.problem(409, "invalid_state", null);
    const files = this.backups.affected(request);
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    if (bytes > machine.disk_gb * 1e9) return this.problem(422, "restore_does_not_fit", null);
    if (url.searchParams.get("dry_run") !== "true") return this.json(this.backups.restore(id, request), 202);
    const over = request.target === "directory" ? [] : files.filter((file) => file.size < 20_000).map((file) => file.path);
    return this.json({ files: files.length, bytes, overwrites: over.length, first_overwrites: over.slice(0, 50), seconds_estimate: Math.ceil(bytes / 2e8) });
  }

  private verifyVersion(id: string): Response {
    const version = this.backups.find(id);
    return version ? this.json(this.backups.verify(version), 202) : this.problem(404, "not_found", null);
  }

  private keep(id: string, until: string): Response {
    const machine = this.machines.find(id);
    if (!machine) return this.problem(404, "not_found", null);
    this.backups.workspaces.set(id, { ...this.backups.workspaces.get(id), delete_at: until });
    return this.json(this.backups.workspace(machine));
  }

  private erase(id: string, confirm: string): Response {
    const machine: Instance | undefined = this.machines.find(id);
    if (machine?.name !== confirm) return this.problem(422, "validation_failed", null);
    this.backups.erased.add(id);
    return new Response(null, { status: 204 });
  }

  private command(id: string, command: "start" | "stop" | "reboot" | "destroy", options: { final?: boolean; acceptLoss?: boolean } = {}): Response {
    const machine = this.machines.find(id);
    if (!machine) return this.problem(404, "not_found", null);
    if (!machine.allowed_commands.includes(command)) return this.problem(409, "invalid_state", null);
    const changed = this.machines.command(id, command, options);
    return changed ? this.json(this.backups.present(changed), 202) : this.problem(404, "not_found", null);
  }

  private eventPage(params: URLSearchParams): Response {
    const instance = params.get("instance");
    return this.page([...this.stream.history].reverse().filter((event) => !instance || event.instance === instance).slice(0, Number(params.get("limit") ?? 20)));
  }
}

function part(price: bigint, divisor: bigint): Money {
  return usd((Number(price / divisor / 1_000n) / 1_000_000).toFixed(6));
}

function fits(offer: Offer, params: URLSearchParams): boolean {
  const vram = Number(params.get("vram_gb[gte]") ?? 0);
  const most = params.get("max_price");
  return (
    (params.get("gpu") ?? offer.gpu.id) === offer.gpu.id &&
    Number(params.get("gpu_count") ?? offer.gpu.count) === offer.gpu.count &&
    offer.gpu.vram_gb >= vram &&
    (params.get("kind") ?? offer.kind) === offer.kind &&
    (params.get("region") ?? offer.region) === offer.region &&
    (most === null || nanos(offer.price_per_hour) <= nanos(usd(most)))
  );
}

function modelsOf(offers: Offer[]): GpuModel[] {
  const ids = [...new Set(offers.map((offer) => offer.gpu.id))];
  return ids.flatMap((id) => {
    const mine = offers.filter((offer) => offer.gpu.id === id);
    const first = mine[0];
    const middle = mine[Math.floor(mine.length / 2)];
    if (!first || !middle) return [];
    return [{ id, name: first.gpu.name, vram_gb: first.gpu.vram_gb, vendors: ["vastai"], offers: mine.length, min_price_per_hour: first.price_per_hour, median_price_per_hour: middle.price_per_hour }];
  });
}

function someOffers(): Offer[] {
  const spot = { kind: "spot" as const, interruption_rate: 0.08 };
  return [
    anOffer(1, { gpu: { id: "rtx_3060", name: "RTX 3060", count: 1, vram_gb: 12 }, price_per_hour: usd("0.071250000"), components: { gpu: usd("0.056000000"), disk: usd("0.008000000"), traffic: usd("0.003750000"), fee: usd("0.003500000") }, region: "BR", reliability: 0.981, boot_s: null }),
    anOffer(2, { price_per_hour: usd("0.268400000"), components: { gpu: usd("0.240000000"), disk: usd("0.011400000"), traffic: usd("0.004000000"), fee: usd("0.013000000") }, ...spot }),
    anOffer(3),
    anOffer(4, { price_per_hour: usd("0.452800000"), components: { gpu: usd("0.416000000"), disk: usd("0.010800000"), traffic: usd("0.004000000"), fee: usd("0.022000000") }, region: "DE", reliability: 0.9991 }),
    anOffer(5, { gpu: { id: "a100_80gb", name: "A100 80GB", count: 1, vram_gb: 80 }, price_per_hour: usd("1.124600000"), components: { gpu: usd("1.050000000"), disk: usd("0.014600000"), traffic: usd("0.006000000"), fee: usd("0.054000000") }, region: "US" }),
    anOffer(6, { gpu: { id: "h100_sxm", name: "H100 SXM", count: 8, vram_gb: 80 }, price_per_hour: usd("17.804300000"), components: { gpu: usd("16.900000000"), disk: usd("0.042300000"), traffic: usd("0.012000000"), fee: usd("0.850000000") }, region: "US", isolation: "vm" }),
  ];
}
