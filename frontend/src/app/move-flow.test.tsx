import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openApp } from "@/testing/render-app.tsx";
import { formatMoment } from "@/lib/format.ts";
import { MINUTE, banner, running, sent } from "@/testing/failover-story.ts";
import { aBackupReading, aFailover, iso } from "@/testing/samples.ts";

describe("moving on request", () => {
  it("asks with what it costs in files, time and money, and sends one key however often it is confirmed", async () => {
    const { api, id } = running();
    api.failovers.list.push(aFailover(1, Date.now() - 30 * MINUTE, { instance: id }));
    api.backups.pin(id, { age_s: 24, unprotected_age_s: 40, backlog_bytes: 120_000_000 });
    api.fail("POST", /\/failover$/, 503, "provider_unavailable");
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Move now" }));
    const dialog = await screen.findByRole("alertdialog", { name: "Move trainer-1 now?" });
    expect(dialog).toHaveTextContent(/\d sec\. ago, 120 MB waiting/);
    expect(dialog).toHaveTextContent("A final backup is made first; if it cannot be finished, the machine stays where it is.");
    expect(dialog).toHaveTextContent("Billed now: $0.4135/h. While it moves: nothing. On the standby: $0.1340/h.");
    expect(await within(dialog).findByText("How long it takes: 51 sec, measured once on this machine.")).toBeInTheDocument();
    expect(dialog).toHaveTextContent("Left in 24 hours: 4 of 5 moves.");
    await user.type(within(dialog).getByLabelText("Why, in your words"), "  The disk is slow. ");
    await user.click(within(dialog).getByRole("button", { name: "Move it for $0.1340/h" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("The vendor does not answer.");
    await user.click(within(dialog).getByRole("button", { name: "Move it for $0.1340/h" }));
    expect(await screen.findByText("The final backup is being made, then its box is given back")).toBeInTheDocument();
    expect(screen.getByText("When the final backup is done, the machine leaves its box")).toBeInTheDocument();
    api.failovers.step(id);
    await banner(/^Moving to another box/);
    const body = { target: "standby", reason: "The disk is slow." };
    expect(sent(api, "/failover").map((one) => one.body)).toEqual([body, body]);
    expect(new Set(sent(api, "/failover").map((one) => one.key)).size).toBe(1);
    expect(await screen.findByText(/The move was asked for at/)).toBeInTheDocument();
  });

  it("goes to another GPU when that is wished, with no figure that was not measured", async () => {
    const { api, id } = running();
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Move now" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.selectOptions(within(dialog).getByLabelText("Where to"), "gpu");
    expect(await within(dialog).findByText("How long it takes: No case yet on this machine.")).toBeInTheDocument();
    expect(dialog).toHaveTextContent("Then: the price of the new GPU.");
    expect(dialog).toHaveTextContent("Left in 24 hours: 5 of 5 moves.");
    await user.click(within(dialog).getByRole("button", { name: "Move it" }));
    await waitFor(() => expect(sent(api, "/failover")[0]?.body).toEqual({ target: "gpu" }));
  });

  it("shows the words of who asked as evidence", async () => {
    const { api, id } = running();
    api.failovers.command(api.machines.find(id)!, "failover", "standby", "The disk is slow.");
    api.failovers.step(id);
    openApp(`/machines/${id}/failover`, { api });
    expect(await within(await screen.findByRole("region", { name: "Moves" })).findByText("The disk is slow.")).toBeInTheDocument();
  });

  it.each([
    ["its standby is turned off", { standby: { policy: "off" as const, zone: null, machine_type: "e2-standard-4", spot: false, drill_days: null, price_per_hour: null } }, "It has no standby, so it cannot be moved", ["Choose a standby", "failover"]],
    ["it saves no files", { backup: { ...aBackupReading(), state: "off" as const, policy: { ...aBackupReading().policy, enabled: false } } }, "It makes no backups, so it cannot be moved", ["Turn on backups", "backups"]],
  ])("is refused before the click when %s", async (_case, change, words, [link, tab]) => {
    const { api, id } = running();
    api.machines.alter(id, change);
    const { user, path } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Move now" }));
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog).toHaveTextContent(words);
    await user.click(within(dialog).getByRole("button", { name: /^Move it/ }));
    expect(sent(api, "/failover")).toHaveLength(0);
    await user.click(within(dialog).getByRole("link", { name: link! }));
    expect(path()).toBe(`/machines/${id}/${tab}`);
    await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
  });

  it("says when the platform has no standby after all", async () => {
    const { api, id } = running();
    api.standbyQuotes = null;
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Move now" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(within(dialog).getByRole("button", { name: /^Move it/ }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("The machine has no standby: it is turned off, or the platform has none.");
  });

  it("says that it moved too often and when it may again, and leaves the last word to the server", async () => {
    const { api, id } = running();
    const first = Date.now() - 5 * MINUTE;
    for (let n = 1; n <= 5; n += 1) api.failovers.list.push(aFailover(n, Date.now() - n * MINUTE, { instance: id, decided_at: iso(Date.now() - n * MINUTE) }));
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Move now" }));
    const dialog = await screen.findByRole("alertdialog");
    const next = formatMoment(iso(first + 24 * 60 * MINUTE), Date.now(), "en");
    expect(await within(dialog).findByText(`Left in 24 hours: 0 of 5 moves. It is possible again: ${next}.`)).toBeInTheDocument();
    await user.click(within(dialog).getByRole("button", { name: /^Move it/ }));
    const alert = await within(dialog).findByRole("alert");
    expect(alert).toHaveTextContent("It moved as often as is allowed within 24 hours.");
    expect(alert).toHaveTextContent(`It is possible again: ${next}.`);
    expect(api.machines.find(id)?.status).toBe("running");
  });

  it("stays where it is when the final backup cannot be finished, and offers to move again, never without the files", async () => {
    const { api, id } = running();
    api.failovers.failFinal = "1.2 GB of changes were not saved in time.";
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Move now" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: /^Move it/ }));
    await screen.findByText("The final backup is being made, then its box is given back");
    api.failovers.step(id);
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("The final backup could not finish in time. The machine runs on.");
    expect(alert).toHaveTextContent("1.2 GB of changes were not saved in time.");
    expect(screen.queryByRole("button", { name: "Stop anyway" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Move again" }));
    expect(await screen.findByRole("alertdialog", { name: "Move trainer-1 now?" })).toBeInTheDocument();
  });
});
