import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { queryKeys } from "@/api/query-keys.ts";
import { formatMoment } from "@/lib/format.ts";
import { switchLocale } from "@/lib/i18n/index.ts";
import { FakeApi } from "@/testing/fake-api.ts";
import { openApp, type Stage } from "@/testing/render-app.tsx";
import { A_DIGEST, aDrill, aFailover, ANOTHER_DIGEST, iso } from "@/testing/samples.ts";

const HOUR = 3_600_000;

function running() {
  const api = new FakeApi(() => Date.now());
  const { id } = api.machines.create({ name: "trainer-1" }, api.offers[2]!);
  while (api.machines.step(id)) continue;
  return { api, id };
}

const sent = (api: FakeApi) => api.bodies.filter((one) => one.call.endsWith("/drill"));
const panel = () => screen.findByRole("region", { name: "Test my failover" });
/** What the page does by itself every few seconds. */
const askAgain = ({ queries }: Stage, id: string) => queries.invalidateQueries({ queryKey: queryKeys.drills(id) });

async function confirm({ user }: Stage) {
  await user.click(await screen.findByRole("button", { name: "Test my failover" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Test the failover of trainer-1?" });
  await user.click(within(dialog).getByRole("button", { name: "Test it" }));
  return dialog;
}

describe("testing the failover", () => {
  it("says first that nothing is charged and nothing disturbed, and how many are left", async () => {
    const { api, id } = running();
    api.drills.list.push(aDrill(1, Date.now() - HOUR, { instance: id }));
    api.backups.pin(id, { age_s: 12 });
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const section = await panel();
    expect(await within(section).findByText("Left in 24 hours: 2 of 3 tests.")).toBeInTheDocument();
    await user.click(within(section).getByRole("button", { name: "Test my failover" }));
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog).toHaveTextContent("Nothing is charged for it.");
    expect(dialog).toHaveTextContent("The machine serves on: programs, sessions and its address stay as they are.");
    expect(dialog).toHaveTextContent("The last test took 60 sec until all files were there.");
    expect(dialog).toHaveTextContent(/Last backup.*1\d sec\. ago/);
    await waitFor(() => expect(within(dialog).getByRole("button", { name: "Cancel" })).toHaveFocus());
    expect(sent(api)).toHaveLength(0);
  });

  it("is followed step by step to its report, and the machine serves on", async () => {
    const { api, id } = running();
    const stage = openApp(`/machines/${id}/failover`, { api });
    await confirm(stage);
    const steps = await screen.findByRole("list", { name: "Steps of the test" });
    const rows = () => within(screen.getByRole("list", { name: "Steps of the test" })).getAllByRole("listitem").map((row) => row.textContent);
    expect(within(steps).getByText("Choosing a place").closest("li")).toHaveTextContent(/goes on.*\d:\d\d/);
    expect(rows()).toHaveLength(4);
    expect(screen.getByRole("button", { name: "Test my failover: Its failover is being tested already." })).toHaveAttribute("aria-disabled", "true");
    api.drills.step(id);
    await askAgain(stage, id);
    await waitFor(() => expect(rows()[0]).toBe("Place found in us-east1-b"));
    expect(rows()[1]).toMatch(/^Starting the standbygoes on\d:\d\d$/);
    api.drills.step(id);
    await askAgain(stage, id);
    await waitFor(() => expect(rows()[1]).toMatch(/^Standby up\+.* sec$/));
    expect(rows()[2]).toMatch(/^Bringing the files into place/);
    expect(rows()[3]).toBe("Reading them back");
    expect(screen.getByText("Left in 24 hours: 2 of 3 tests.")).toBeInTheDocument();
    api.drills.step(id);
    await askAgain(stage, id);
    const section = await panel();
    expect(await within(section).findByText("Passed")).toBeInTheDocument();
    expect(section).toHaveTextContent("each is byte for byte what was saved");
    expect(section).toHaveTextContent("Both are equal, and no file differs.");
    expect(screen.queryByRole("list", { name: "Steps of the test" })).not.toBeInTheDocument();
    expect(api.machines.find(id)).toMatchObject({ status: "running", billed_now: true, current_action: null });
    expect(screen.getByText(/^Billed \$0\.4135\/h/)).toBeInTheDocument();
  });

  it("is asked about every few seconds while it runs, since no event tells of it, and rarely after", async () => {
    const { api, id } = running();
    api.drills.begin(id);
    const stage = openApp(`/machines/${id}/failover`, { api });
    await screen.findByRole("list", { name: "Steps of the test" });
    const pace = () => {
      const query = stage.queries.getQueryCache().find({ queryKey: queryKeys.drills(id) })!;
      const interval = query.observers[0]?.options.refetchInterval;
      return typeof interval === "function" ? interval(query) : interval;
    };
    expect(pace()).toBe(6_000);
    api.drills.end(id, "failed", "It was not done in time.");
    await askAgain(stage, id);
    await screen.findByText("Failed");
    expect(pace()).toBe(60_000);
  });

  it("is one test however often it is confirmed after an answer that was lost", async () => {
    const { api, id } = running();
    api.fail("POST", /\/drill$/, 504, "timeout");
    const stage = openApp(`/machines/${id}/failover`, { api });
    const dialog = await confirm(stage);
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("It took too long.");
    await stage.user.click(within(dialog).getByRole("button", { name: "Test it" }));
    await screen.findByRole("list", { name: "Steps of the test" });
    expect(sent(api)).toHaveLength(2);
    expect(new Set(sent(api).map((one) => one.key)).size).toBe(1);
  });

  it("tells of one that began by schedule", async () => {
    const { api, id } = running();
    api.drills.begin(id, "schedule");
    openApp(`/machines/${id}/failover`, { api });
    const going = await screen.findByRole("region", { name: "The failover is being tested" });
    expect(going).toHaveTextContent("by schedule");
    expect(screen.getByText("Left in 24 hours: 3 of 3 tests.")).toBeInTheDocument();
  });
});

describe("the report", () => {
  it("shows both digests short, and copies them whole", async () => {
    const { api, id } = running();
    api.drills.list.push(aDrill(1, Date.now() - HOUR, { instance: id }));
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const section = await panel();
    await user.click(await within(section).findByRole("button", { name: "Copy Digest of what the standby read" }));
    expect(await navigator.clipboard.readText()).toBe(A_DIGEST);
    expect(within(section).getAllByText("9f2c4e7a1b3d…")).toHaveLength(2);
    expect(section).not.toHaveTextContent(A_DIGEST);
    expect(section).toHaveTextContent("1,201 files · 5.2 GB");
    expect(section).toHaveTextContent(/version 812/);
    expect(section).toHaveTextContent("us-east1-b");
  });

  it("stands beside the machine's own real moves, which are counted alike", async () => {
    const { api, id } = running();
    api.drills.list.push(aDrill(1, Date.now() - HOUR, { instance: id }));
    api.failovers.list.push(aFailover(1, Date.now() - 3 * HOUR, { instance: id }));
    openApp(`/machines/${id}/failover`, { api });
    const table = await within(await panel()).findByRole("table", { name: "Beside its real moves" });
    const row = (name: string) => within(table).getByText(name).closest("tr");
    expect(row("Standby up")).toHaveTextContent(/23 sec.*23 sec, measured once on this machine/);
    expect(row("All files there")).toHaveTextContent(/60 sec.*194 sec, measured once on this machine/);
  });

  it("names what came back otherwise than it was saved", async () => {
    const { api, id } = running();
    api.drills.differing = ["/root/project/train.py", "/root/project/data/part-0002.bin"];
    const stage = openApp(`/machines/${id}/failover`, { api });
    await confirm(stage);
    await screen.findByRole("list", { name: "Steps of the test" });
    while (api.drills.step(id)) continue;
    await askAgain(stage, id);
    const section = await panel();
    expect(await within(section).findByText("Failed")).toBeInTheDocument();
    expect(section).toHaveTextContent("The files came back, but not all of them as they were saved.");
    expect(within(section).getByRole("list", { name: "2 paths differ" })).toHaveTextContent("/root/project/data/part-0002.bin");
    expect(section).toHaveTextContent("They are not the same.");
    expect(section).toHaveTextContent(`${ANOTHER_DIGEST.slice(0, 12)}…`);
  });

  it.each([
    ["failed", "It was not done in time.", "It ended before the files could be compared."],
    ["cancelled", "The machine went another way meanwhile.", "It says nothing about the failover."],
  ] as const)("that %s without a proof says so and shows none", async (state, detail, words) => {
    const { api, id } = running();
    api.drills.begin(id);
    api.drills.end(id, state, detail);
    openApp(`/machines/${id}/failover`, { api });
    const section = await panel();
    expect(await within(section).findByText(new RegExp(words))).toBeInTheDocument();
    expect(section).toHaveTextContent(`In the platform's words: ${detail}`);
    expect(section).not.toHaveTextContent("Digest");
    expect(section).toHaveTextContent("not reached");
  });

  it("of earlier tests loads on demand, the newest open", async () => {
    const { api, id } = running();
    for (let n = 1; n <= 23; n += 1) api.drills.list.push(aDrill(n, Date.now() - n * 30 * HOUR, { instance: id, trigger: "schedule" }));
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const section = await panel();
    await waitFor(() => expect(section.querySelectorAll("details")).toHaveLength(20));
    expect([...section.querySelectorAll("details")].map((card) => card.open)).toEqual([true, ...Array<boolean>(19).fill(false)]);
    await user.click(within(section).getByRole("button", { name: "Show more" }));
    await waitFor(() => expect(section.querySelectorAll("details")).toHaveLength(23));
  });
});

describe("a refusal", () => {
  it("of the limit says when it is possible again", async () => {
    const { api, id } = running();
    const first = Date.now() - 3 * HOUR;
    for (let n = 1; n <= 3; n += 1) api.drills.list.push(aDrill(n, Date.now() - n * HOUR, { instance: id }));
    const next = formatMoment(iso(first + 24 * HOUR), Date.now(), "en");
    const stage = openApp(`/machines/${id}/failover`, { api });
    const dialog = await confirm(stage);
    expect(dialog).toHaveTextContent(`Left in 24 hours: 0 of 3 tests. It is possible again: ${next}.`);
    const alert = await within(dialog).findByRole("alert");
    expect(alert).toHaveTextContent("Its failover was tested as often as is allowed within 24 hours.");
    expect(alert).toHaveTextContent(`It is possible again: ${next}.`);
    expect(alert).toHaveTextContent("drill_limit");
  });

  it.each([
    ["drill_running", "Its failover is being tested already."],
    ["nothing_saved", "Nothing of this machine is saved yet, so there is nothing to bring back."],
    ["no_standby", "The machine has no standby: it is turned off, or the platform has none."],
    ["scope_missing", "This needs a permission that you do not have."],
  ])("%s is told in the dialog, which stays open", async (code, words) => {
    const { api, id } = running();
    api.fail("POST", /\/drill$/, 409, code);
    const dialog = await confirm(openApp(`/machines/${id}/failover`, { api }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent(words);
  });

  it("drill_running shows the one that somebody else began", async () => {
    const { api, id } = running();
    const stage = openApp(`/machines/${id}/failover`, { api });
    await screen.findByText("It was never tested on this machine.");
    api.drills.begin(id);
    const dialog = await confirm(stage);
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("Its failover is being tested already.");
    await stage.user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    expect(await screen.findByRole("list", { name: "Steps of the test" })).toBeInTheDocument();
  });

  it.each([
    ["en", "Test my failover", "Its standby is turned off. Choose one first."],
    ["pt-BR", "Testar meu failover", "A reserva está desligada. Escolha uma primeiro."],
    ["es", "Probar mi failover", "Su reserva está desactivada. Elija una primero."],
  ] as const)("that is known before the click is said before it (%s)", async (locale, start, words) => {
    await switchLocale(locale);
    const { api, id } = running();
    api.machines.alter(id, { standby: { ...api.machines.find(id)!.standby!, policy: "off" } });
    const { user } = openApp(`/machines/${id}/failover`, { api });
    await user.click(await screen.findByRole("button", { name: `${start}: ${words}` }));
    expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument();
    expect(sent(api)).toHaveLength(0);
  });

  it("is said for a machine without a backup, and for one that does not run", async () => {
    const { api, id } = running();
    api.backups.versions.length = 0;
    api.backups.pin(id, { seq: null });
    openApp(`/machines/${id}/failover`, { api });
    expect(await screen.findByRole("button", { name: /^Test my failover: Nothing of this machine is saved yet/ })).toBeInTheDocument();
    api.machines.set(id, { status: "suspect", allowed_commands: ["destroy"] });
    expect(await screen.findByRole("button", { name: "Test my failover: Not possible while Suspect." })).toBeInTheDocument();
  });
});

describe("what cannot be read", () => {
  it("is no empty list", async () => {
    const { api, id } = running();
    api.fail("GET", /\/drills$/, 500, "server_error", { times: 9 });
    openApp(`/machines/${id}/failover`, { api });
    expect(await within(await panel()).findByRole("alert")).toHaveTextContent("Something failed on our side.");
    expect(screen.queryByText("It was never tested on this machine.")).not.toBeInTheDocument();
  });

  it("of the moves leaves the report standing", async () => {
    const { api, id } = running();
    api.drills.list.push(aDrill(1, Date.now() - HOUR, { instance: id }));
    api.fail("GET", /\/failovers$/, 500, "server_error", { times: 9 });
    openApp(`/machines/${id}/failover`, { api });
    const section = await panel();
    expect(await within(section).findByText("Both are equal, and no file differs.")).toBeInTheDocument();
    expect(within(section).queryByText("No case yet on this machine")).not.toBeInTheDocument();
  });
});

it("a machine that is gone keeps its reports, and offers no test", async () => {
  const { api, id } = running();
  api.drills.list.push(aDrill(1, Date.now() - HOUR, { instance: id }));
  api.machines.set(id, { status: "destroyed", allowed_commands: [] });
  openApp(`/machines/${id}/failover`, { api });
  expect(await within(await panel()).findByText("Passed")).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: /^Test my failover/ })).not.toBeInTheDocument();
});
