import { createParser } from "eventsource-parser";
import type { PlatformEvent } from "./types.ts";

export type StreamStatus = "connecting" | "live" | "down";

export interface StreamParts {
  readonly open: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>;
  readonly onEvent: (event: PlatformEvent) => void;
  /** Events may have been missed: everything cached is old. */
  readonly onReset: () => void;
  readonly onStatus: (status: StreamStatus) => void;
  /** Bytes came, a ping at least. */
  readonly onHeard: () => void;
  readonly random?: () => number;
}

const SILENCE_MS = 30_000;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 30_000;
const REMEMBERED = 256;

/** Full jitter between one and thirty seconds, growing with each failure in a row. */
export function pause(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** failures);
  return SHORTEST_MS + (ceiling - SHORTEST_MS) * random;
}

/** One open event stream that resumes where it was cut, until stopped. */
export class EventStream {
  private readonly seen = new Set<string>();
  private stopped = new AbortController();
  private failures = 0;
  lastEventId: string | null;

  constructor(
    private readonly parts: StreamParts,
    lastEventId: string | null = null,
  ) {
    this.lastEventId = lastEventId;
  }

  async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      this.parts.onStatus(this.failures === 0 ? "connecting" : "down");
      const orderly = await this.once(signal).catch(() => false);
      if (isOver(signal)) return;
      this.failures = orderly ? 0 : this.failures + 1;
      if (!orderly) {
        this.parts.onStatus("down");
        await wait(pause(this.failures, (this.parts.random ?? Math.random)()), signal);
      }
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  private async once(stop: AbortSignal): Promise<boolean> {
    const cut = new AbortController();
    const signal = AbortSignal.any([stop, cut.signal]);
    let timer = setTimeout(() => cut.abort(), SILENCE_MS);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => cut.abort(), SILENCE_MS);
      this.parts.onHeard();
    };
    try {
      const response = await this.parts.open(this.lastEventId, signal);
      if (isOver(signal) || !response.ok || !response.body) return false;
      if (this.lastEventId === null) this.parts.onReset();
      this.failures = 0;
      this.parts.onStatus("live");
      heard();
      return await this.read(response.body, heard, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  private async read(body: ReadableStream<Uint8Array>, heard: () => void, signal: AbortSignal): Promise<boolean> {
    const told = { expired: false };
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        if (event === "expired") told.expired = true;
        else if (event === "reset") {
          this.lastEventId = null;
          this.parts.onReset();
        } else this.take(id, data);
      },
    });
    const reader = body.getReader();
    signal.addEventListener("abort", () => void reader.cancel().catch(() => undefined), { once: true });
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return told.expired;
      heard();
      parser.feed(decoder.decode(value, { stream: true }));
      if (told.expired) {
        await reader.cancel();
        return true;
      }
    }
  }

  private take(id: string | undefined, data: string): void {
    if (id) {
      this.lastEventId = id;
      if (this.seen.has(id)) return;
      this.remember(id);
    }
    const event = parsed(data);
    if (event) this.parts.onEvent(event);
  }

  private remember(id: string): void {
    this.seen.add(id);
    const oldest = this.seen.size > REMEMBERED ? this.seen.values().next().value : undefined;
    if (oldest !== undefined) this.seen.delete(oldest);
  }
}

/** Read anew after an await, where a narrowed property would be taken for unchanged. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function parsed(data: string): PlatformEvent | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null && "type" in value ? (value as PlatformEvent) : null;
  } catch {
    return null;
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
