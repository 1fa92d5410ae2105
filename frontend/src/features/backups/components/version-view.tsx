import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { backupQuery } from "@/api/backups.ts";
import { useApi, usePlatform } from "@/api/context.ts";
import type { Backup, Instance } from "@/api/types.ts";
import { Button, ButtonLink } from "@/components/ui/button.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { formatMoment, formatNumber } from "@/lib/format.ts";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { ComparePanel } from "./compare-panel.tsx";
import { DamageNote } from "./damage-note.tsx";
import { DownloadButton } from "./download-button.tsx";
import { FileBrowser } from "./file-browser.tsx";
import { VersionMarks, useVersionSize } from "./version-row.tsx";
import { VersionTools } from "./version-tools.tsx";

const RestoreDialog = lazy(() => import("./restore-dialog.tsx"));

/** One version: its files, what can be done with them, and what it has over another. The folder is part of the address. */
export function VersionView({ machine, id }: { machine: Instance; id: string }) {
  const { t } = useTexts();
  const answer = useQuery(backupQuery(useApi(), id));
  return (
    <div className="flex flex-col gap-4">
      <Link to={`/machines/${machine.id}/backups`} className="self-start">
        {`← ${t("backup.version.back")}`}
      </Link>
      <Panel answer={answer} rows={8} bare>
        {(version) => <Version machine={machine} version={version} />}
      </Panel>
    </div>
  );
}

function Version({ machine, version }: { machine: Instance; version: Backup }) {
  const { t, locale } = useTexts();
  const { clock } = usePlatform();
  const [params, setParams] = useSearchParams();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [restoring, setRestoring] = useState(false);
  const size = useVersionSize()(version);
  const path = params.get("path") ?? "/";
  const time = formatMoment(version.frozen_at, clock.now(), locale);
  const set = (name: string, value: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (value === "") after.delete(name);
      else after.set(name, value);
      return after;
    });
  const count = chosen.size;
  return (
    <div className="flex flex-col gap-4">
      <section aria-labelledby="version-title" className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
        <div>
          <h2 id="version-title" className="num text-base">
            {t("backup.version.title", { time })}
          </h2>
          {version.description && <p className="font-medium break-words">{version.description}</p>}
          <p className="num text-muted">{size}</p>
          <VersionMarks version={version} />
        </div>
        {version.state === "damaged" && <DamageNote instance={version.instance} />}
        <div className="flex flex-wrap gap-2">
          {machine.status !== "destroyed" && (
            <Button look="primary" onClick={() => setRestoring(true)}>
              {count > 0 ? `${t("backup.version.restoreSome")} (${count})` : t("backup.version.restoreAll")}
            </Button>
          )}
          <DownloadButton version={version} paths={count > 0 ? [...chosen] : [path]} />
          <ButtonLink to={`/machines/new?restore_from=${version.id}`}>{t("backup.version.toNew")}</ButtonLink>
        </div>
        <VersionTools machine={machine} version={version} />
      </section>
      <FileBrowser
        backup={version.id}
        path={path}
        search={params.get("search") ?? ""}
        chosen={chosen}
        onChoose={setChosen}
        onPath={(next) => set("path", next === "/" ? "" : next)}
        onSearch={(text) => set("search", text)}
        aside={
          count > 0 && (
            <span className="flex items-center gap-2">
              <span role="status" className="num">
                {t("backup.browse.picked", { count, n: formatNumber(count, locale) })}
              </span>
              <Button small look="quiet" onClick={() => setChosen(new Set())}>
                {t("backup.browse.unpick")}
              </Button>
            </span>
          )
        }
      />
      <ComparePanel version={version} other={params.get("with") ?? ""} path={path} onOther={(other) => set("with", other)} />
      {restoring && (
        <Suspense fallback={null}>
          <RestoreDialog machine={machine} backup={version} paths={[...chosen]} onClose={() => setRestoring(false)} />
        </Suspense>
      )}
    </div>
  );
}
