import type { MachineCommand } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { commandsOf, refusalOf } from "../model/commands.ts";

function lookOf(command: MachineCommand, machine: Instance): "primary" | "danger" | "plain" {
  if (command === "destroy") return "danger";
  return command === "return" && machine.status === "on_standby" ? "primary" : "plain";
}

export function ActionBar({ machine, onAsk }: { machine: Instance; onAsk: (command: MachineCommand) => void }) {
  const { t } = useTexts();
  const reason = (command: MachineCommand): string | null => {
    switch (refusalOf(machine, command)) {
      case "busy":
        return t("machine.command.busy");
      case "state":
        return t("machine.command.notNow", { state: t(`machine.status.${machine.status}`) });
      case null:
        return null;
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      {commandsOf(machine).map((command) => (
        <Button key={command} look={lookOf(command, machine)} refusedBecause={reason(command)} onClick={() => onAsk(command)}>
          {t(`machine.command.${command}`)}
        </Button>
      ))}
    </div>
  );
}
