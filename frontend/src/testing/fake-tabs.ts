import type { LockRunner, TabChannel } from "@/lib/tabs.ts";

/** The channel that the tabs of one browser share. */
export class FakeChannel<T> {
  private readonly tabs: Set<(message: T) => void>[] = [];

  tab(): TabChannel<T> {
    const mine = new Set<(message: T) => void>();
    this.tabs.push(mine);
    return {
      post: (message) => {
        for (const tab of this.tabs) if (tab !== mine) for (const listener of [...tab]) listener(message);
      },
      listen: (listener) => {
        mine.add(listener);
        return () => mine.delete(listener);
      },
    };
  }
}

/** One lock per name over all tabs; a waiter that gives up is passed over. */
export class FakeLocks {
  private readonly tails = new Map<string, Promise<unknown>>();

  readonly run: LockRunner = (name, work, signal) => {
    const before = this.tails.get(name) ?? Promise.resolve();
    const mine = before.then(() => {
      if (signal?.aborted) throw new DOMException("gave up waiting", "AbortError");
      return work();
    });
    this.tails.set(
      name,
      mine.catch(() => undefined),
    );
    return mine;
  };
}
