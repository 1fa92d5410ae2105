import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { anEvent } from "@/testing/samples.ts";
import { madeOldBy } from "./events.ts";
import { queryKeys } from "./query-keys.ts";

function oldAfter(change: Parameters<typeof anEvent>[1]): string[] {
  const queries = new QueryClient();
  const known = { list: queryKeys.instances, machine: queryKeys.instance("ins_1"), attempts: queryKeys.attempts("ins_1"), failovers: queryKeys.failovers("ins_1"), action: queryKeys.action("act_1"), balance: queryKeys.balance, transactions: queryKeys.transactions, events: queryKeys.events, mine: queryKeys.eventsOf("ins_1"), metrics: queryKeys.metrics("ins_1"), keys: queryKeys.apiKeys, gpus: queryKeys.gpus };
  for (const key of Object.values(known)) queries.setQueryData(key, 1);
  for (const queryKey of madeOldBy(anEvent(1, change))) void queries.invalidateQueries({ queryKey });
  return Object.entries(known).filter(([, key]) => queries.getQueryState(key)?.isInvalidated).map(([name]) => name);
}

it("a machine's event makes the machine, its parts and the balance old", () => {
  expect(oldAfter({ type: "instance.running", instance: "ins_1" })).toEqual(["list", "machine", "attempts", "failovers", "action", "balance", "transactions", "events", "mine", "metrics"]);
});

it("a move's event makes the same old", () => {
  expect(oldAfter({ type: "failover.standby_ready", instance: "ins_1" })).toEqual(["list", "machine", "attempts", "failovers", "action", "balance", "transactions", "events", "mine", "metrics"]);
});

it("a balance event leaves the machines alone", () => {
  expect(oldAfter({ type: "balance.low", instance: null })).toEqual(["balance", "transactions", "events", "mine"]);
});

it("an event of a kind not known yet makes only the event lists old", () => {
  expect(oldAfter({ type: "weather.changed", instance: null })).toEqual(["events", "mine"]);
  expect(oldAfter({ type: "api_key.created", instance: null })).toEqual(["events", "mine", "keys"]);
});
