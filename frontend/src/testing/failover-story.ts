import { screen } from "@testing-library/react";
import { FakeApi } from "@/testing/fake-api.ts";

export const MINUTE = 60_000;

/** A platform with one machine that runs. */
export function running() {
  const api = new FakeApi(() => Date.now());
  const { id } = api.machines.create({ name: "trainer-1" }, api.offers[2]!);
  while (api.machines.step(id)) continue;
  return { api, id };
}

/** Taken from its box and left as many steps on: suspect, lost, activating, restoring, on standby, searching. */
export function lost(steps: number) {
  const { api, id } = running();
  api.failovers.lose(id);
  for (let n = 0; n < steps; n += 1) api.failovers.step(id);
  while (api.backups.step()) continue;
  return { api, id };
}

export const banner = (name: RegExp) => screen.findByRole("region", { name });

/** The bodies that were sent to it, oldest first. */
export const sent = (api: FakeApi, end: string) => api.bodies.filter((one) => one.call.endsWith(end));
