import { queryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { DryRun, Instance, InstanceRequest, InstanceStatus } from "./types.ts";

/** Events wake the page at once; this is the slow safety net under them while something is going on. */
const WATCH_MS = 15_000;

export function isSettled(status: InstanceStatus): boolean {
  switch (status) {
    case "running":
    case "stopped":
    case "on_standby":
    case "destroyed":
    case "failed":
      return true;
    case "requested":
    case "launching":
    case "booting":
    case "suspect":
    case "stopping":
    case "failing_over":
    case "returning":
    case "destroying":
      return false;
  }
}

export const machinesQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: queryKeys.instances,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/instances", { params: { query: { limit: 100 } }, signal })),
  });

export const machineQuery = (api: ApiClient, id: string) =>
  queryOptions({
    queryKey: queryKeys.instance(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/instances/{id}", { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data && !isSettled(query.state.data.status) ? WATCH_MS : false),
  });

export const attemptsQuery = (api: ApiClient, id: string) =>
  queryOptions({
    queryKey: queryKeys.attempts(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/instances/{id}/attempts", { params: { path: { id } }, signal })),
  });

export const metricsQuery = (api: ApiClient, id: string) =>
  queryOptions({
    queryKey: queryKeys.metrics(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/instances/{id}/metrics", { params: { path: { id } }, signal })),
    refetchInterval: 10_000,
  });

export const actionQuery = (api: ApiClient, id: string) =>
  queryOptions({
    queryKey: queryKeys.action(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/actions/{id}", { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data?.status === "running" ? WATCH_MS : false),
  });

export const dryRunQuery = (api: ApiClient, body: InstanceRequest) =>
  queryOptions({
    queryKey: queryKeys.dryRun(body),
    queryFn: async ({ signal }): Promise<DryRun> => {
      const given = await answer(api.POST("/api/v1/instances", { body, params: { query: { dry_run: true } }, signal }));
      if (!("refusals" in given)) throw new TypeError("the dry run answered with a machine");
      return given;
    },
    staleTime: 15_000,
  });

export async function rentMachine(api: ApiClient, body: InstanceRequest, intent: string): Promise<Instance> {
  const given = await answer(api.POST("/api/v1/instances", { body, params: { header: { "Idempotency-Key": intent } } }));
  if ("refusals" in given) throw new TypeError("the order was answered as a dry run");
  return given;
}

export type MachineCommand = "start" | "stop" | "reboot" | "destroy";

export function sendCommand(api: ApiClient, id: string, command: MachineCommand, intent: string): Promise<Instance | undefined> {
  const params = { path: { id }, header: { "Idempotency-Key": intent } };
  switch (command) {
    case "start":
      return answer(api.POST("/api/v1/instances/{id}/start", { params }));
    case "stop":
      return answer(api.POST("/api/v1/instances/{id}/stop", { params, body: { accept_data_loss: true } }));
    case "reboot":
      return answer(api.POST("/api/v1/instances/{id}/reboot", { params }));
    case "destroy":
      return answer(api.DELETE("/api/v1/instances/{id}", { params: { path: { id } } }));
  }
}
