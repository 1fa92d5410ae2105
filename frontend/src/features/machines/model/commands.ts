import { isAway } from "@/api/failovers.ts";
import type { MachineCommand } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";

/** In the order of the buttons. One of them leads away from the GPU or back to it, where the platform knows standbys. */
export function commandsOf(instance: Instance): readonly MachineCommand[] {
  if (!instance.standby) return ["start", "stop", "reboot", "destroy"];
  return ["start", "stop", "reboot", isAway(instance.status) ? "return" : "failover", "destroy"];
}

export type Refusal = "busy" | "state" | null;

/** Whether the server would take the command now, and if not, for which of two reasons. */
export function refusalOf(instance: Instance, command: MachineCommand): Refusal {
  if (instance.allowed_commands.includes(command)) return null;
  return instance.current_action !== null ? "busy" : "state";
}
