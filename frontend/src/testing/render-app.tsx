import { type QueryClient } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { StrictMode } from "react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { createMemoryRouter } from "react-router";
import type { Platform } from "@/api/context.ts";
import { createPlatform, createQueryClient, type PlatformParts } from "@/api/platform.ts";
import { Root } from "@/app/root.tsx";
import { routes } from "@/app/routes.tsx";
import { FakeApi } from "./fake-api.ts";

export interface Stage {
  readonly api: FakeApi;
  readonly platform: Platform;
  readonly queries: QueryClient;
  readonly user: ReturnType<typeof userEvent.setup>;
  readonly path: () => string;
}

const alone = { post: () => undefined, listen: () => () => undefined };

export function testParts(api: FakeApi, change: Partial<PlatformParts> = {}): PlatformParts {
  return {
    fetch: api.fetch,
    origin: window.location.origin,
    language: () => i18next.resolvedLanguage ?? "en",
    sessionChannel: alone,
    liveChannel: alone,
    locked: (_name, work) => work(),
    monotonic: () => performance.now(),
    peerWaitMs: 1,
    visible: () => true,
    ...change,
  };
}

/** The whole application at one address, on the fake platform, signed in unless told otherwise. */
export function openApp(path: string, { api = new FakeApi(() => Date.now()), signedIn = true, strict = true } = {}): Stage {
  if (signedIn) {
    localStorage.setItem("dumont.session", "1");
    api.cookie = "refresh-0";
  }
  const queries = createQueryClient();
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, retry: false } });
  const platform = createPlatform(testParts(api), queries);
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  void platform.session.start();
  const root = <Root platform={platform} queries={queries} router={router} />;
  render(strict ? <StrictMode>{root}</StrictMode> : root);
  return { api, platform, queries, user, path: () => router.state.location.pathname + router.state.location.search };
}
