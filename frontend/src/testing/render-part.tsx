import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { PlatformContext } from "@/api/context.ts";
import type { LiveStatus } from "@/api/live.ts";
import { createPlatform, createQueryClient } from "@/api/platform.ts";
import { FakeApi } from "./fake-api.ts";
import { testParts } from "./render-app.tsx";

/** One component with a platform around it, whose stream is in the given state. */
export function renderPart(part: ReactNode, { live = "live" }: { live?: LiveStatus } = {}) {
  const queries = createQueryClient();
  const platform = createPlatform(testParts(new FakeApi(() => Date.now())), queries);
  const state = { status: () => live, subscribe: () => () => undefined };
  const around = (children: ReactNode) => (
    <PlatformContext.Provider value={{ ...platform, live: Object.assign(Object.create(platform.live) as typeof platform.live, state) }}>
      <QueryClientProvider client={queries}>
        <MemoryRouter>{children}</MemoryRouter>
      </QueryClientProvider>
    </PlatformContext.Provider>
  );
  const view = render(around(part));
  return { user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }), again: (next: ReactNode) => view.rerender(around(next)), container: view.container };
}
