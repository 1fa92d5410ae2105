import { Link } from "react-router";
import { usePlatform } from "@/api/context.ts";
import { priceNow } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";
import { BackupAge } from "@/components/ui/backup-age.tsx";
import { CopyButton } from "@/components/ui/copy-field.tsx";
import { type Column, DataTable } from "@/components/ui/data-table.tsx";
import { Rate } from "@/components/ui/figures.tsx";
import { StateBadge } from "@/components/ui/state-badge.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { answers, explain, hardware } from "../model/explain.ts";

export function MachineTable({ machines, answeredAt }: { machines: readonly Instance[]; answeredAt: number }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const columns: Column<Instance>[] = [
    {
      id: "machine",
      title: t("machine.column.machine"),
      lead: true,
      cell: (machine) => (
        <Link to={`/machines/${machine.id}`} className="text-base font-semibold break-all sm:text-sm">
          {machine.name}
        </Link>
      ),
    },
    {
      id: "state",
      title: t("machine.column.state"),
      lead: true,
      cell: (machine) => {
        const { why } = explain(machine, clock.now(), t, locale);
        return (
          <div className="min-w-0">
            <StateBadge status={machine.status} />
            <p className="max-w-[46ch] text-xs text-muted">{why}</p>
          </div>
        );
      },
    },
    { id: "hardware", title: t("machine.column.hardware"), cell: (machine) => <Hardware machine={machine} /> },
    {
      id: "backup",
      title: t("machine.column.backup"),
      cell: (machine) => (
        <span className="block max-w-[24ch] max-sm:text-right">
          <BackupAge machine={machine} answeredAt={answeredAt} />
        </span>
      ),
    },
    {
      id: "price",
      title: t("machine.column.price"),
      right: true,
      cell: (machine) => (<Price machine={machine} />),
    },
    {
      id: "ssh",
      title: t("machine.column.ssh"),
      right: true,
      cell: (machine) =>
        machine.ssh && answers(machine.status) ? <CopyButton what={`${t("machine.ssh.command")} ${machine.name}`} value={machine.ssh.command} /> : <span aria-hidden="true">{"–"}</span>,
    },
  ];
  return <DataTable caption={t("machine.title")} columns={columns} rows={machines} keyOf={(machine) => machine.id} />;
}

function Hardware({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const gpu = hardware(machine.gpu);
  return machine.serving?.kind === "standby" ? <span className="block max-w-[24ch] max-sm:text-right">{t("machine.onStandby", { gpu })}</span> : <span className="whitespace-nowrap">{gpu}</span>;
}

function Price({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const money = machine.billed_now ? priceNow(machine) : null;
  return money ? <Rate value={money} /> : <span className="text-muted">{t("machine.now.notBilled")}</span>;
}
