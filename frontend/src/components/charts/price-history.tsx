import { CategoryScale, Chart, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";
import { useEffect, useMemo, useState } from "react";
import { Line } from "react-chartjs-2";

Chart.register(CategoryScale, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);

export interface PricePoint {
  readonly at: string;
  /** Dollars, for drawing only; every printed figure comes from exact money. */
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
}

interface PriceHistoryProps {
  points: readonly PricePoint[];
  names: { p10: string; median: string; p90: string; axis: string };
  locale: string;
  summary: string;
}

/** Colours follow the theme, which may change while the chart is on screen. */
function useTokens(): Record<"accent" | "muted" | "line", string> {
  const read = () => {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    return { accent: token("--accent"), muted: token("--muted"), line: token("--line") };
  };
  const [tokens, setTokens] = useState(read);
  useEffect(() => {
    const refresh = () => setTokens(read());
    const media = window.matchMedia("(prefers-color-scheme: dark)");
    const observer = new MutationObserver(refresh);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    media.addEventListener("change", refresh);
    return () => {
      observer.disconnect();
      media.removeEventListener("change", refresh);
    };
  }, []);
  return tokens;
}

export default function PriceHistory({ points, names, locale, summary }: PriceHistoryProps) {
  const { accent, muted, line } = useTokens();
  const dollars = useMemo(() => new Intl.NumberFormat(locale, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", minimumFractionDigits: 3, maximumFractionDigits: 3 }), [locale]);
  const hours = useMemo(() => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }), [locale]);
  // A line needs two points; the first ones are dots.
  const shared = { pointRadius: points.length < 3 ? 3 : 0, pointHitRadius: 12, tension: 0.2 };
  const data = {
    labels: points.map((point) => hours.format(new Date(point.at))),
    datasets: [
      { ...shared, label: names.p90, data: points.map((p) => p.p90), borderColor: muted, borderWidth: 1, borderDash: [4, 3] },
      { ...shared, label: names.median, data: points.map((p) => p.median), borderColor: accent, borderWidth: 2 },
      { ...shared, label: names.p10, data: points.map((p) => p.p10), borderColor: muted, borderWidth: 1, fill: 0, backgroundColor: `${accent}22` },
    ],
  };
  return (
    <div className="relative h-56">
      <Line
        role="img"
        aria-label={summary}
        data={data}
        options={{
          animation: false,
          maintainAspectRatio: false,
          interaction: { mode: "index", intersect: false },
          plugins: { tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${dollars.format(item.parsed.y ?? 0)}` } } },
          scales: {
            x: { ticks: { color: muted, maxTicksLimit: 6, maxRotation: 0, autoSkipPadding: 16 }, grid: { display: false }, border: { color: line } },
            y: {
              title: { display: true, text: names.axis, color: muted },
              ticks: { color: muted, maxTicksLimit: 5, callback: (value) => dollars.format(Number(value)) },
              grid: { color: line },
              border: { display: false },
            },
          },
        }}
      />
    </div>
  );
}
