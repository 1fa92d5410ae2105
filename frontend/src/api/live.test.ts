import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeStream } from "@/testing/fake-stream.ts";
import { FakeChannel, FakeLocks } from "@/testing/fake-tabs.ts";
import { anEvent } from "@/testing/samples.ts";
import { type LiveMessage, LiveUpdates } from "./live.ts";

class Tab {
  readonly events: string[] = [];
  readonly resets: boolean[] = [];
  visible = true;
  readonly live: LiveUpdates;

  constructor(server: FakeStream, channel: FakeChannel<LiveMessage>, locks: FakeLocks) {
    this.live = new LiveUpdates({
      open: (lastEventId, signal) => Promise.resolve(server.connect(new Request("http://dumont.test/stream", { headers: lastEventId ? { "Last-Event-ID": lastEventId } : {}, signal }))),
      channel: channel.tab(),
      locked: locks.run,
      onEvent: (event) => this.events.push(event.id.slice(-2)),
      onReset: (first) => this.resets.push(first),
      visible: () => this.visible,
    });
  }
}

describe("live updates", () => {
  let server: FakeStream;
  let tabs: Tab[];

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeStream();
    const channel = new FakeChannel<LiveMessage>();
    const locks = new FakeLocks();
    tabs = Array.from({ length: 3 }, () => new Tab(server, channel, locks));
  });
  afterEach(() => {
    for (const tab of tabs) tab.live.sleep();
    vi.useRealTimers();
  });

  const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
  const at = (n: number) => tabs[n] as Tab;
  async function passing(ms: number) {
    for (let passed = 0; passed < ms; passed += 5_000) {
      await settle(5_000);
      server.ping();
    }
    await settle();
  }

  it("opens one stream for all tabs, and every tab hears", async () => {
    for (const tab of tabs) tab.live.wake();
    await passing(60_000);
    server.emit(anEvent(7));
    await settle();
    expect(server.connects).toHaveLength(1);
    expect(tabs.map((tab) => tab.events)).toEqual([["07"], ["07"], ["07"]]);
    expect(tabs.map((tab) => tab.live.status())).toEqual(["live", "live", "live"]);
  });

  it("hands over when the leader is hidden, resuming where it was", async () => {
    for (const tab of tabs) tab.live.wake();
    await settle();
    server.emit(anEvent(1));
    await settle();
    at(0).visible = false;
    at(0).live.wake();
    await settle(10);
    expect(server.open).toBe(1);
    expect(server.connects).toEqual([null, anEvent(1).id]);
    server.emit(anEvent(2));
    await settle();
    expect(at(1).events).toEqual(["01", "02"]);
  });

  it("asks for nothing while no tab is visible", async () => {
    for (const tab of tabs) tab.live.wake();
    await settle();
    for (const tab of tabs) {
      tab.visible = false;
      tab.live.wake();
    }
    await settle(120_000);
    expect(server.open).toBe(0);
  });

  it("a follower that hears nothing opens a stream of its own", async () => {
    at(0).live.wake();
    at(1).live.wake();
    await settle();
    vi.spyOn(server, "ping").mockImplementation(() => undefined);
    await settle(21_000);
    expect(server.connects.length).toBeGreaterThanOrEqual(2);
    server.emit(anEvent(3));
    await settle();
    expect(at(1).events).toContain("03");
  });

  it("says that figures are old after 30 s of silence, and recovers", async () => {
    at(0).live.wake();
    await settle();
    server.silent = true;
    server.cut();
    vi.spyOn(server, "connect").mockImplementation(() => new Response(null, { status: 503 }));
    await settle(31_000);
    expect(at(0).live.status()).toBe("stale");
    vi.restoreAllMocks();
    await settle(31_000);
    expect(at(0).live.status()).toBe("live");
  });

  it("tells a first opening from a reset", async () => {
    at(0).live.wake();
    await settle();
    server.reset();
    await settle();
    expect(at(0).resets).toEqual([true, false]);
  });
});
