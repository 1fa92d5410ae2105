import { useSyncExternalStore } from "react";

type Listener = () => void;

const listeners = new Set<Listener>();
let beat = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  if (document.hidden) return;
  beat += 1;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: Listener): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Renders again each second while the page is visible; one timer serves all. */
export function useEachSecond(): void {
  useSyncExternalStore(subscribe, () => beat);
}
