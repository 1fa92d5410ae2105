import { usePlatform } from "@/api/context.ts";
import { formatMoment } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { type Allowance, DRILLS_A_DAY, MOVES_A_DAY } from "./failover-reading.ts";

/** How many are left of those that a day allows, and when the next one is possible. */
export function AllowanceText({ of, kind }: { of: Allowance; kind: "moves" | "drills" }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const most = kind === "moves" ? MOVES_A_DAY : DRILLS_A_DAY;
  return (
    <p className={`num ${of.left === 0 ? "font-medium text-warn" : "text-muted"}`}>
      {t(`failover.left.${kind}`, { left: of.left, most })}
      {of.nextAt && ` ${t("common.nextAt", { time: formatMoment(of.nextAt, clock.now(), locale) })}`}
    </p>
  );
}
