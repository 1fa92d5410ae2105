import { lazy } from "react";
import type { RouteObject } from "react-router";
import { LoginPage } from "@/features/session/login-page.tsx";
import { Crash, NotFound } from "./crash.tsx";
import { HomePage } from "./home-page.tsx";
import { SessionGate } from "./session-gate.tsx";

const SignupPage = lazy(async () => ({ default: (await import("@/features/session/signup-page.tsx")).SignupPage }));
const VerifyPage = lazy(async () => ({ default: (await import("@/features/session/verify-page.tsx")).VerifyPage }));
const MachinesPage = lazy(async () => ({ default: (await import("@/features/machines/machines-page.tsx")).MachinesPage }));
const MachinePage = lazy(async () => ({ default: (await import("@/features/machines/machine-page.tsx")).MachinePage }));
const BackupsTab = lazy(async () => ({ default: (await import("@/features/backups/backups-tab.tsx")).BackupsTab }));
const FailoverTab = lazy(async () => ({ default: (await import("@/features/failover/failover-tab.tsx")).FailoverTab }));
const BackupsPage = lazy(async () => ({ default: (await import("@/features/backups/backups-page.tsx")).BackupsPage }));
const MarketPage = lazy(async () => ({ default: (await import("@/features/market/market-page.tsx")).MarketPage }));
const RentPage = lazy(async () => ({ default: (await import("@/features/rent/rent-page.tsx")).RentPage }));
const KeysPage = lazy(async () => ({ default: (await import("@/features/keys/keys-page.tsx")).KeysPage }));
const BillingPage = lazy(async () => ({ default: (await import("@/features/billing/billing-page.tsx")).BillingPage }));

export const routes: RouteObject[] = [
  {
    errorElement: <Crash />,
    children: [
      { path: "/login", element: <LoginPage /> },
      { path: "/signup", element: <SignupPage /> },
      { path: "/verify", element: <VerifyPage /> },
      {
        element: <SessionGate />,
        children: [
          {
            errorElement: <Crash />,
            children: [
              { path: "/", element: <HomePage /> },
              { path: "/machines", element: <MachinesPage /> },
              { path: "/machines/new", element: <RentPage /> },
              { path: "/machines/:id", element: <MachinePage tab="overview" /> },
              { path: "/machines/:id/backups", element: <MachinePage tab="backups" content={(machine, answeredAt) => <BackupsTab machine={machine} answeredAt={answeredAt} />} /> },
              { path: "/machines/:id/failover", element: <MachinePage tab="failover" content={(machine, answeredAt) => <FailoverTab machine={machine} answeredAt={answeredAt} />} /> },
              { path: "/machines/:id/attempts", element: <MachinePage tab="attempts" /> },
              { path: "/machines/:id/events", element: <MachinePage tab="events" /> },
              { path: "/machines/:id/metrics", element: <MachinePage tab="metrics" /> },
              { path: "/backups", element: <BackupsPage /> },
              { path: "/market", element: <MarketPage /> },
              { path: "/keys", element: <KeysPage /> },
              { path: "/billing", element: <BillingPage /> },
              { path: "*", element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
];
