const SECOND = 1;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

function unit(value: number, name: string, locale: string, display: "narrow" | "short" = "short"): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: display, maximumFractionDigits: 0 }).format(value);
}

/** A span in its one or two largest units: "24 sec", "3 min", "31 hr", "4 days". */
export function formatSpan(seconds: number, locale: string): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < MINUTE) return unit(s / SECOND, "second", locale);
  if (s < HOUR) return unit(Math.floor(s / MINUTE), "minute", locale);
  if (s < 2 * DAY) return unit(Math.floor(s / HOUR), "hour", locale);
  return unit(Math.floor(s / DAY), "day", locale);
}

/** A measured span: to the tenth below ten seconds, to the second below ten minutes. */
export function formatMeasured(seconds: number, locale: string): string {
  if (seconds >= 10 * MINUTE) return formatSpan(seconds, locale);
  const digits = seconds < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "unit", unit: "second", unitDisplay: "short", maximumFractionDigits: digits }).format(Math.max(0, seconds));
}

/** "0:24" and "1:02:09": for counters that tick. */
export function formatCounter(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => n.toString().padStart(2, "0");
  const hours = Math.floor(s / HOUR);
  const minutes = Math.floor((s % HOUR) / MINUTE);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(s % MINUTE)}` : `${minutes}:${two(s % MINUTE)}`;
}

export function formatAgo(seconds: number, locale: string): string {
  const s = Math.max(0, Math.floor(seconds));
  const format = new Intl.RelativeTimeFormat(locale, { style: "short", numeric: "always" });
  if (s < MINUTE) return format.format(-s, "second");
  if (s < HOUR) return format.format(-Math.floor(s / MINUTE), "minute");
  if (s < 2 * DAY) return format.format(-Math.floor(s / HOUR), "hour");
  return format.format(-Math.floor(s / DAY), "day");
}

export function formatDateTime(iso: string | number, locale: string, zone?: string): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "medium", ...(zone ? { timeZone: zone } : {}) };
  return new Intl.DateTimeFormat(locale, options).format(new Date(iso));
}

export function formatTime(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: "medium" }).format(new Date(ms));
}

export function formatDate(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(iso));
}

const BYTE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

export function formatBytes(bytes: number, locale: string): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < BYTE_UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  const name = BYTE_UNITS[step] ?? "byte";
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value);
}

/** A moment of today as its time only; of another day with the day. */
export function formatMoment(iso: string, nowMs: number, locale: string): string {
  const at = new Date(iso);
  const sameDay = at.toDateString() === new Date(nowMs).toDateString();
  return new Intl.DateTimeFormat(locale, sameDay ? { timeStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" }).format(at);
}

export function formatNumber(value: number, locale: string, fraction = 0): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: fraction }).format(value);
}

export function formatPercent(share: number, locale: string, fraction = 0): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: fraction }).format(share);
}

const BRANDS: Record<string, string> = { vastai: "Vast.ai", lambda: "Lambda", runpod: "RunPod", gce: "Google Cloud" };

export function vendorName(id: string): string {
  return BRANDS[id] ?? id;
}
