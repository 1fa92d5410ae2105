import { priceNow } from "@/api/machines.ts";
import type { Instance } from "@/api/types.ts";
import { CopyField } from "@/components/ui/copy-field.tsx";
import { Facts } from "@/components/ui/facts.tsx";
import { Rate } from "@/components/ui/figures.tsx";
import { formatDateTime, vendorName } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { answers, hardware } from "../model/explain.ts";

const KNOWN_ISOLATION = ["container", "vm", "ports_only"] as const;

export function useIsolationName(): (isolation: string | null) => string | null {
  const { t } = useTexts();
  return (isolation) => {
    const known = KNOWN_ISOLATION.find((name) => name === isolation);
    return known ? t(`market.isolation.${known}`) : isolation;
  };
}

export function OverviewTab({ machine }: { machine: Instance }) {
  const { t, locale } = useTexts();
  const isolation = useIsolationName()(machine.isolation);
  const { serving } = machine;
  const onStandby = serving?.kind === "standby";
  const price = priceNow(machine);
  const facts: (readonly [string, React.ReactNode])[] = [
    [t("machine.facts.gpu"), onStandby ? t("machine.onStandby", { gpu: hardware(machine.gpu) }) : hardware(machine.gpu)],
    ...(onStandby ? [] : [[t("machine.facts.vram"), machine.gpu.count > 1 ? t("machine.facts.vramEach", { size: `${machine.gpu.vram_gb} GB` }) : `${machine.gpu.vram_gb} GB`] as const]),
    [t("machine.facts.disk"), `${machine.disk_gb} GB`],
    [t("machine.facts.image"), <code key="image" className="text-xs break-all">{machine.image}</code>],
  ];
  if (price) facts.push([t("machine.facts.price"), <Rate key="price" value={price} />]);
  if (machine.max_price_per_hour) facts.push([t("machine.facts.limit"), <Rate key="limit" value={machine.max_price_per_hour} />]);
  if (serving) facts.push([t("machine.facts.vendor"), vendorName(serving.vendor)]);
  if (serving?.region) facts.push([t("machine.facts.region"), serving.region]);
  if (isolation) facts.push([t("machine.facts.isolation"), isolation]);
  facts.push([t("machine.facts.created"), <span key="created" className="num">{formatDateTime(machine.created_at, locale)}</span>]);
  facts.push([t("machine.facts.id"), <code key="id" className="text-xs break-all">{machine.id}</code>]);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <section className="min-w-0 rounded-md border border-line bg-surface p-4" aria-labelledby="ssh-title">
        <h2 id="ssh-title" className="mb-3 text-base">
          {t("machine.ssh.title")}
        </h2>
        <SshBlock machine={machine} />
      </section>
      <section className="min-w-0 rounded-md border border-line bg-surface p-4" aria-labelledby="facts-title">
        <h2 id="facts-title" className="mb-3 text-base">
          {t("machine.facts.title")}
        </h2>
        <Facts items={facts} />
      </section>
    </div>
  );
}

function SshBlock({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const { ssh } = machine;
  if (!ssh) return <p className="text-muted">{t("machine.ssh.none")}</p>;
  return (
    <div className="flex flex-col gap-3">
      {!answers(machine.status) && <p className="text-muted">{t("machine.ssh.wait")}</p>}
      <CopyField what={t("machine.ssh.command")} value={ssh.command} />
      <p className="text-xs text-muted">{t("machine.ssh.config")}</p>
      <CopyField what={t("machine.ssh.config")} value={ssh.config} block />
      {ssh.host_key && (
        <>
          <p className="text-xs text-muted">{t("machine.ssh.hostKey")}</p>
          <CopyField what={t("machine.ssh.hostKey")} value={ssh.host_key} />
        </>
      )}
    </div>
  );
}
