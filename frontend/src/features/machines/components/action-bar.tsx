import type { MachineCommand } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { COMMANDS, refusalOf } from "../model/commands.ts";

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
      {COMMANDS.map((command) => (
        <Button key={command} look={command === "destroy" ? "danger" : "plain"} refusedBecause={reason(command)} onClick={() => onAsk(command)}>
          {t(`machine.command.${command}`)}
        </Button>
      ))}
    </div>
  );
}
