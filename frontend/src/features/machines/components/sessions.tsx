import type { Instance } from "@/api/types.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export function Sessions({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const count = machine.ssh_sessions ?? 0;
  return count > 0 ? <p className="font-medium text-warn">{t("machine.reboot.sessions", { count })}</p> : null;
}
