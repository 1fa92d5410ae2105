import { createContext, useContext, useSyncExternalStore } from "react";
import type { ServerClock } from "@/lib/server-clock.ts";
import type { ApiClient } from "./client.ts";
import type { LiveStatus, LiveUpdates } from "./live.ts";
import type { Session, SessionState } from "./session.ts";

export interface Platform {
  readonly api: ApiClient;
  readonly session: Session;
  readonly live: LiveUpdates;
  readonly clock: ServerClock;
}

export const PlatformContext = createContext<Platform | null>(null);

export function usePlatform(): Platform {
  const platform = useContext(PlatformContext);
  if (!platform) throw new Error("no platform above this component");
  return platform;
}

export const useApi = (): ApiClient => usePlatform().api;

export function useSessionState(): SessionState {
  const { session } = usePlatform();
  return useSyncExternalStore(session.subscribe, session.state);
}

export function useLiveStatus(): LiveStatus {
  const { live } = usePlatform();
  return useSyncExternalStore(live.subscribe, live.status);
}
