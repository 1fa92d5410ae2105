import { queryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { Scope } from "./types.ts";

export const sshKeysQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: queryKeys.sshKeys,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/ssh-keys", { params: { query: { limit: 100 } }, signal })),
  });

export const addSshKey = (api: ApiClient, body: { name: string; public_key: string }, intent: string) =>
  answer(api.POST("/api/v1/ssh-keys", { body, params: { header: { "Idempotency-Key": intent } } }));

export const deleteSshKey = (api: ApiClient, id: string) => answer(api.DELETE("/api/v1/ssh-keys/{id}", { params: { path: { id } } }));

export const apiKeysQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: queryKeys.apiKeys,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/api-keys", { params: { query: { limit: 100 } }, signal })),
  });

export const createApiKey = (api: ApiClient, body: { name: string; scopes: Scope[]; expires_in_days: number }, intent: string) =>
  answer(api.POST("/api/v1/api-keys", { body, params: { header: { "Idempotency-Key": intent } } }));

export const revokeApiKey = (api: ApiClient, id: string) => answer(api.DELETE("/api/v1/api-keys/{id}", { params: { path: { id } } }));
