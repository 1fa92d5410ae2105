import { useEffect, useState } from "react";
import type { ApiProblem } from "@/api/problem.ts";
import { usePlatform } from "@/api/context.ts";
import { isKnownCode } from "@/api/error-table.ts";
import { formatCounter, formatMoment } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { Button } from "./button.tsx";

/** The words for a refusal: ours by code, the server's detail beside them when it says more. */
export function useProblemText(): (problem: { code: string; detail?: string | null | undefined }) => { title: string; detail: string | null } {
  const { t } = useTexts();
  return ({ code, detail }) => {
    const title = isKnownCode(code) ? t(`errors.${code}`) : (detail ?? code);
    return { title, detail: detail && detail !== title ? detail : null };
  };
}

function useSecondsLeft(seconds: number | null): number {
  const [left, setLeft] = useState(seconds ?? 0);
  useEffect(() => setLeft(seconds ?? 0), [seconds]);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}

export function ProblemNote({ problem, onRetry }: { problem: ApiProblem; onRetry?: () => void }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const words = useProblemText()(problem);
  const left = useSecondsLeft(problem.retryAfterS);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-bad/50 bg-bad/5 px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium text-bad">{words.title}</p>
        {problem.nextAt ? (
          <p className="num text-text">{t("common.nextAt", { time: formatMoment(problem.nextAt, clock.now(), locale) })}</p>
        ) : (
          words.detail && <p className="break-words text-text">{words.detail}</p>
        )}
        <p className="text-xs text-muted">
          <code>{problem.code}</code>
          {problem.requestId && <span>{` · ${t("common.requestId", { id: problem.requestId })}`}</span>}
        </p>
        {left > 0 && <p className="num text-xs text-muted">{t("common.retryIn", { time: formatCounter(left) })}</p>}
      </div>
      {onRetry && (
        <Button small onClick={onRetry} busy={left > 0}>
          {t("common.retry")}
        </Button>
      )}
    </div>
  );
}
