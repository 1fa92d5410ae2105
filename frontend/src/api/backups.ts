import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { Action, Backup, BackupKind, BackupPatch, RestorePreview, RestoreRequest } from "./types.ts";

const VERSIONS_MS = 30_000;

export const backupsOfQuery = (api: ApiClient, id: string, kind: BackupKind | null) =>
  infiniteQueryOptions({
    queryKey: queryKeys.backupsOf(id, kind ?? "all"),
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/instances/{id}/backups", {
          params: { path: { id }, query: { limit: 50, ...(kind ? { kind } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.has_more ? page.next_cursor : null),
    refetchInterval: VERSIONS_MS,
  });

export const newestBackupQuery = (api: ApiClient, id: string) =>
  queryOptions({
    queryKey: queryKeys.newestBackup(id),
    queryFn: async ({ signal }): Promise<Backup | null> => {
      const page = await answer(api.GET("/api/v1/instances/{id}/backups", { params: { path: { id }, query: { limit: 1 } }, signal }));
      return page.data[0] ?? null;
    },
  });

const MOST_PAGES = 40;

/** The newest version that is not later than the moment; null when the first one is later. */
export const backupAtQuery = (api: ApiClient, id: string, at: string) =>
  queryOptions({
    queryKey: queryKeys.backupAt(id, at),
    queryFn: async ({ signal }): Promise<Backup | null> => {
      const moment = Date.parse(at);
      let cursor: string | null = null;
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor ? { cursor } : {}) };
        const page = await answer(api.GET("/api/v1/instances/{id}/backups", { params: { path: { id }, query }, signal }));
        const found = page.data.find((backup) => backup.state !== "expired" && Date.parse(backup.frozen_at) <= moment);
        if (found) return found;
        if (!page.has_more || !page.next_cursor) return null;
        cursor = page.next_cursor;
      }
      return null;
    },
    staleTime: 60_000,
  });

export const backupQuery = (api: ApiClient, id: string) =>
  queryOptions({ queryKey: queryKeys.backup(id), queryFn: ({ signal }) => answer(api.GET("/api/v1/backups/{id}", { params: { path: { id } }, signal })) });

export const workspacesQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: queryKeys.workspaces,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/backup-workspaces", { params: { query: { limit: 100 } }, signal })),
  });

/** A version never changes, so what was read of it once stays true. */
const FOR_GOOD = { staleTime: Infinity, gcTime: 300_000 } as const;

export const filesQuery = (api: ApiClient, id: string, path: string) =>
  infiniteQueryOptions({
    queryKey: queryKeys.files(id, path),
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET("/api/v1/backups/{id}/files", { params: { path: { id }, query: { path, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    ...FOR_GOOD,
  });

export const fileSearchQuery = (api: ApiClient, id: string, search: string) =>
  queryOptions({
    queryKey: queryKeys.fileSearch(id, search),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/backups/{id}/files", { params: { path: { id }, query: { search } }, signal })),
    ...FOR_GOOD,
  });

export const comparisonQuery = (api: ApiClient, id: string, other: string, path: string) =>
  queryOptions({
    queryKey: queryKeys.comparison(id, other, path),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/backups/{id}/compare", { params: { path: { id }, query: { with: other, path } }, signal })),
    ...FOR_GOOD,
  });

export const restorePreviewQuery = (api: ApiClient, id: string, body: RestoreRequest) =>
  queryOptions({
    queryKey: queryKeys.restorePreview(id, body),
    queryFn: async ({ signal }): Promise<RestorePreview> => {
      const given = await answer(api.POST("/api/v1/instances/{id}/restore", { body, params: { path: { id }, query: { dry_run: true } }, signal }));
      if (!("seconds_estimate" in given)) throw new TypeError("the dry run answered with an action");
      return given;
    },
    staleTime: 15_000,
  });

export async function startRestore(api: ApiClient, id: string, body: RestoreRequest, intent: string): Promise<Action> {
  const given = await answer(api.POST("/api/v1/instances/{id}/restore", { body, params: { path: { id }, header: { "Idempotency-Key": intent } } }));
  if ("seconds_estimate" in given) throw new TypeError("the restore was answered as a dry run");
  return given;
}

export const makeSnapshot = (api: ApiClient, id: string, description: string | null, intent: string) =>
  answer(api.POST("/api/v1/instances/{id}/backups", { body: { description }, params: { path: { id }, header: { "Idempotency-Key": intent } } }));

export const verifyBackup = (api: ApiClient, id: string, intent: string) =>
  answer(api.POST("/api/v1/backups/{id}/verify", { params: { path: { id }, header: { "Idempotency-Key": intent } } }));

export const updateBackup = (api: ApiClient, id: string, body: BackupPatch) =>
  answer(api.PATCH("/api/v1/backups/{id}", { body, params: { path: { id } }, headers: { "Content-Type": "application/merge-patch+json" } }));

export const deleteBackup = (api: ApiClient, id: string) => answer(api.DELETE("/api/v1/backups/{id}", { params: { path: { id } } }));

export const prepareDownload = (api: ApiClient, id: string, paths: string[]) =>
  answer(api.POST("/api/v1/backups/{id}/download", { body: { paths }, params: { path: { id } } }));

/** Never cached: the answer is a secret. */
export const revealBackupKey = (api: ApiClient, id: string) => answer(api.POST("/api/v1/instances/{id}/backup-key", { params: { path: { id } } }));

export const keepWorkspace = (api: ApiClient, id: string, until: string, intent: string) =>
  answer(api.POST("/api/v1/backup-workspaces/{id}/keep", { body: { until }, params: { path: { id }, header: { "Idempotency-Key": intent } } }));

export const eraseWorkspace = (api: ApiClient, id: string, confirm: string, intent: string) =>
  answer(api.POST("/api/v1/backup-workspaces/{id}/erase", { body: { confirm }, params: { path: { id }, header: { "Idempotency-Key": intent } } }));
