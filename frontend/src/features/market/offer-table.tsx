import { useSearchParams } from "react-router";
import type { Offer } from "@/api/types.ts";
import { ButtonLink } from "@/components/ui/button.tsx";
import { type Column, DataTable } from "@/components/ui/data-table.tsx";
import { Ago, Rate } from "@/components/ui/figures.tsx";
import { PriceParts } from "@/components/ui/price-parts.tsx";
import { formatPercent, formatSpan, vendorName } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { formatMoney, nanos } from "@/lib/money.ts";

export function offerTitle({ gpu }: Offer): string {
  return gpu.count > 1 ? `${gpu.count} × ${gpu.name}` : gpu.name;
}

export function OfferTable({ offers }: { offers: readonly Offer[] }) {
  const { t, locale } = useTexts();
  const [params] = useSearchParams();
  const restoreFrom = params.get("restore_from");
  // A machine that is to begin with the files of a backup is still looking for its hardware here.
  const kept = restoreFrom ? `&restore_from=${encodeURIComponent(restoreFrom)}` : "";
  const unknown = <span className="text-muted">{t("market.unknown")}</span>;
  const isolations: Record<string, string | undefined> = { container: t("market.isolation.container"), vm: t("market.isolation.vm"), ports_only: t("market.isolation.ports_only") };
  const columns: Column<Offer>[] = [
    {
      id: "gpu",
      title: t("market.column.gpu"),
      lead: true,
      cell: (offer) => (
        <div>
          <p className="font-semibold">{offerTitle(offer)}</p>
          <p className="text-xs text-muted">{`${offer.gpu.vram_gb} GB · ${t(`market.kind.${offer.kind}`)} · ${isolations[offer.isolation] ?? offer.isolation}`}</p>
        </div>
      ),
    },
    { id: "price", title: t("market.column.price"), lead: true, cell: (offer) => <Price offer={offer} /> },
    {
      id: "vendor",
      title: t("market.column.vendor"),
      cell: (offer) => <span>{[vendorName(offer.vendor), offer.region].filter(Boolean).join(" · ")}</span>,
    },
    {
      id: "reliability",
      title: t("market.column.reliability"),
      cell: (offer) => (offer.reliability === null ? unknown : <span className="num">{formatPercent(offer.reliability, locale, 1)}</span>),
    },
    {
      id: "boot",
      title: t("market.column.boot"),
      cell: (offer) =>
        offer.boot_s ? (
          <span className="num">{t("market.bootRange", { p50: formatSpan(offer.boot_s.p50, locale), p95: formatSpan(offer.boot_s.p95, locale) })}</span>
        ) : (
          unknown
        ),
    },
    { id: "disk", title: t("market.column.disk"), cell: (offer) => <span className="num whitespace-nowrap">{`${offer.disk_gb_max} GB`}</span> },
    { id: "seen", title: t("market.column.seen"), cell: (offer) => <Ago at={offer.seen_at} /> },
    {
      id: "rent",
      title: "",
      right: true,
      lead: true,
      cell: (offer) => (
        <ButtonLink
          look="primary"
          small
          className="max-sm:w-full"
          to={`/machines/new?offer=${offer.id}${kept}`}
          aria-label={t("market.chooseThis", { gpu: offerTitle(offer), price: formatMoney(nanos(offer.price_per_hour), locale, 4) })}
        >
          {t("market.choose")}
        </ButtonLink>
      ),
    },
  ];
  return <DataTable caption={t("market.title")} columns={columns} rows={offers} keyOf={(offer) => offer.id} />;
}

function Price({ offer }: { offer: Offer }) {
  const { t } = useTexts();
  return (
    <details className="w-full sm:w-44">
      <summary className="min-h-6 cursor-pointer font-semibold">
        <Rate value={offer.price_per_hour} />
        <span className="sr-only">{`: ${t("market.parts.show", { gpu: offerTitle(offer) })}`}</span>
      </summary>
      <div className="pt-2 text-xs">
        <PriceParts parts={offer.components} />
      </div>
    </details>
  );
}
