import { useSearchParams } from "react-router";
import type { Instance } from "@/api/types.ts";
import { Empty } from "@/components/ui/empty.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { KeyPanel } from "./components/key-panel.tsx";
import { PolicyPanel } from "./components/policy-panel.tsx";
import { ProtectionPanel } from "./components/protection-panel.tsx";
import { VersionView } from "./components/version-view.tsx";
import { VersionsPanel } from "./components/versions-panel.tsx";

export interface BackedUp {
  machine: Instance;
  answeredAt: number;
}

/** What can be got back: all versions, or with `?version=` one of them. */
export function BackupsTab({ machine, answeredAt }: BackedUp) {
  const { t } = useTexts();
  const [params] = useSearchParams();
  const version = params.get("version");
  if (!machine.backup) return <Empty title={t("backup.protection.notYet")} />;
  if (version) return <VersionView key={version} machine={machine} id={version} />;
  const gone = machine.status === "destroyed";
  return (
    <div className="flex flex-col gap-4">
      {!gone && <ProtectionPanel machine={machine} backup={machine.backup} answeredAt={answeredAt} />}
      <VersionsPanel machine={machine} />
      {!gone && <PolicyPanel machine={machine} policy={machine.backup.policy} />}
      <KeyPanel machine={machine} />
    </div>
  );
}
