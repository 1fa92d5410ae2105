/**
 * Server time, kept on the monotonic clock of the page: a wrong or changed laptop clock cannot make a figure lie.
 * Every sample is a time the server wrote before we saw it, so the true time is never earlier than the newest sample.
 */
export class ServerClock {
  private offset: number;
  private learned = false;

  constructor(
    private readonly monotonic: () => number = () => performance.now(),
    start: number = Date.now(),
  ) {
    this.offset = start - monotonic();
  }

  observe(serverMs: number): void {
    if (!Number.isFinite(serverMs)) return;
    const candidate = serverMs - this.monotonic();
    if (!this.learned || candidate > this.offset) this.offset = candidate;
    this.learned = true;
  }

  now(): number {
    return this.monotonic() + this.offset;
  }
}
