import type { InstanceStandby, StandbyPatch } from "@/api/types.ts";

export interface StandbyForm {
  policy: InstanceStandby["policy"];
  zone: string;
  type: string;
  spot: boolean;
}

/** As clouds name them: lower-case words, digits and dashes. */
export const CLOUD_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

export function formOf(standby: InstanceStandby): StandbyForm {
  return { policy: standby.policy, zone: standby.zone ?? "", type: standby.machine_type, spot: standby.spot };
}

/** Where it stays stopped, where and on what it would go on is nobody's question. */
export function patchOf(form: StandbyForm): StandbyPatch {
  if (form.policy === "off") return { policy: "off" };
  const zone = form.zone.trim();
  return { policy: "cold", zone: zone === "" ? null : zone, machine_type: form.type.trim(), spot: form.spot };
}

export function sameStandby(one: InstanceStandby, other: InstanceStandby): boolean {
  return JSON.stringify(formOf(one)) === JSON.stringify(formOf(other));
}
