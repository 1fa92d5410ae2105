import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Navigate, useLocation } from "react-router";
import { usePlatform, useSessionState } from "@/api/context.ts";
import { dropAllDrafts } from "@/features/rent/model/draft.ts";
import { Button } from "@/components/ui/button.tsx";
import { Empty } from "@/components/ui/empty.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { Shell } from "./shell.tsx";

const POLL_MS = 15_000;
const AGAIN_MS = 5_000;

/** Lets only a session in; a session that dies inside stays inside, with the login over it. */
export function SessionGate() {
  const state = useSessionState();
  const { pathname, search } = useLocation();
  useLiveConnection();
  useForgetting();
  switch (state) {
    case "starting":
      return <Skeleton rows={6} className="mx-auto max-w-6xl p-4" />;
    case "unreachable":
      return <Unreachable />;
    case "signed_out": {
      const asked = pathname + search;
      return <Navigate to={asked === "/" ? "/login" : `/login?next=${encodeURIComponent(asked)}`} replace />;
    }
    case "signed_in":
    case "ended":
      return <Shell />;
  }
}

function Unreachable() {
  const { t } = useTexts();
  const { session } = usePlatform();
  useEffect(() => {
    const timer = setInterval(() => void session.start(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [session]);
  return (
    <main className="mx-auto max-w-xl p-6">
      <Empty title={t("common.unreachable.title")} action={<Button onClick={() => void session.start()}>{t("common.unreachable.button")}</Button>}>
        {t("common.unreachable.text")}
      </Empty>
    </main>
  );
}

/** Connects while signed in and visible; when the stream stays silent, what is on screen is read again every 15 s. */
function useLiveConnection(): void {
  const { live } = usePlatform();
  const queries = useQueryClient();
  const state = useSessionState();
  useEffect(() => {
    if (state !== "signed_in") return undefined;
    const wake = () => live.wake();
    wake();
    document.addEventListener("visibilitychange", wake);
    return () => {
      document.removeEventListener("visibilitychange", wake);
      live.sleep();
    };
  }, [state, live]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (live.status() === "stale" && !document.hidden && state === "signed_in") void queries.invalidateQueries({ refetchType: "active" });
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [live, queries, state]);
}

/** After a sign-out nothing of the account stays in this browser. */
function useForgetting(): void {
  const queries = useQueryClient();
  const state = useSessionState();
  const before = useRef(state);
  useEffect(() => {
    if (state === "signed_out" && before.current !== "signed_out" && before.current !== "starting") {
      queries.clear();
      dropAllDrafts();
    }
    before.current = state;
  }, [state, queries]);
}
