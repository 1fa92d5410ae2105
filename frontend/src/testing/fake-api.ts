import type { Account, ApiKey, BackupPolicyPatch, InstanceRequest, Offer, SpotPrice, SshKey, StandbyPatch, StandbyQuote } from "@/api/types.ts";
import { nanos } from "@/lib/money.ts";
import { backupRoutes } from "./fake-backup-routes.ts";
import { FakeBackups } from "./fake-backups.ts";
import { drillRoutes, FakeDrills } from "./fake-drills.ts";
import { failoverRoutes, FakeFailovers } from "./fake-failovers.ts";
import { FakeMachines } from "./fake-machines.ts";
import { dryRun, fits, modelsOf, offerFor, someOffers } from "./fake-market.ts";
import { FakeMoney } from "./fake-money.ts";
import { FakeStream } from "./fake-stream.ts";
import { anAccount, aPriceHistory, iso, someQuotes, T0 } from "./samples.ts";

export interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly id: string;
  readonly body: Record<string, unknown>;
}

type Handler = (call: Call) => Response | Promise<Response>;

/** Method, path, whether it is open to everybody, and what it does. */
export type Route = [string, RegExp, boolean, Handler];

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
  readonly failovers: FakeFailovers;
  readonly drills: FakeDrills;
  /** "METHOD path" of every call, in order. */
  readonly log: string[] = [];
  readonly bodies: { call: string; body: unknown; key: string | null }[] = [];
  /** What a dry run says of standbys; null where no standby cloud is configured. */
  standbyQuotes: StandbyQuote[] | null = someQuotes();
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
    this.failovers = new FakeFailovers(now, this.machines, this.backups, (event) => this.stream.emit(event));
    this.drills = new FakeDrills(now, this.machines, this.backups);
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

  problem(status: number, code: string, detail: string | null, headers: Record<string, string> = {}, extras: Record<string, unknown> = {}): Response {
    this.serial += 1;
    const body = { type: `https://docs.dumont.cloud/errors/${code}`, title: code, status, code, request_id: `req_${this.serial}`, ...(detail ? { detail } : {}), ...extras };
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } });
  }

  private readonly routes: Route[] = [
    ...backupRoutes(this),
    ...failoverRoutes(this),
    ...drillRoutes(this),
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
    ["GET", /^\/api\/v1\/actions\/(\w+)$/, false, ({ id }) => this.found(this.machines.actions.get(id))],
    ["GET", /^\/api\/v1\/billing\/balance$/, false, () => this.json(this.money.balance())],
    ["GET", /^\/api\/v1\/billing\/transactions$/, false, () => this.page(this.money.transactions)],
    ["GET", /^\/api\/v1\/events$/, false, ({ url }) => this.eventPage(url.searchParams)],
    ["GET", /^\/api\/v1\/events\/stream$/, false, ({ request }) => this.stream.connect(request)],
  ];

  /** All of it, or with parameters the page that they ask for. */
  page(data: unknown[], params?: URLSearchParams): Response {
    const from = Number(params?.get("cursor") ?? 0);
    const to = params ? from + Number(params.get("limit") ?? 20) : data.length;
    return this.json({ data: data.slice(from, to), has_more: to < data.length, next_cursor: to < data.length ? String(to) : null });
  }

  found(thing: unknown, code = "not_found"): Response {
    return thing === undefined ? this.problem(404, code, null) : this.json(thing);
  }

  remove(list: { id: string }[], id: string): Response {
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
    const offer = offerFor(this.offers, order);
    if (url.searchParams.get("dry_run") === "true") return this.json({ ...dryRun(offer, nanos(this.money.balance().available)), ...(this.standbyQuotes ? { standby: this.standbyQuotes } : {}) });
    if (!offer) return this.problem(409, "offer_gone", "Someone else took it.");
    if (this.machines.list.some((one) => one.name === order.name)) return this.problem(409, "name_taken", null);
    const made = this.machines.create(order, offer);
    return this.json(this.backups.present(made), 202);
  }

  private machine(id: string): Response {
    const machine = this.machines.find(id);
    return this.found(machine && this.backups.present(machine));
  }

  private patchMachine({ id, request, body }: Call): Response {
    const machine = this.machines.find(id);
    if (!machine) return this.problem(404, "not_found", null);
    if (request.headers.get("If-Match") !== `"${machine.etag}"`) return this.problem(412, "precondition_failed", null);
    const { backup, standby } = body as { backup?: BackupPolicyPatch; standby?: StandbyPatch };
    const saved = backup ? this.backups.policy(machine, backup) : machine;
    return this.json(this.backups.present(standby ? this.failovers.policy(saved, standby) : saved));
  }

  private stop({ id, body }: Call): Response {
    const final = body["final_backup"] !== false && this.machines.find(id)?.backup?.policy.enabled === true;
    const acceptLoss = body["accept_data_loss"] === true;
    return final || acceptLoss ? this.command(id, "stop", { final, acceptLoss }) : this.problem(409, "data_loss_not_accepted", null);
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
