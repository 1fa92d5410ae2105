import { usePlatform } from "@/api/context.ts";
import type { Instance } from "@/api/types.ts";
import { Ago } from "@/components/ui/figures.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { explain, isGone } from "../model/explain.ts";
import { Line, Lines, SavedLine } from "./line.tsx";

export function WhyLines({ machine, answeredAt }: { machine: Instance; answeredAt: number }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const lines = explain(machine, clock.now(), t, locale);
  const seen = machine.health?.last_seen_at;
  return (
    <Lines>
      <Line name={t("machine.line.why")}>
        <span>{lines.why}</span> <span className="text-muted">{"· "}</span>
        <span className="text-muted">
          <Ago at={machine.reason.since} />
        </span>
        {lines.detail && <p className="break-words text-muted">{lines.detail}</p>}
      </Line>
      <Line name={t("machine.line.now")}>
        {lines.now}
        {seen && (machine.status === "running" || machine.status === "suspect") && (
          <span className="text-muted">
            {" · "}
            <Seen at={seen} />
          </span>
        )}
      </Line>
      <Line name={t("machine.line.next")}>{lines.next}</Line>
      {!isGone(machine.status) && <SavedLine machine={machine} answeredAt={answeredAt} />}
    </Lines>
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
