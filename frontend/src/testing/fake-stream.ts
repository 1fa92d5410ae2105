import type { PlatformEvent } from "@/api/types.ts";

/** The event stream of the fake: many readers, resume by id, and silence on demand. */
export class FakeStream {
  private readonly readers = new Set<ReadableStreamDefaultController<Uint8Array>>();
  private readonly encoder = new TextEncoder();
  readonly history: PlatformEvent[] = [];
  /** Last-Event-ID of each connection, in order. */
  readonly connects: (string | null)[] = [];
  silent = false;

  get open(): number {
    return this.readers.size;
  }

  connect(request: Request): Response {
    const after = request.headers.get("Last-Event-ID");
    this.connects.push(after);
    let mine: ReadableStreamDefaultController<Uint8Array> | null = null;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        mine = controller;
        this.readers.add(controller);
        this.write(controller, ": hello\n\n");
        const seen = after === null ? -1 : this.history.findIndex((event) => event.id === after);
        if (after !== null) for (const event of this.history.slice(seen + 1)) this.write(controller, frame(event));
      },
      cancel: () => {
        if (mine) this.readers.delete(mine);
      },
    });
    request.signal.addEventListener("abort", () => mine && this.drop(mine), { once: true });
    return new Response(body, { status: 200, headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store" } });
  }

  emit(event: PlatformEvent): void {
    this.history.push(event);
    this.say(frame(event));
  }

  ping(): void {
    this.say(": ping\n\n");
  }

  expire(): void {
    this.say("event: expired\ndata: {}\n\n");
  }

  reset(): void {
    this.say("event: reset\ndata: {}\n\n");
  }

  /** Anything at all on the wire. */
  raw(text: string): void {
    this.say(text);
  }

  cut(): void {
    for (const reader of [...this.readers]) this.drop(reader);
  }

  private say(text: string): void {
    if (this.silent) return;
    for (const reader of [...this.readers]) this.write(reader, text);
  }

  private write(reader: ReadableStreamDefaultController<Uint8Array>, text: string): void {
    try {
      reader.enqueue(this.encoder.encode(text));
    } catch {
      this.readers.delete(reader);
    }
  }

  private drop(reader: ReadableStreamDefaultController<Uint8Array>): void {
    if (!this.readers.delete(reader)) return;
    try {
      reader.close();
    } catch {
      this.readers.delete(reader);
    }
  }
}

function frame(event: PlatformEvent): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
