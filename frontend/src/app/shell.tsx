import { lazy, Suspense } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { useSessionState } from "@/api/context.ts";
import { Brand } from "@/components/ui/brand.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { StatusStrip } from "@/features/strip/status-strip.tsx";
import { useTexts } from "@/lib/i18n/use-texts.ts";
import { DisplayMenu } from "./display-menu.tsx";

const ReloginDialog = lazy(async () => ({ default: (await import("@/features/session/relogin-dialog.tsx")).ReloginDialog }));

const PLACES = [
  { to: "/", name: "home" },
  { to: "/machines", name: "machines" },
  { to: "/backups", name: "backups" },
  { to: "/market", name: "market" },
  { to: "/keys", name: "keys" },
  { to: "/billing", name: "billing" },
] as const;

export function Shell() {
  const { t } = useTexts();
  const ended = useSessionState() === "ended";
  const { pathname } = useLocation();
  return (
    <>
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-2">
        {t("common.skip")}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 px-4">
          <Link to="/" className="py-3 no-underline">
            <Brand />
          </Link>
          <nav aria-label={t("common.nav.label")} className="-mx-1 flex min-w-0 gap-1 max-sm:justify-between max-sm:gap-0 overflow-x-auto max-md:order-3 max-md:w-full">
            {PLACES.map(({ to, name }) => (
              <NavLink
                key={to}
                to={to}
                end={to === "/"}
                className={({ isActive }) =>
                  `inline-flex min-h-11 items-center border-b-2 px-2.5 whitespace-nowrap max-sm:px-1 max-sm:text-xs no-underline ${isActive ? "border-accent font-medium text-text" : "border-transparent text-muted hover:text-text"}`
                }
              >
                {t(`common.nav.${name}`)}
              </NavLink>
            ))}
          </nav>
          <div className="ml-auto">
            <DisplayMenu />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto flex max-w-6xl flex-col gap-4 px-4 pt-5 pb-20 outline-none">
        <Suspense key={pathname.split("/")[1]} fallback={<Skeleton rows={8} />}>
          <Outlet />
        </Suspense>
      </main>
      <StatusStrip />
      {ended && (
        <Suspense fallback={null}>
          <ReloginDialog />
        </Suspense>
      )}
      <ScrollRestoration />
    </>
  );
}
