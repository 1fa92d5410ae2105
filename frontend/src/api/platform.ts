import { QueryClient } from "@tanstack/react-query";
import { ServerClock } from "@/lib/server-clock.ts";
import { readStored, writeStored } from "@/lib/storage.ts";
import { openChannel, runLocked, type LockRunner, type TabChannel } from "@/lib/tabs.ts";
import { createApiClient } from "./client.ts";
import type { Platform } from "./context.ts";
import { passesByItself } from "./error-table.ts";
import { madeOldBy } from "./events.ts";
import { type LiveMessage, LiveUpdates } from "./live.ts";
import { asProblem } from "./problem.ts";
import { queryKeys } from "./query-keys.ts";
import { Session, type SessionMessage } from "./session.ts";

export interface PlatformParts {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly origin: string;
  readonly language: () => string;
  readonly sessionChannel: TabChannel<SessionMessage>;
  readonly liveChannel: TabChannel<LiveMessage>;
  readonly locked: LockRunner;
  readonly monotonic: () => number;
  readonly peerWaitMs: number;
  readonly visible: () => boolean;
}

const HINT = "dumont.session";
/** Billing hears of a change of state a moment after the page does. */
const BILLING_LAG_MS = 3_000;

export function browserParts(language: () => string): PlatformParts {
  return {
    fetch: (request) => fetch(request),
    origin: window.location.origin,
    language,
    sessionChannel: openChannel("dumont-session"),
    liveChannel: openChannel("dumont-live"),
    locked: runLocked,
    monotonic: () => performance.now(),
    peerWaitMs: 80,
    visible: () => document.visibilityState === "visible",
  };
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && passesByItself(asProblem(error).code),
        retryDelay: (attempt, error) => (asProblem(error).retryAfterS ?? 2 ** attempt) * 1_000,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

export function createPlatform(parts: PlatformParts, queries: QueryClient): Platform {
  const clock = new ServerClock(parts.monotonic);
  const session = new Session({
    fetch: parts.fetch,
    origin: parts.origin,
    channel: parts.sessionChannel,
    locked: parts.locked,
    monotonic: parts.monotonic,
    peerWaitMs: parts.peerWaitMs,
    hint: { read: () => readStored(HINT) === "1", write: (present) => writeStored(HINT, present ? "1" : null) },
  });
  const api = createApiClient({ fetch: parts.fetch, origin: parts.origin, session, clock, language: parts.language });
  // A hidden tab asks for nothing: it marks what is old and reads again when it is looked at.
  const refresh = (queryKey: readonly unknown[]) =>
    void queries.invalidateQueries({ queryKey, refetchType: parts.visible() ? "active" : "none" });
  let later: ReturnType<typeof setTimeout> | undefined;
  const live = new LiveUpdates({
    open: (lastEventId, signal) => {
      const headers: Record<string, string> = { Accept: "text/event-stream" };
      if (lastEventId) headers["Last-Event-ID"] = lastEventId;
      return session.send(new Request(`${parts.origin}/api/v1/events/stream`, { headers, signal }));
    },
    channel: parts.liveChannel,
    locked: parts.locked,
    onEvent: (event) => {
      const keys = madeOldBy(event);
      for (const queryKey of keys) refresh(queryKey);
      if (!keys.includes(queryKeys.balance)) return;
      clearTimeout(later);
      later = setTimeout(() => {
        refresh(queryKeys.balance);
        refresh(queryKeys.transactions);
      }, BILLING_LAG_MS);
    },
    onReset: (first) => refresh(first ? queryKeys.instances : []),
    visible: parts.visible,
  });
  return { api, session, live, clock };
}
