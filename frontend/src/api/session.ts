import type { LockRunner, TabChannel } from "@/lib/tabs.ts";
import { asProblem, type ApiProblem, problemFrom, unreachable } from "./problem.ts";
import type { Tokens } from "./types.ts";

/** `ended` is a session that died while in use: the page stays, and the login appears over it. */
export type SessionState = "starting" | "unreachable" | "signed_out" | "signed_in" | "ended";

export type SessionMessage =
  | { kind: "token"; token: string; livesMs: number }
  | { kind: "ask" }
  | { kind: "signed_out" };

export interface SessionParts {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly origin: string;
  readonly channel: TabChannel<SessionMessage>;
  readonly locked: LockRunner;
  /** Milliseconds on a clock that only goes forward. */
  readonly monotonic: () => number;
  /** True when this browser may still hold a refresh cookie; saves a refused call on a first visit. */
  readonly hint: { read(): boolean; write(present: boolean): void };
  readonly peerWaitMs: number;
}

interface Token {
  readonly value: string;
  readonly endsAt: number;
}

const MARGIN_MS = 30_000;

/** The access token lives in memory only; the refresh cookie is the server's business. */
export class Session {
  private current: SessionState = "starting";
  private token: Token | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly parts: SessionParts) {
    parts.channel.listen((message) => this.hear(message));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly state = (): SessionState => this.current;

  async start(): Promise<void> {
    if (!this.parts.hint.read()) {
      this.become("signed_out");
      return;
    }
    const outcome = await this.refresh(null);
    if (outcome === "ended") this.become("signed_out");
    if (outcome === "unreachable") this.become("unreachable");
  }

  async login(email: string, password: string): Promise<void> {
    this.adopt(await this.post<Tokens>("login", { email, password }));
  }

  async logout(): Promise<void> {
    const headers = this.token ? { Authorization: `Bearer ${this.token.value}` } : {};
    await this.post("logout", undefined, headers).catch((error: unknown) => {
      if (asProblem(error).status === 0) throw error;
    });
    this.parts.channel.post({ kind: "signed_out" });
    this.forget("signed_out");
  }

  /** Sends with the bearer token. When the session is truly over, waits for the new login and then sends the same request. */
  async send(request: Request): Promise<Response> {
    for (;;) {
      const token = await this.usableToken();
      const attempt = request.clone();
      attempt.headers.set("Authorization", `Bearer ${token.value}`);
      const response = await this.parts.fetch(attempt);
      if (response.status !== 401) return response;
      await this.renew(token.value);
    }
  }

  private async usableToken(): Promise<Token> {
    for (;;) {
      if (this.token && this.token.endsAt - this.parts.monotonic() > MARGIN_MS) return this.token;
      if (this.current === "ended" || this.current === "signed_out") await this.untilSignedIn();
      else await this.renew(this.token?.value ?? null);
    }
  }

  private async renew(spent: string | null): Promise<void> {
    const outcome = await this.refresh(spent);
    if (outcome === "unreachable") throw unreachable();
    if (outcome === "ended") {
      if (this.current === "signed_in") this.forget("ended");
      await this.untilSignedIn();
    }
  }

  private refresh(spent: string | null): Promise<"ok" | "ended" | "unreachable"> {
    return this.parts.locked("dumont-refresh", async () => {
      if (this.token && this.token.value !== spent) return "ok";
      if (await this.tookPeersToken(spent)) return "ok";
      try {
        this.adopt(await this.post<Tokens>("refresh", undefined, { "X-Dumont": "1" }));
        return "ok";
      } catch (error) {
        const status = (error as ApiProblem).status;
        return status === 401 || status === 403 ? "ended" : "unreachable";
      }
    });
  }

  private tookPeersToken(spent: string | null): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (taken: boolean) => {
        clearTimeout(timer);
        stop();
        resolve(taken);
      };
      const stop = this.parts.channel.listen((message) => {
        if (message.kind === "token" && message.token !== spent) done(true);
      });
      const timer = setTimeout(() => done(false), this.parts.peerWaitMs);
      this.parts.channel.post({ kind: "ask" });
    });
  }

  private hear(message: SessionMessage): void {
    switch (message.kind) {
      case "token":
        this.keep({ value: message.token, endsAt: this.parts.monotonic() + message.livesMs });
        return;
      case "ask":
        this.tellPeers();
        return;
      case "signed_out":
        this.forget("signed_out");
        return;
    }
  }

  private tellPeers(): void {
    if (!this.token) return;
    const livesMs = this.token.endsAt - this.parts.monotonic();
    if (livesMs > MARGIN_MS) this.parts.channel.post({ kind: "token", token: this.token.value, livesMs });
  }

  private adopt(tokens: Tokens): void {
    this.keep({ value: tokens.access_token, endsAt: this.parts.monotonic() + tokens.expires_in * 1_000 });
    this.tellPeers();
  }

  private keep(token: Token): void {
    this.token = token;
    this.parts.hint.write(true);
    this.become("signed_in");
  }

  private forget(next: "ended" | "signed_out"): void {
    this.token = null;
    this.parts.hint.write(false);
    this.become(next);
  }

  private become(next: SessionState): void {
    if (this.current === next) return;
    this.current = next;
    for (const listener of [...this.listeners]) listener();
  }

  private untilSignedIn(): Promise<void> {
    if (this.current === "signed_in") return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        if (this.current !== "signed_in") return;
        stop();
        resolve();
      });
    });
  }

  private async post<T>(name: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const request = new Request(`${this.parts.origin}/api/v1/auth/${name}`, {
      method: "POST",
      credentials: "same-origin",
      headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), "X-Dumont": "1", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await this.parts.fetch(request).catch(() => Promise.reject(unreachable()));
    const text = await response.text();
    const answer: unknown = text === "" ? {} : JSON.parse(text);
    if (!response.ok) throw problemFrom(response, answer);
    return answer as T;
  }
}
