import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openApp } from "@/testing/render-app.tsx";
import { MINUTE, banner, lost, running, sent } from "@/testing/failover-story.ts";
import { aDrill, aFailover, aReason, iso, someQuotes } from "@/testing/samples.ts";

describe("a lost box", () => {
  it("is told live: silent, moving, on the standby, with files and money, without a reload", async () => {
    const { api, id } = running();
    openApp(`/machines/${id}`, { api });
    await screen.findByText(/All checks passed/);
    await waitFor(() => expect(api.stream.open).toBe(1));
    api.failovers.lose(id);
    api.failovers.step(id);
    expect(await screen.findByText("If it stays silent, the machine moves to a CPU standby by itself")).toBeInTheDocument();
    api.failovers.step(id);
    const moving = await banner(/^Moving to another box/);
    expect(await within(moving).findByText(/The box fell silent\. Its last sign of life was at \d/)).toBeInTheDocument();
    expect(moving).toHaveTextContent("The box at Vast.ai is not heard of, the machine moves");
    expect(moving).toHaveTextContent("Nothing while it moves");
    api.failovers.step(id);
    api.failovers.step(id);
    expect(await banner(/^Moving to a CPU standby/)).toHaveTextContent("The files are being brought back, the ones used last first");
    expect(await screen.findByRole("region", { name: /Files are coming back/ })).not.toHaveTextContent("You can log in meanwhile.");
    api.failovers.step(id);
    const standing = await banner(/^On a CPU standby$/);
    expect(standing).toHaveTextContent(/for \d+:\d\d/);
    expect(standing).toHaveTextContent(/As of .*The last \d.* of work are lost|Nothing is lost/);
    expect(standing).toHaveTextContent("The standby, $0.1340/h. No GPU");
    expect(standing).toHaveTextContent("As soon as a GPU fits, it moves back by itself.");
    expect(screen.queryByText("It works as soon as the machine is running.")).not.toBeInTheDocument();
  });

  it("is asked about while it moves, since not every step is an event", async () => {
    const { api, id } = lost(2);
    const { queries } = openApp(`/machines/${id}`, { api });
    await banner(/^Moving to another box/);
    const asked = queries.getQueryCache().find({ queryKey: ["instances", id] })?.observers[0]?.options.refetchInterval;
    expect(typeof asked === "function" && asked(queries.getQueryCache().find({ queryKey: ["instances", id] })!)).toBe(6_000);
    expect(screen.getByRole("button", { name: "Return to GPU now: Not possible while Failing over." })).toHaveAttribute("aria-disabled", "true");
  });

  it("keeps the banner when the record cannot be read, and says so", async () => {
    const { api, id } = lost(5);
    api.fail("GET", /\/failovers$/, 500, "server_error", { times: 9 });
    openApp(`/machines/${id}`, { api });
    const standing = await banner(/^On a CPU standby/);
    expect(await within(standing).findByText(/The record of this move cannot be read now\./)).toBeInTheDocument();
    expect(standing).toHaveTextContent("The machine left its box");
    expect(standing).toHaveTextContent("The standby, $0.1340/h. No GPU");
  });

  it("returns on request, with the facts of now before it, and ends on the GPU", async () => {
    const { api, id } = lost(6);
    const { user } = openApp(`/machines/${id}`, { api });
    expect(await banner(/^On a CPU standby/)).toHaveTextContent("A GPU that fits is being looked for");
    await user.click(await screen.findByRole("button", { name: "Return to GPU now" }));
    const dialog = await screen.findByRole("alertdialog", { name: "Return trainer-1 to a GPU now?" });
    expect(dialog).toHaveTextContent("Billed now: $0.1340/h, until it is on the GPU.");
    expect(dialog).toHaveTextContent("The last GPU price was $0.4135/h.");
    expect(dialog).toHaveTextContent("When no fitting GPU is free, it stays on the standby");
    await waitFor(() => expect(within(dialog).getByRole("button", { name: "Cancel" })).toHaveFocus());
    await user.click(within(dialog).getByRole("button", { name: "Return it" }));
    const returning = await banner(/^Moving back to a GPU/);
    expect(returning).toHaveTextContent("The standby, $0.1340/h, until the machine is on its GPU");
    expect(sent(api, "/return")).toHaveLength(1);
    expect(sent(api, "/return")[0]?.key).toMatch(/^[\w-]{8,}$/);
    while (api.failovers.step(id)) continue;
    expect(await screen.findByText("The machine is on a GPU again")).toBeInTheDocument();
    expect(screen.queryByRole("region", { name: /^Moving back/ })).not.toBeInTheDocument();
    expect(screen.getByText(/^Billed \$0\.4135\/h/)).toBeInTheDocument();
  });
});

describe("the failover tab", () => {
  it("shows each move with its seconds, evidence and lost work", async () => {
    const { api, id } = running();
    const earlier = aFailover(1, Date.now() - 9 * 3_600_000, { instance: id, trigger: "outbid", phase: "aborted", usable_at: null, routed_at: null, restored_at: null, returned_at: null, aborted_at: iso(Date.now() - 9 * 3_600_000 + 140_000), abort_reason: "No zone had room.", lost_work_seconds: null, recovery_point: null, evidence: [] });
    api.failovers.list.push(aFailover(2, Date.now() - 90 * MINUTE, { instance: id }), earlier);
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("link", { name: "Failover" }));
    const history = await screen.findByRole("region", { name: "Moves" });
    const steps = (await within(history).findAllByRole("list", { name: /^Steps of the move of/ }))[0]!;
    const rows = within(steps).getAllByRole("listitem").map((row) => row.textContent);
    expect(rows).toHaveLength(9);
    expect(rows[1]).toMatch(/^Suspected.*\+12 sec$/);
    expect(rows[2]).toMatch(/^Decided.*\+6\.4 sec$/);
    expect(rows[5]).toMatch(/^Usable.*\+10 sec$/);
    expect(history).toHaveTextContent("Usable 51 sec after the last sign of life");
    expect(history).toHaveTextContent("SSH did not answer 3 times, from 2 places.");
    expect(within(history).getByText("13 sec")).toBeInTheDocument();
    expect(history).toHaveTextContent("CPU standby · Google Cloud · us-east1-b");
    const cards = history.querySelectorAll("details");
    expect([...cards].map((card) => card.open)).toEqual([true, false]);
    expect(cards[1]).toHaveTextContent("Outbid");
    expect(cards[1]).toHaveTextContent("No zone had room.");
    expect(cards[1]).toHaveTextContent("Lost worknot known");
  });

  it("shows the step that goes on", async () => {
    const { api, id } = lost(3);
    openApp(`/machines/${id}/failover`, { api });
    const steps = await screen.findByRole("list", { name: /^Steps of the move of/ });
    expect(within(steps).getAllByRole("listitem").at(-1)).toHaveTextContent(/starting the other box.*goes on.*\d:\d\d/);
  });

  it("loads older moves on demand", async () => {
    const { api, id } = running();
    for (let n = 23; n > 0; n -= 1) api.failovers.list.push(aFailover(n, Date.now() - (24 - n) * 3_600_000, { instance: id }));
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const history = await screen.findByRole("region", { name: "Moves" });
    await waitFor(() => expect(history.querySelectorAll("details")).toHaveLength(20));
    await user.click(within(history).getByRole("button", { name: "Show more" }));
    await waitFor(() => expect(history.querySelectorAll("details")).toHaveLength(23));
  });

  it("says what is lost, how long it took and what it costs, and invents no time", async () => {
    const { api, id } = running();
    api.backups.pin(id, { age_s: 24 });
    openApp(`/machines/${id}/failover`, { api });
    const helper = await screen.findByRole("region", { name: "If the box is lost" });
    const cold = () => within(within(helper).getByRole("table")).getByText("It moves to a CPU standby").closest("tr")!;
    expect(await within(helper).findByText("48 sec typical, 92 sec in 95 of 100 cases")).toBeInTheDocument();
    expect(cold()).toHaveTextContent("measured n=214");
    expect(await within(cold()).findByText("No case yet on this machine")).toBeInTheDocument();
    expect(cold()).toHaveTextContent(/What changed since the last backup.*\d\d sec\. ago/);
    expect(cold()).toHaveTextContent("Waiting: nothing");
    expect(cold()).toHaveTextContent("While it serves: $0.1340/h");
    expect(cold()).toHaveTextContent("chosen");
    expect(within(within(helper).getByRole("table")).getByText("It stays stopped").closest("tr")).toHaveTextContent("Until you start it yourself");
    expect(await screen.findByText("It never had to leave its box.")).toBeInTheDocument();
  });

  it("advises by two answers, and says why", async () => {
    const { api, id } = running();
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const helper = await screen.findByRole("region", { name: "If the box is lost" });
    const advice = () => within(helper).getAllByRole("status").at(-1)!;
    await waitFor(() => expect(advice()).toHaveTextContent("could be used again within 92 sec in 95 of 100 cases, which is sooner than 10 min."));
    expect(advice()).toHaveTextContent("Advised: It moves to a CPU standby");
    await user.selectOptions(within(helper).getByLabelText(/From when on does it hurt/), "minute");
    expect(advice()).toHaveTextContent("typically after 48 sec, but not always within 1 min: 95 of 100 cases took up to 92 sec.");
    await user.clear(within(helper).getByLabelText(/How many GB/));
    await user.type(within(helper).getByLabelText(/How many GB/), "200");
    expect(advice()).toHaveTextContent("How long all 200 GB take is not measured yet");
    await user.selectOptions(within(helper).getByLabelText(/From when on does it hurt/), "never");
    expect(advice()).toHaveTextContent("Advised: It stays stopped");
    await user.click(within(helper).getByRole("button", { name: "Choose what is advised" }));
    expect(screen.getByLabelText("When the box is lost")).toHaveValue("off");
  });

  it("estimates the way of all files from a test of this very machine, and says so", async () => {
    const { api, id } = running();
    api.drills.list.push(aDrill(1, Date.now() - MINUTE, { instance: id }));
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const helper = await screen.findByRole("region", { name: "If the box is lost" });
    await user.clear(within(helper).getByLabelText(/How many GB/));
    await user.type(within(helper).getByLabelText(/How many GB/), "52");
    expect(await within(helper).findByText(/All 52 GB take about 6 min: an estimate from 141 MB per second/)).toBeInTheDocument();
  });

  it("asks the price of the standby that is typed, and has no figure while none is known", async () => {
    const { api, id } = running();
    api.standbyQuotes = someQuotes().map((quote) => ({ ...quote, active_per_hour: null, recovery: null }));
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const helper = await screen.findByRole("region", { name: "If the box is lost" });
    expect(await within(helper).findByText("no case yet")).toBeInTheDocument();
    expect(helper).toHaveTextContent("While it serves: not known now");
    await user.click(screen.getByRole("checkbox", { name: /Use spot machines/ }));
    await waitFor(() => expect(sent(api, "/instances?dry_run=true").at(-1)?.body).toEqual({ gpu: "rtx_4090", gpu_count: 1, disk_gb: 40, standby: { policy: "cold", machine_type: "e2-standard-4", spot: true } }));
  });

  it("has no figure for a zone that is not there, and makes no noise about it while it is typed", async () => {
    const { api, id } = running();
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const helper = await screen.findByRole("region", { name: "If the box is lost" });
    await within(helper).findByText("While it serves: $0.1340/h");
    api.fail("POST", /\/instances$/, 422, "validation_failed", { times: 9 });
    await user.type(screen.getByLabelText("Zone"), "us-nowhere1-z");
    expect(await within(helper).findAllByText("not known for these settings")).toHaveLength(2);
    expect(within(helper).queryByRole("alert")).not.toBeInTheDocument();
    expect(helper).not.toHaveTextContent("$0.1340/h");
  });

  it("keeps the choice when the dry run fails, and invents no figure", async () => {
    const { api, id } = running();
    api.fail("POST", /\/instances$/, 500, "server_error", { times: 9 });
    openApp(`/machines/${id}/failover`, { api });
    const helper = await screen.findByRole("region", { name: "If the box is lost" });
    expect(await within(helper).findByRole("alert")).toHaveTextContent("Something failed on our side.");
    expect(within(helper).getAllByText("not known now")).toHaveLength(2);
    expect(helper).not.toHaveTextContent("Advised");
    expect(screen.queryByText(/No standby cloud is set up/)).not.toBeInTheDocument();
  });

  it("does not say that it never moved when the history cannot be read", async () => {
    const { api, id } = running();
    api.fail("GET", /\/failovers$/, 500, "server_error", { times: 9 });
    openApp(`/machines/${id}/failover`, { api });
    const history = await screen.findByRole("region", { name: "Moves" });
    expect(await within(history).findByRole("alert")).toHaveTextContent("Something failed on our side.");
    expect(screen.queryByText("It never had to leave its box.")).not.toBeInTheDocument();
    expect(screen.queryByText("No case yet on this machine")).not.toBeInTheDocument();
  });

  it("says when no standby can be had, and when it would begin with nothing", async () => {
    const { api, id } = running();
    const machine = api.machines.find(id)!;
    api.standbyQuotes = null;
    api.machines.alter(id, { standby: { ...machine.standby!, price_per_hour: null }, backup: { ...machine.backup!, state: "off", policy: { ...machine.backup!.policy, enabled: false } } });
    openApp(`/machines/${id}/failover`, { api });
    expect(await screen.findByText(/No standby cloud is set up on this platform/)).toBeInTheDocument();
    expect(screen.getByText("Backups are off: it would begin with an empty disk.")).toBeInTheDocument();
  });
});

describe("elsewhere", () => {
  it.each([
    ["Failing over", 2, /The box at Vast\.ai is not heard of.*Nothing is billed while it moves/],
    ["On CPU standby", 6, /A GPU that fits is being looked for.*The CPU standby is billed \$0\.1340\/h, no GPU/],
  ] as const)("the first page draws attention to a machine that is %s", async (badge, steps, words) => {
    const { api, id } = lost(steps);
    openApp("/", { api });
    const attention = (await screen.findByRole("heading", { name: "Needs attention" })).closest("section")!;
    expect(within(attention).getByText(badge)).toBeInTheDocument();
    expect(attention).toHaveTextContent(words);
    expect(within(attention).getByRole("link", { name: "Timeline and evidence" })).toHaveAttribute("href", `/machines/${id}/failover`);
  });

  it("and to one that returns", async () => {
    const { api, id } = lost(6);
    api.failovers.command(api.machines.find(id)!, "return", "gpu");
    openApp("/", { api });
    const attention = (await screen.findByRole("heading", { name: "Needs attention" })).closest("section")!;
    expect(within(attention).getByText("Returning to GPU")).toBeInTheDocument();
    expect(attention).toHaveTextContent("The files are being copied to a GPU while the standby works on");
  });

  it("the list says what it works on and at what price, and gives its SSH command", async () => {
    const { api } = lost(6);
    openApp("/machines", { api });
    const row = (await screen.findByRole("link", { name: "trainer-1" })).closest("tr")!;
    expect(row).toHaveTextContent("CPU standby, instead of RTX 4090");
    expect(row).toHaveTextContent("$0.1340/h");
    expect(within(row).getByRole("button", { name: /Copy SSH command/ })).toBeInTheDocument();
  });

  it("the events speak of the move in the reader's words", async () => {
    const { api, id } = lost(6);
    openApp(`/machines/${id}/events`, { api });
    for (const line of ["The machine is not heard of", "The box is lost", "The machine leaves its box", "The other box is up", "The machine can be used again"]) expect(await screen.findByText(line)).toBeInTheDocument();
  });

  it("a platform that knows no standbys shows no buttons for them", async () => {
    const { api, id } = running();
    const { standby: _, ...old } = api.machines.find(id)!;
    api.machines.list[0] = old;
    openApp(`/machines/${id}/failover`, { api });
    expect(await screen.findByText("This platform does not report standbys yet.")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Move now/ })).not.toBeInTheDocument();
  });

  it("a move that was given up leaves the machine where it was", async () => {
    const { api, id } = lost(3);
    openApp(`/machines/${id}`, { api });
    await banner(/^Moving to a CPU standby/);
    await waitFor(() => expect(api.stream.open).toBe(1));
    api.failovers.abort(id, "The box spoke again.");
    expect(await screen.findByText("The machine reports again after a gap")).toBeInTheDocument();
    expect(screen.queryByRole("region", { name: /^Moving/ })).not.toBeInTheDocument();
  });
});

it("a machine without its GPU keeps the reason of the server when it is a new one", async () => {
  const { api, id } = lost(6);
  api.machines.alter(id, { reason: aReason("waiting_for_the_moon", "The moon is not up.", Date.now()) });
  openApp(`/machines/${id}`, { api });
  expect(await banner(/^On a CPU standby/)).toHaveTextContent("The moon is not up.");
});
