import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "@/api/context.ts";
import { sshKeysQuery } from "@/api/keys.ts";
import { machinesQuery } from "@/api/machines.ts";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Empty } from "@/components/ui/empty.tsx";
import { CheckField } from "@/components/ui/field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { isGone } from "../model/explain.ts";
import { MachineTable } from "./machine-table.tsx";

export function MachineList({ title }: { title?: string }) {
  const { t } = useTexts();
  const answer = useQuery(machinesQuery(useApi()));
  const [gone, setGone] = useState(false);
  const all = answer.data?.data ?? [];
  const shown = all.filter((machine) => gone || !isGone(machine.status));
  const hasGone = all.some((machine) => isGone(machine.status));
  return (
    <Panel
      {...(title ? { title } : {})}
      answer={answer}
      rows={4}
      aside={hasGone && <CheckField label={t("machine.showGone")} checked={gone} onChange={(event) => setGone(event.target.checked)} />}
      isEmpty={() => shown.length === 0}
      empty={<NoMachines />}
    >
      {() => <MachineTable machines={shown} answeredAt={answer.dataUpdatedAt} />}
    </Panel>
  );
}

function NoMachines() {
  const { t } = useTexts();
  const keys = useQuery(sshKeysQuery(useApi()));
  const keyless = keys.data?.data.length === 0;
  return (
    <Empty
      title={t("machine.empty.title")}
      action={
        keyless ? (
          <ButtonLink look="primary" to="/keys">
            {t("machine.empty.addKey")}
          </ButtonLink>
        ) : (
          <ButtonLink look="primary" to="/market">
            {t("machine.empty.market")}
          </ButtonLink>
        )
      }
    >
      {keyless ? t("machine.empty.first") : t("machine.empty.text")}
    </Empty>
  );
}
