import type { Instance, InstanceRequest, InstanceStandby, StandbyPatch } from "@/api/types.ts";

export interface StandbyForm {
  policy: InstanceStandby["policy"];
  zone: string;
  type: string;
  spot: boolean;
  /** Days between two tests; empty: never. */
  drillDays: string;
}

/** What is offered; another number that was saved elsewhere is kept. */
export const DRILL_DAYS = ["7", "30", "90"] as const;

/** As clouds name them: lower-case words, digits and dashes. */
export const CLOUD_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

export function formOf(standby: InstanceStandby): StandbyForm {
  return { policy: standby.policy, zone: standby.zone ?? "", type: standby.machine_type, spot: standby.spot, drillDays: standby.drill_days?.toString() ?? "" };
}

/** Where it stays stopped, where and on what it would go on is nobody's question. */
export function patchOf(form: StandbyForm): StandbyPatch {
  if (form.policy === "off") return { policy: "off" };
  const zone = form.zone.trim();
  return { policy: "cold", zone: zone === "" ? null : zone, machine_type: form.type.trim(), spot: form.spot, drill_days: form.drillDays === "" ? null : Number(form.drillDays) };
}

export function sameStandby(one: InstanceStandby, other: InstanceStandby): boolean {
  return JSON.stringify(formOf(one)) === JSON.stringify(formOf(other));
}

/** Whose dry run says what these settings come to for this machine; what is still being typed is left out. */
export function quoteOrder({ gpu, disk_gb }: Instance, form: StandbyForm): InstanceRequest {
  const zone = form.zone.trim();
  const type = form.type.trim();
  return {
    gpu: gpu.id,
    gpu_count: gpu.count,
    disk_gb,
    standby: { policy: "cold", ...(CLOUD_NAME.test(zone) ? { zone } : {}), ...(CLOUD_NAME.test(type) ? { machine_type: type } : {}), spot: form.spot },
  };
}
