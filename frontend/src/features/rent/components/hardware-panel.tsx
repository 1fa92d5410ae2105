import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useApi } from "@/api/context.ts";
import { gpusQuery, offerQuery, offersQuery } from "@/api/market.ts";
import type { Offer } from "@/api/types.ts";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Rate } from "@/components/ui/figures.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { vendorName } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { readRestoreFrom, type Source } from "../model/order.ts";

function title(gpu: Offer["gpu"]): string {
  return gpu.count > 1 ? `${gpu.count} × ${gpu.name}` : gpu.name;
}

/** Whose files the machine begins with goes along when other hardware is chosen. */
function useKept(sign: "?" | "&"): string {
  const [params] = useSearchParams();
  const restoreFrom = readRestoreFrom(params);
  return restoreFrom ? `${sign}restore_from=${restoreFrom}` : "";
}

export function HardwarePanel({ source }: { source: Source }) {
  switch (source.kind) {
    case "offer":
      return <OfferHardware id={source.offer} />;
    case "gpu":
      return <GpuHardware gpu={source.gpu} count={source.count} />;
  }
}

function OfferHardware({ id }: { id: string }) {
  const { t } = useTexts();
  const kept = useKept("?");
  const answer = useQuery(offerQuery(useApi(), id));
  return (
    <Panel title={t("rent.hardware")} answer={answer} rows={2} aside={<Link to={`/market${kept}`}>{t("rent.change")}</Link>}>
      {(offer) => <OfferLine offer={offer} />}
    </Panel>
  );
}

function OfferLine({ offer }: { offer: Offer }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-2">
      <div>
        <p className="text-base font-semibold">{title(offer.gpu)}</p>
        <p className="text-muted">{[`${offer.gpu.vram_gb} GB`, vendorName(offer.vendor), offer.region, t(`market.kind.${offer.kind}`)].filter(Boolean).join(" · ")}</p>
      </div>
      <Rate value={offer.price_per_hour} />
    </div>
  );
}

function GpuHardware({ gpu, count }: { gpu: string; count: number }) {
  const { t } = useTexts();
  const kept = useKept("?");
  const answer = useQuery(gpusQuery(useApi()));
  return (
    <Panel title={t("rent.hardware")} answer={answer} rows={2} aside={<Link to={`/market${kept}`}>{t("rent.change")}</Link>}>
      {(list) => {
        const model = list.data.find((entry) => entry.id === gpu);
        return (
          <div>
            <p className="text-base font-semibold">{count > 1 ? `${count} × ${model?.name ?? gpu}` : (model?.name ?? gpu)}</p>
            <p className="text-muted">{t("rent.byGpu")}</p>
          </div>
        );
      }}
    </Panel>
  );
}

/** When the chosen offer is gone: what comes closest, without leaving the form. */
export function NearestOffers({ gone }: { gone: Offer | undefined }) {
  const { t } = useTexts();
  const filter = gone ? { gpu: gone.gpu.id, gpu_count: gone.gpu.count } : {};
  const answer = useInfiniteQuery(offersQuery(useApi(), filter, 5));
  const kept = useKept("&");
  const rows = (answer.data?.pages.flatMap((page) => page.data) ?? []).filter((offer) => offer.id !== gone?.id);
  return (
    <Panel title={t("rent.nearest")} answer={answer} isEmpty={() => rows.length === 0} empty={<p className="text-muted">{t("rent.nearestNone")}</p>}>
      {() => (
        <ul className="flex flex-col gap-3">
          {rows.map((offer) => (
            <li key={offer.id} className="flex flex-wrap items-center justify-between gap-3 border-b border-line pb-3 last:border-0 last:pb-0">
              <div className="min-w-0 flex-1">
                <OfferLine offer={offer} />
              </div>
              <ButtonLink small to={`/machines/new?offer=${offer.id}${kept}`} replace>
                {t("rent.take")}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
