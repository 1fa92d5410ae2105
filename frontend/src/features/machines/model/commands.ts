import type { MachineCommand } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";

/** In the order of the buttons. */
export const COMMANDS: readonly MachineCommand[] = ["start", "stop", "reboot", "destroy"];

export type Refusal = "busy" | "state" | null;

/** Whether the server would take the command now, and if not, for which of two reasons. */
export function refusalOf(instance: Instance, command: MachineCommand): Refusal {
  if (instance.allowed_commands.includes(command)) return null;
  return instance.current_action !== null ? "busy" : "state";
}
