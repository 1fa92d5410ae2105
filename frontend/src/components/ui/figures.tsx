import { usePlatform } from "@/api/context.ts";
import type { MoneyText } from "@/lib/money.ts";
import { formatMoney, nanos, perSecond } from "@/lib/money.ts";
import { formatAgo, formatDateTime } from "@/lib/format.ts";
import { useEachSecond } from "@/lib/ticker.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

export function Money({ value, decimals = 2 }: { value: MoneyText | bigint; decimals?: number }) {
  const { locale } = useTexts();
  return <span className="num">{formatMoney(typeof value === "bigint" ? value : nanos(value), locale, decimals)}</span>;
}

/** A price per hour with four decimals; the full nine and the second are in the title. */
export function Rate({ value }: { value: MoneyText | bigint }) {
  const { t, locale } = useTexts();
  const hour = typeof value === "bigint" ? value : nanos(value);
  const exact = `${t("common.perHour", { price: formatMoney(hour, locale, 9) })} = ${t("common.perSecond", { price: formatMoney(perSecond(hour), locale, 9) })}`;
  return (
    <span className="num whitespace-nowrap" title={exact}>
      {t("common.perHour", { price: formatMoney(hour, locale, 4) })}
    </span>
  );
}

/** How long ago, on server time, counting while visible. */
export function Ago({ at }: { at: string }) {
  useEachSecond();
  const { clock } = usePlatform();
  const { locale } = useTexts();
  const seconds = (clock.now() - Date.parse(at)) / 1_000;
  return (
    <time dateTime={at} title={`${formatDateTime(at, locale)} · ${formatDateTime(at, locale, "UTC")} UTC`} className="num whitespace-nowrap">
      {formatAgo(seconds, locale)}
    </time>
  );
}
