import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { answer, type ApiClient } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import type { BackupPolicyPatch, DryRun, FailoverTarget, Instance, InstanceRequest, InstanceStatus, Money, StandbyPatch, StopRequest } from "./types.ts";

/** Events wake the page at once; this is the slow safety net under them while something is going on. */
const WATCH_MS = 15_000;
const AGE_MS = 20_000;
/** While files come back or the machine moves, more happens than events tell of. */
const MOVING_MS = 6_000;

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

/** Whether it is on a box that saves files, so that the age of its backup moves without any event. */
export function savesFiles(machine: Instance): boolean {
  return machine.backup !== undefined && machine.backup.policy.enabled && (machine.status === "running" || machine.status === "suspect" || machine.status === "on_standby" || machine.status === "returning");
}

/** What an hour costs on what serves it now: a standby has a price of its own. */
export function priceNow(machine: Instance): Money | null {
  return machine.serving?.kind === "standby" ? (machine.standby?.price_per_hour ?? machine.price_per_hour) : machine.price_per_hour;
}

/** Backups are too many to be events, so what is known of their age is read now and then: of all machines at once. */
export const machinesQuery = (api: ApiClient) =>
  queryOptions({
    queryKey: queryKeys.instances,
    queryFn: async ({ signal, client }) => {
      const asked = Date.now();
      const list = await answer(api.GET("/api/v1/instances", { params: { query: { limit: 100 } }, signal }));
      for (const machine of list.data) tellDetail(client, machine, asked);
      return list;
    },
    refetchInterval: (query) => (query.state.data?.data.some(savesFiles) ? AGE_MS : false),
  });

/** A page that shows one machine learns from the list too, unless it knows something newer or is about to. */
function tellDetail(client: QueryClient, machine: Instance, asked: number): void {
  const detail = client.getQueryState<Instance>(queryKeys.instance(machine.id));
  if (!detail?.data || detail.isInvalidated || detail.fetchStatus !== "idle" || detail.dataUpdatedAt > asked) return;
  client.setQueryData(queryKeys.instance(machine.id), machine);
}

function pace(machine: Instance | undefined): number | false {
  if (!machine) return false;
  if (machine.restore || machine.status === "failing_over" || machine.status === "returning") return MOVING_MS;
  if (!isSettled(machine.status) || machine.current_action !== null) return WATCH_MS;
  return savesFiles(machine) ? WATCH_MS * 2 : false;
}

export const machineQuery = (api: ApiClient, id: string) =>
  queryOptions({
    queryKey: queryKeys.instance(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/instances/{id}", { params: { path: { id } }, signal })),
    refetchInterval: (query) => pace(query.state.data),
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

export type MachineCommand = "start" | "stop" | "reboot" | "failover" | "return" | "destroy";

export interface DestroyOptions {
  final_backup?: boolean;
  accept_data_loss?: boolean;
  keep_backups_days?: number;
}

export type CommandOrder =
  | { readonly command: "start" | "reboot" | "return" }
  | { readonly command: "failover"; readonly target: FailoverTarget; readonly reason?: string }
  | { readonly command: "stop"; readonly stop: StopRequest }
  | { readonly command: "destroy"; readonly destroy: DestroyOptions };

/** The changed machine, where the answer is one. */
export async function sendCommand(api: ApiClient, id: string, order: CommandOrder, intent: string): Promise<Instance | undefined> {
  const params = { path: { id }, header: { "Idempotency-Key": intent } };
  switch (order.command) {
    case "start":
      return answer(api.POST("/api/v1/instances/{id}/start", { params }));
    case "stop":
      return answer(api.POST("/api/v1/instances/{id}/stop", { params, body: order.stop }));
    case "reboot":
      return answer(api.POST("/api/v1/instances/{id}/reboot", { params }));
    case "failover":
      return answer(api.POST("/api/v1/instances/{id}/failover", { params, body: { target: order.target, ...(order.reason ? { reason: order.reason } : {}) } }));
    case "return":
      return answer(api.POST("/api/v1/instances/{id}/return", { params }));
    case "destroy":
      return answer(api.DELETE("/api/v1/instances/{id}", { params: { path: { id }, query: order.destroy } }));
  }
}

const MERGE = { "Content-Type": "application/merge-patch+json" };

/** Refused with `precondition_failed` when the machine is not the one of `etag` any more. */
export const saveBackupPolicy = (api: ApiClient, id: string, etag: string, backup: BackupPolicyPatch): Promise<Instance> =>
  answer(
    api.PATCH("/api/v1/instances/{id}", {
      params: { path: { id }, header: { "If-Match": `"${etag}"` } },
      body: { backup },
      headers: MERGE,
    }),
  );

/** Refused as `saveBackupPolicy` is. */
export const saveStandby = (api: ApiClient, id: string, etag: string, standby: StandbyPatch): Promise<Instance> =>
  answer(api.PATCH("/api/v1/instances/{id}", { params: { path: { id }, header: { "If-Match": `"${etag}"` } }, body: { standby }, headers: MERGE }));
