import { queryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { Locale } from "./types.ts";

export const accountQuery = (api: ApiClient) =>
  queryOptions({ queryKey: queryKeys.account, queryFn: ({ signal }) => answer(api.GET("/api/v1/account", { signal })), staleTime: 300_000 });

export const saveLocale = (api: ApiClient, locale: Locale) =>
  answer(
    api.PATCH("/api/v1/account", { body: { locale }, headers: { "Content-Type": "application/merge-patch+json" } }),
  );

export const register = (api: ApiClient, body: { email: string; password: string; locale: Locale }) =>
  answer(api.POST("/api/v1/auth/register", { body }));

export const verifyEmail = (api: ApiClient, token: string) => answer(api.POST("/api/v1/auth/verify-email", { body: { token } }));
