import { CSPProvider } from "@base-ui/react/csp-provider";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { type DataRouter, RouterProvider } from "react-router";
import { type Platform, PlatformContext } from "@/api/context.ts";

interface RootProps {
  platform: Platform;
  queries: QueryClient;
  router: DataRouter;
}

export function Root({ platform, queries, router }: RootProps) {
  return (
    <CSPProvider disableStyleElements>
      <PlatformContext.Provider value={platform}>
        <QueryClientProvider client={queries}>
          <Suspense fallback={null}>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </PlatformContext.Provider>
    </CSPProvider>
  );
}
