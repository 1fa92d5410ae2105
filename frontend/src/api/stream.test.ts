import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeStream } from "@/testing/fake-stream.ts";
import { anEvent } from "@/testing/samples.ts";
import { EventStream, pause, type StreamStatus } from "./stream.ts";

class Reader {
  readonly server = new FakeStream();
  readonly events: string[] = [];
  readonly statuses: StreamStatus[] = [];
  resets = 0;
  refuse = 0;
  readonly stream = new EventStream({
    open: (lastEventId, signal) => {
      if (this.refuse > 0) {
        this.refuse -= 1;
        return Promise.resolve(new Response(null, { status: 503 }));
      }
      return Promise.resolve(this.server.connect(new Request("http://dumont.test/stream", { headers: lastEventId ? { "Last-Event-ID": lastEventId } : {}, signal })));
    },
    onEvent: (event) => this.events.push(event.id.slice(-2)),
    onReset: () => (this.resets += 1),
    onStatus: (status) => this.statuses.push(status),
    onHeard: () => undefined,
    random: () => 0,
  });
}

describe("event stream", () => {
  let reader: Reader;

  beforeEach(() => {
    vi.useFakeTimers();
    reader = new Reader();
    void reader.stream.run();
  });
  afterEach(() => {
    reader.stream.stop();
    vi.useRealTimers();
  });

  const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

  it("resumes after a cut where it was, with no event lost or told twice", async () => {
    await settle();
    reader.server.emit(anEvent(1));
    await settle();
    reader.server.cut();
    reader.server.emit(anEvent(2));
    await settle(1_100);
    reader.server.emit(anEvent(3));
    reader.server.emit(anEvent(3));
    await settle();
    expect(reader.events).toEqual(["01", "02", "03"]);
    expect(reader.server.connects).toEqual([null, anEvent(1).id]);
  });

  it("comes back at once when the token expired", async () => {
    await settle();
    reader.server.emit(anEvent(1));
    reader.server.expire();
    await settle(1);
    expect(reader.server.connects).toHaveLength(2);
    expect(reader.statuses).not.toContain("down");
  });

  it("calls everything old on a reset, and starts over", async () => {
    await settle();
    reader.server.emit(anEvent(1));
    await settle();
    expect(reader.resets).toBe(1);
    reader.server.reset();
    await settle();
    expect(reader.resets).toBe(2);
    expect(reader.stream.lastEventId).toBeNull();
  });

  it("gives up a connection that says nothing for 30 s, though pings keep one alive", async () => {
    await settle();
    for (let n = 0; n < 4; n += 1) {
      await settle(15_000);
      reader.server.ping();
    }
    expect(reader.server.connects).toHaveLength(1);
    await settle(31_500);
    expect(reader.server.connects).toHaveLength(2);
  });

  it("stops for good", async () => {
    await settle();
    reader.stream.stop();
    await settle(60_000);
    expect(reader.server.open).toBe(0);
    expect(reader.server.connects).toHaveLength(1);
  });

  it("ignores an event it cannot read", async () => {
    await settle();
    reader.server.raw("id: evt_1\ndata: {not json\n\n");
    reader.server.raw("id: evt_2\ndata: 42\n\n");
    reader.server.emit(anEvent(3));
    await settle();
    expect(reader.events).toEqual(["03"]);
  });
});

it("waits between one and thirty seconds, longer after each failure", () => {
  for (let failures = 0; failures < 20; failures += 1) {
    expect(pause(failures, 0)).toBe(1_000);
    expect(pause(failures, 1)).toBeLessThanOrEqual(30_000);
    expect(pause(failures + 1, 1)).toBeGreaterThanOrEqual(pause(failures, 1));
  }
});

it("keeps trying while it is refused", async () => {
  vi.useFakeTimers();
  const reader = new Reader();
  reader.refuse = 3;
  void reader.stream.run();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(reader.statuses.at(-1)).toBe("live");
  reader.stream.stop();
  vi.useRealTimers();
});
