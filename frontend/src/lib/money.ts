/**
 * Money as bigint nano-dollars. Prices per hour come with nine decimals and amounts with six, so nothing is lost, and no
 * figure ever passes through a floating-point number.
 */
export type Nanos = bigint;

export interface MoneyText {
  readonly amount: string;
  readonly currency: string;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,9}))?$/;
const HOUR_MS = 3_600_000n;

export function nanos(money: MoneyText): Nanos {
  const match = DECIMAL.exec(money.amount);
  if (!match) throw new RangeError(`not an amount of money: ${money.amount}`);
  const [, sign, whole, fraction = ""] = match;
  const value = BigInt(whole ?? "0") * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
  return sign === "-" ? -value : value;
}

/** A plain decimal string, rounded half away from zero, which `Intl.NumberFormat` formats exactly. */
export function decimal(value: Nanos, decimals: number): string {
  const step = 10n ** BigInt(9 - decimals);
  const negative = value < 0n;
  const absolute = negative ? -value : value;
  const rounded = (absolute + step / 2n) / step;
  const digits = rounded.toString().padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return negative && rounded !== 0n ? `-${text}` : text;
}

export function formatMoney(value: Nanos, locale: string, decimals = 2): string {
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(decimal(value, decimals) as `${number}`);
}

/** What an hourly price costs over a span, rounded down as the ledger does. */
export function cost(perHour: Nanos, ms: number): Nanos {
  if (ms <= 0) return 0n;
  return (perHour * BigInt(Math.floor(ms))) / HOUR_MS;
}

export function perSecond(perHour: Nanos): Nanos {
  return (perHour + 1_800n) / 3_600n;
}

/** What is free at `nowMs`, from figures that were true at `asOfMs`. The ledger never goes below zero. */
export function availableAt(available: Nanos, burnPerHour: Nanos, asOfMs: number, nowMs: number): Nanos {
  const left = available - cost(burnPerHour, nowMs - asOfMs);
  return left > 0n || available <= 0n ? left : 0n;
}

/** Seconds until nothing is left, or null when nothing burns. */
export function runwaySeconds(available: Nanos, burnPerHour: Nanos): number | null {
  if (burnPerHour <= 0n) return null;
  if (available <= 0n) return 0;
  return Number((available * 3_600n) / burnPerHour);
}
