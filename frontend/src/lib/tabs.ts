/** What the tabs of one browser share. Both degrade to a single lonely tab where the browser has none of it. */
export interface TabChannel<T> {
  post(message: T): void;
  listen(listener: (message: T) => void): () => void;
}

export function openChannel<T>(name: string): TabChannel<T> {
  if (typeof BroadcastChannel === "undefined") return { post: () => undefined, listen: () => () => undefined };
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      const handle = (event: MessageEvent) => listener(event.data as T);
      channel.addEventListener("message", handle);
      return () => channel.removeEventListener("message", handle);
    },
  };
}

export type LockRunner = <T>(name: string, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

export const runLocked: LockRunner = (name, work, signal) => {
  // Absent on pages that are not served securely.
  if (!("locks" in navigator)) return work();
  return navigator.locks.request(name, signal ? { signal } : {}, work);
};
