import { queryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { PlatformEvent } from "./types.ts";

export const lastEventsQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: queryKeys.events,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/events", { params: { query: { limit: 10 } }, signal })),
  });

export const machineEventsQuery = (api: ApiClient, instance: string) =>
  queryOptions({
    queryKey: queryKeys.eventsOf(instance),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/events", { params: { query: { instance, limit: 50 } }, signal })),
  });

type Key = readonly unknown[];

/** Which cached answers an event makes old. Prefixes: an entry covers everything under it. */
export function madeOldBy(event: PlatformEvent): Key[] {
  const keys: Key[] = [queryKeys.events];
  const family = event.type.split(".")[0] ?? "";
  if (event.instance || family === "instance" || family === "failover") keys.push(queryKeys.instances, queryKeys.workspaces, ["actions"], queryKeys.balance, queryKeys.transactions);
  if (event.instance) keys.push(queryKeys.metrics(event.instance));
  if (["balance", "cap", "payment", "statement"].includes(family)) keys.push(queryKeys.balance, queryKeys.transactions);
  if (family === "backup" || family === "restore") keys.push(queryKeys.backups);
  if (family === "api_key") keys.push(queryKeys.apiKeys);
  if (family === "ssh_key") keys.push(queryKeys.sshKeys);
  if (family === "account") keys.push(queryKeys.account);
  return keys;
}
