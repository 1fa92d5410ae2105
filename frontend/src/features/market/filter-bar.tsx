import { useEffect, useState } from "react";
import type { GpuModel } from "@/api/types.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field, SelectField } from "@/components/ui/field.tsx";
import { formatPercent } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import type { MarketFilter } from "./filter-state.ts";

interface FilterBarProps {
  filter: MarketFilter;
  gpus: readonly GpuModel[];
  onChange: (name: keyof MarketFilter, value: string) => void;
  onClear: () => void;
}

const COUNTS = ["1", "2", "4", "8"];
const SIZES = ["8", "12", "16", "24", "40", "48", "80"];
const SHARES = ["0.9", "0.95", "0.99", "0.995"];

export function FilterBar({ filter, gpus, onChange, onClear }: FilterBarProps) {
  const { t, locale } = useTexts();
  const set = (name: keyof MarketFilter) => (event: { target: { value: string } }) => onChange(name, event.target.value);
  const any = <option value="">{t("market.filter.any")}</option>;
  return (
    <form aria-label={t("market.filter.label")} className="grid grid-cols-2 items-end gap-3 md:grid-cols-4" onSubmit={(event) => event.preventDefault()}>
      <SelectField label={t("market.filter.gpu")} value={filter.gpu} onChange={set("gpu")}>
        <option value="">{t("market.filter.anyGpu")}</option>
        {filter.gpu !== "" && !gpus.some((gpu) => gpu.id === filter.gpu) && <option value={filter.gpu}>{filter.gpu}</option>}
        {gpus.map((gpu) => (
          <option key={gpu.id} value={gpu.id}>
            {`${gpu.name} · ${gpu.vram_gb} GB`}
          </option>
        ))}
      </SelectField>
      <SelectField label={t("market.filter.count")} value={filter.count} onChange={set("count")}>
        {any}
        {COUNTS.map((count) => (
          <option key={count}>{count}</option>
        ))}
      </SelectField>
      <SelectField label={t("market.filter.vram")} value={filter.vram} onChange={set("vram")}>
        {any}
        {SIZES.map((size) => (
          <option key={size} value={size}>{`${size} GB`}</option>
        ))}
      </SelectField>
      <TypedFilter label={t("market.filter.price")} value={filter.price} inputMode="decimal" onSettle={(value) => onChange("price", value)} />
      <SelectField label={t("market.filter.kind")} value={filter.kind} onChange={set("kind")}>
        {any}
        <option value="on_demand">{t("market.kind.on_demand")}</option>
        <option value="spot">{t("market.kind.spot")}</option>
      </SelectField>
      <SelectField label={t("market.filter.reliability")} value={filter.reliability} onChange={set("reliability")}>
        {any}
        {SHARES.map((share) => (
          <option key={share} value={share}>
            {formatPercent(Number(share), locale, 1)}
          </option>
        ))}
      </SelectField>
      <TypedFilter label={t("market.filter.region")} value={filter.region} placeholder={t("market.filter.regionHint")} onSettle={(value) => onChange("region", value)} />
      <Button onClick={onClear}>{t("market.filter.clear")}</Button>
    </form>
  );
}

interface TypedFilterProps {
  label: string;
  value: string;
  placeholder?: string;
  inputMode?: "decimal";
  onSettle: (value: string) => void;
}

/** Asks the market only when the typing pauses. */
function TypedFilter({ label, value, onSettle, ...rest }: TypedFilterProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onSettle(text), 350);
    return () => clearTimeout(timer);
  }, [text, value, onSettle]);
  return <Field label={label} value={text} onChange={(event) => setText(event.target.value)} {...rest} />;
}
