import type { PriceParts as Parts } from "@/api/types.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { Money } from "./figures.tsx";

const NAMES = ["gpu", "disk", "traffic", "fee"] as const;

/** What an all-in price is made of, to the last digit. */
export function PriceParts({ parts }: { parts: Parts }) {
  const { t } = useTexts();
  return (
    <dl className="flex flex-col gap-1 text-left">
      {NAMES.map((name) => (
        <div key={name} className="flex justify-between gap-4">
          <dt className="text-muted">{t(`market.parts.${name}`)}</dt>
          <dd>
            <Money value={parts[name]} decimals={6} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
