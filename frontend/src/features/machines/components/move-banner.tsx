import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useApi, usePlatform } from "@/api/context.ts";
import { failoversQuery } from "@/api/failovers.ts";
import { asProblem } from "@/api/problem.ts";
import type { Instance } from "@/api/types.ts";
import { useMoment } from "@/components/ui/backup-age.tsx";
import { currentOf } from "@/components/ui/failover-reading.ts";
import { Ago } from "@/components/ui/figures.tsx";
import { useProblemText } from "@/components/ui/problem-note.tsx";
import { lookOf, TEXT_TONE } from "@/components/ui/state-badge.tsx";
import { formatCounter } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { explain } from "../model/explain.ts";
import { type AwayStatus, billLine, filesLine, happened, moveTitle } from "../model/move.ts";
import { Line, Lines, SavedLine } from "./line.tsx";

interface MoveBannerProps {
  machine: Instance;
  status: AwayStatus;
  answeredAt: number;
}

/** Instead of WHY, NOW and NEXT while the machine is away from its GPU: the same questions, and those of files and money. */
export function MoveBanner({ machine, status, answeredAt }: MoveBannerProps) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const answer = useInfiniteQuery(failoversQuery(useApi(), machine.id));
  const move = currentOf(answer.data?.pages[0]?.data ?? []);
  const now = clock.now();
  const lines = explain(machine, now, t, locale);
  return (
    <section aria-labelledby="move-title" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <h2 id="move-title" className={`text-base ${TEXT_TONE[lookOf(status).tone]}`}>
          {moveTitle(status, move, t)}
        </h2>
        <Since at={machine.status_since} answeredAt={answeredAt} />
      </div>
      <Lines>
        <Line name={t("machine.line.why")}>
          {`${happened(move, now, t, locale)} · `}
          <Link to={`/machines/${machine.id}/failover`} className="underline">{t("failover.banner.timeline")}</Link>
          {answer.error && <Unread error={answer.error} />}
        </Line>
        <Line name={t("machine.line.now")}>
          <span role="status">{lines.why}</span>
          <span className="text-muted">
            {" · "}
            <Ago at={machine.reason.since} />
          </span>
        </Line>
        <Line name={t("failover.line.files")}>{filesLine(machine, move, now, t, locale)}</Line>
        <Line name={t("failover.line.bill")}>{billLine(machine, status, t, locale)}</Line>
        <Line name={t("machine.line.next")}>{lines.next}</Line>
        {status !== "failing_over" && <SavedLine machine={machine} answeredAt={answeredAt} />}
      </Lines>
    </section>
  );
}

/** Counts while the stream speaks. */
function Since({ at, answeredAt }: { at: string; answeredAt: number }) {
  const { t } = useTexts();
  const moment = useMoment()(answeredAt);
  return <span className="num text-muted">{t("failover.banner.since", { time: formatCounter((moment.nowMs - Date.parse(at)) / 1_000) })}</span>;
}

function Unread({ error }: { error: unknown }) {
  const { t } = useTexts();
  const words = useProblemText()(asProblem(error));
  return <p className="text-warn">{`${t("failover.banner.unread")} ${words.title}`}</p>;
}
