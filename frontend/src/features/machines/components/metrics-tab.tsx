import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/api/context.ts";
import { metricsQuery } from "@/api/machines.ts";
import type { Instance, Metrics } from "@/api/types.ts";
import { Empty } from "@/components/ui/empty.tsx";
import { Ago } from "@/components/ui/figures.tsx";
import { MeterBar } from "@/components/ui/meter-bar.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatBytes, formatNumber, formatPercent } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

type Figure = number | null | undefined;

export function MetricsTab({ machine }: { machine: Instance }) {
  const { t } = useTexts();
  const answer = useQuery(metricsQuery(useApi(), machine.id));
  const at = answer.data?.at;
  return (
    <Panel
      title={t("machine.metrics.title")}
      answer={answer}
      aside={at && <span className="text-xs text-muted"><Ago at={at} /></span>}
      isEmpty={(metrics) => metrics.at === null}
      empty={<Empty title={t("machine.metrics.none")}>{t("machine.metrics.noneText")}</Empty>}
    >
      {(metrics) => <Bars metrics={metrics} />}
    </Panel>
  );
}

function Bars({ metrics }: { metrics: Metrics }) {
  const { t, locale } = useTexts();
  const silent = t("machine.metrics.silent");
  const percent = (value: Figure) => (typeof value === "number" ? formatPercent(value / 100, locale) : silent);
  const share = (part: Figure, whole: Figure) => (typeof part === "number" && typeof whole === "number" && whole > 0 ? part / whole : null);
  const of = (part: Figure, whole: Figure) =>
    typeof part === "number" && typeof whole === "number" ? t("machine.metrics.of", { used: formatBytes(part, locale), total: formatBytes(whole, locale) }) : silent;
  const mb = (value: Figure) => (typeof value === "number" ? value * 1_048_576 : value);
  const plain = (value: Figure, unit: string) => (typeof value === "number" ? `${formatNumber(value, locale, 1)} ${unit}` : silent);
  return (
    <div className="grid gap-6 md:grid-cols-2">
      {(metrics.gpus ?? []).map((gpu) => (
        <section key={gpu.index} className="flex flex-col gap-3">
          <h3 className="text-sm">{t("machine.metrics.gpu", { index: gpu.index, name: gpu.name })}</h3>
          <MeterBar label={t("machine.metrics.utilization")} share={share(gpu.utilization_pct, 100)} text={percent(gpu.utilization_pct)} />
          <MeterBar label={t("machine.metrics.memory")} share={share(gpu.memory_used_mb, gpu.memory_total_mb)} text={of(mb(gpu.memory_used_mb), mb(gpu.memory_total_mb))} />
          <MeterBar label={t("machine.metrics.temperature")} share={share(gpu.temperature_c, 100)} text={plain(gpu.temperature_c, "°C")} />
          <p className="flex justify-between">
            <span className="text-muted">{t("machine.metrics.power")}</span>
            <span className="num">{plain(gpu.power_w, "W")}</span>
          </p>
        </section>
      ))}
      <section className="flex flex-col gap-3">
        <h3 className="text-sm">{t("machine.metrics.cpu")}</h3>
        <MeterBar label={t("machine.metrics.cpu")} share={share(metrics.cpu_pct, 100)} text={percent(metrics.cpu_pct)} />
        <MeterBar label={t("machine.metrics.ram")} share={share(metrics.memory_used_bytes, metrics.memory_total_bytes)} text={of(metrics.memory_used_bytes, metrics.memory_total_bytes)} />
        <MeterBar label={t("machine.metrics.disk")} share={share(metrics.disk_used_bytes, metrics.disk_total_bytes)} text={of(metrics.disk_used_bytes, metrics.disk_total_bytes)} />
        <p className="flex justify-between">
          <span className="text-muted">{t("machine.metrics.load")}</span>
          <span className="num">{typeof metrics.load1 === "number" ? formatNumber(metrics.load1, locale, 2) : silent}</span>
        </p>
      </section>
    </div>
  );
}
