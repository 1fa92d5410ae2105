import type { LockRunner, TabChannel } from "@/lib/tabs.ts";
import { EventStream, type StreamStatus } from "./stream.ts";
import type { PlatformEvent } from "./types.ts";

export type LiveMessage =
  | { kind: "event"; event: PlatformEvent; id: string | null }
  | { kind: "reset" }
  | { kind: "heard" };

/** `live`: figures are true now. `stale`: nothing heard for too long. */
export type LiveStatus = "connecting" | "live" | "stale";

export interface LiveParts {
  readonly open: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>;
  readonly channel: TabChannel<LiveMessage>;
  readonly locked: LockRunner;
  readonly onEvent: (event: PlatformEvent) => void;
  /** `first`: the stream is open for the first time, so only the moment between loading and opening may have been missed. */
  readonly onReset: (first: boolean) => void;
  readonly visible: () => boolean;
}

const FOLLOWER_PATIENCE_MS = 20_000;
const STALE_MS = 30_000;

/**
 * One stream per browser: the visible tab that holds the lock reads it and tells the others. A hidden tab hands over. A
 * follower that hears nothing opens a stream of its own, so a frozen leader starves nobody.
 */
export class LiveUpdates {
  private lastEventId: string | null = null;
  private current: LiveStatus = "connecting";
  private readonly listeners = new Set<() => void>();
  private session: AbortController | null = null;
  private stream: EventStream | null = null;
  private opened = false;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private staleness: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: LiveParts) {
    parts.channel.listen((message) => this.hear(message));
  }

  readonly status = (): LiveStatus => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Call when signed in and on every change of visibility. */
  wake(): void {
    if (!this.parts.visible()) return this.sleep();
    if (this.session) return;
    const session = new AbortController();
    this.session = session;
    this.armStaleness();
    this.armPatience(session.signal);
    void this.parts
      .locked("dumont-stream", () => this.read(session.signal), session.signal)
      .catch(() => undefined);
  }

  sleep(): void {
    this.session?.abort();
    this.session = null;
    clearTimeout(this.patience);
    clearTimeout(this.staleness);
  }

  private async read(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.stream?.stop();
    const stream: EventStream = new EventStream(
      {
        open: this.parts.open,
        onEvent: (event) => this.publish({ kind: "event", event, id: stream.lastEventId }),
        onReset: () => this.publish({ kind: "reset" }),
        onHeard: () => this.publish({ kind: "heard" }),
        onStatus: (status) => this.streamIs(status),
      },
      this.lastEventId,
    );
    this.stream = stream;
    clearTimeout(this.patience);
    signal.addEventListener("abort", () => stream.stop(), { once: true });
    await stream.run();
    if (this.stream === stream) this.stream = null;
  }

  private publish(message: LiveMessage): void {
    this.parts.channel.post(message);
    this.take(message);
  }

  private hear(message: LiveMessage): void {
    if (this.session && !this.stream) this.armPatience(this.session.signal);
    if (this.session || message.kind !== "heard") this.take(message);
  }

  private take(message: LiveMessage): void {
    switch (message.kind) {
      case "event":
        this.lastEventId = message.id;
        this.parts.onEvent(message.event);
        break;
      case "reset":
        this.lastEventId = null;
        this.parts.onReset(!this.opened);
        break;
      case "heard":
        break;
    }
    this.opened = true;
    if (!this.session) return;
    this.become("live");
    this.armStaleness();
  }

  private streamIs(status: StreamStatus): void {
    if (status === "live") this.become("live");
  }

  private armPatience(signal: AbortSignal): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      if (!signal.aborted && !this.stream) void this.read(signal);
    }, FOLLOWER_PATIENCE_MS);
  }

  private armStaleness(): void {
    clearTimeout(this.staleness);
    this.staleness = setTimeout(() => this.become("stale"), STALE_MS);
  }

  private become(next: LiveStatus): void {
    if (this.current === next) return;
    this.current = next;
    for (const listener of [...this.listeners]) listener();
  }
}
