import type { Failover } from "@/api/types.ts";
import { wasAsked } from "@/components/ui/failover-reading.ts";
import { formatTime } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";

/** What spoke for it, in the server's words. */
export function EvidenceList({ move }: { move: Failover }) {
  const { t, locale } = useTexts();
  const none = wasAsked(move) ? t("failover.history.noEvidence") : t("failover.history.noneStored");
  return (
    <div className="min-w-0">
      <h3 className="pb-1 text-xs font-medium text-muted">{t("failover.history.evidence")}</h3>
      {move.evidence.length === 0 && <p className="text-muted">{none}</p>}
      <ul className="flex flex-col">
        {move.evidence.map((one, index) => (
          <li key={`${one.kind}-${one.at}-${index}`} className="flex gap-3 border-b border-line py-1.5 last:border-0">
            <div className="min-w-0 flex-1">
              <p className="break-words">{one.detail}</p>
              <code className="text-xs break-all text-muted">{one.kind}</code>
            </div>
            <time dateTime={one.at} className="num shrink-0 text-muted">
              {formatTime(Date.parse(one.at), locale)}
            </time>
          </li>
        ))}
      </ul>
    </div>
  );
}
