import { describe, expect, it, vi } from "vitest";
import { FakeApi } from "@/testing/fake-api.ts";
import { FakeChannel, FakeLocks } from "@/testing/fake-tabs.ts";
import { Session, type SessionMessage } from "./session.ts";

const ACCOUNT = "http://dumont.test/api/v1/account";

class Browser {
  readonly api = new FakeApi();
  readonly channel = new FakeChannel<SessionMessage>();
  readonly locks = new FakeLocks();
  clock = 0;
  hint = true;

  constructor() {
    this.api.cookie = "refresh-0";
  }

  tab(): Session {
    return new Session({
      fetch: this.api.fetch,
      origin: "http://dumont.test",
      channel: this.channel.tab(),
      locked: this.locks.run,
      monotonic: () => this.clock,
      peerWaitMs: 5,
      hint: { read: () => this.hint, write: (present) => (this.hint = present) },
    });
  }

  count(call: string): number {
    return this.api.log.filter((one) => one === call).length;
  }
}

describe("session", () => {
  it("makes no refused call on a first visit", async () => {
    const browser = new Browser();
    browser.hint = false;
    const session = browser.tab();
    await session.start();
    expect(session.state()).toBe("signed_out");
    expect(browser.api.log).toEqual([]);
  });

  it("comes back by the cookie after a reload", async () => {
    const browser = new Browser();
    const session = browser.tab();
    await session.start();
    expect(session.state()).toBe("signed_in");
    expect((await session.send(new Request(ACCOUNT))).status).toBe(200);
  });

  it("refreshes once for many refused requests, and all of them succeed", async () => {
    const browser = new Browser();
    const session = browser.tab();
    await session.start();
    browser.api.expireTokens();
    const answers = await Promise.all(Array.from({ length: 8 }, () => session.send(new Request(ACCOUNT))));
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
    expect(browser.count("POST /api/v1/auth/refresh")).toBe(2);
  });

  it("refreshes once for two tabs that both act", async () => {
    const browser = new Browser();
    const [left, right] = [browser.tab(), browser.tab()];
    await Promise.all([left.start(), right.start()]);
    expect(browser.count("POST /api/v1/auth/refresh")).toBe(1);
    browser.api.expireTokens();
    const answers = await Promise.all([left.send(new Request(ACCOUNT)), right.send(new Request(ACCOUNT))]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(browser.count("POST /api/v1/auth/refresh")).toBe(2);
  });

  it("renews before the token ends rather than after a refusal", async () => {
    const browser = new Browser();
    const session = browser.tab();
    await session.start();
    browser.clock = 575_000;
    await session.send(new Request(ACCOUNT));
    expect(browser.api.log).toEqual(["POST /api/v1/auth/refresh", "POST /api/v1/auth/refresh", "GET /api/v1/account"]);
  });

  it("waits for the new login when the session is over, then sends the same request with the same key", async () => {
    const browser = new Browser();
    const session = browser.tab();
    await session.start();
    browser.api.endSession();
    const body = JSON.stringify({ name: "laptop", public_key: "ssh-ed25519 AAAA" });
    const pending = session.send(new Request("http://dumont.test/api/v1/ssh-keys", { method: "POST", body, headers: { "Idempotency-Key": "intent-0001" } }));
    await vi.waitFor(() => expect(session.state()).toBe("ended"));
    await session.login("ana@example.test", "correct horse");
    expect((await pending).status).toBe(201);
    expect(browser.api.sshKeys).toHaveLength(1);
    expect(browser.api.bodies.filter((sent) => sent.call.includes("ssh-keys")).map((sent) => sent.key)).toEqual(["intent-0001", "intent-0001"]);
  });

  it("keeps the session when the platform does not answer", async () => {
    const browser = new Browser();
    browser.api.fail("POST", /refresh/, 503, "maintenance");
    const session = browser.tab();
    await session.start();
    expect(session.state()).toBe("unreachable");
    expect(browser.hint).toBe(true);
    await session.start();
    expect(session.state()).toBe("signed_in");
  });

  it("tells a wrong password by its code", async () => {
    const session = new Browser().tab();
    await expect(session.login("ana@example.test", "wrong")).rejects.toMatchObject({ code: "unauthenticated", status: 401 });
  });

  it("signs out in all tabs", async () => {
    const browser = new Browser();
    const [left, right] = [browser.tab(), browser.tab()];
    await Promise.all([left.start(), right.start()]);
    await left.logout();
    expect([left.state(), right.state()]).toEqual(["signed_out", "signed_out"]);
    expect(browser.hint).toBe(false);
  });

  it("does not claim to be signed out when the sign-out did not reach the platform", async () => {
    const browser = new Browser();
    const session = browser.tab();
    await session.start();
    const offline = new Session({
      fetch: () => Promise.reject(new TypeError("offline")),
      origin: "http://dumont.test",
      channel: browser.channel.tab(),
      locked: browser.locks.run,
      monotonic: () => 0,
      peerWaitMs: 5,
      hint: { read: () => true, write: () => undefined },
    });
    await offline.start();
    await expect(offline.logout()).rejects.toMatchObject({ code: "unreachable" });
    expect(offline.state()).toBe("signed_in");
  });
});
