import type { Instance } from "@/api/types.ts";
import { Ago } from "@/components/ui/figures.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { explain } from "../model/explain.ts";

export function WhyLines({ machine }: { machine: Instance }) {
  const { t, locale } = useTexts();
  const lines = explain(machine, t, locale);
  const seen = machine.health?.last_seen_at;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      <dt className="font-mono text-xs leading-5 text-muted">{t("machine.line.why")}</dt>
      <dd className="min-w-0">
        <span>{lines.why}</span> <span className="text-muted">{"· "}</span>
        <span className="text-muted">
          <Ago at={machine.reason.since} />
        </span>
        {lines.detail && <p className="break-words text-muted">{lines.detail}</p>}
      </dd>
      <dt className="font-mono text-xs leading-5 text-muted">{t("machine.line.now")}</dt>
      <dd className="num">
        {lines.now}
        {seen && (machine.status === "running" || machine.status === "suspect") && (
          <span className="text-muted">
            {" · "}
            <Seen at={seen} />
          </span>
        )}
      </dd>
      <dt className="font-mono text-xs leading-5 text-muted">{t("machine.line.next")}</dt>
      <dd>{lines.next}</dd>
    </dl>
  );
}

function Seen({ at }: { at: string }) {
  const { t } = useTexts();
  const [before = "", after = ""] = t("machine.now.lastSeen", { time: "\u0000" }).split("\u0000");
  return (
    <>
      {before}
      <Ago at={at} />
      {after}
    </>
  );
}
