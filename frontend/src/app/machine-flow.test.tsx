import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { FakeApi } from "@/testing/fake-api.ts";
import { aReason } from "@/testing/samples.ts";
import { openApp } from "@/testing/render-app.tsx";

function withMachine(change: { running?: boolean } = {}) {
  const api = new FakeApi(() => Date.now());
  const machine = api.machines.create({ name: "trainer-1" }, api.offers[2]!);
  if (change.running ?? true) while (api.machines.step(machine.id)) continue;
  return { api, id: machine.id };
}

describe("machine page", () => {
  it("follows the states by events, without a reload and without asking on a timer", async () => {
    const { api, id } = withMachine({ running: false });
    openApp(`/machines/${id}`, { api });
    expect(await screen.findByText("You asked for this machine")).toBeInTheDocument();
    await waitFor(() => expect(api.stream.open).toBe(1));
    for (const line of ["Vast.ai accepted the order for RTX 4090", "The machine has an address and is starting up", "The machine reported in, checks of GPU and disk are running", "All checks passed: RTX 4090 is what you rented"]) {
      api.machines.step(id);
      expect(await screen.findByText(line)).toBeInTheDocument();
    }
    expect(screen.getAllByText("Running").length).toBeGreaterThan(0);
    expect(screen.getByText(/^Billed \$0\.4135\/h/)).toBeInTheDocument();
    expect(screen.getByText("ssh -J ana@127.0.0.1:2222 root@trainer-1")).toBeInTheDocument();
  });

  it("stops with a final backup first, and says how safe the files are", async () => {
    const { api, id } = withMachine();
    api.backups.pin(id, { age_s: 24, unprotected_age_s: 40, backlog_bytes: 120_000_000 });
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    const dialog = await screen.findByRole("alertdialog", { name: "Stop trainer-1?" });
    expect(dialog).toHaveTextContent("A final backup is made first");
    expect(dialog).toHaveTextContent(/\d sec\. ago, 120 MB waiting since \d\d sec/);
    expect(within(dialog).getByRole("checkbox", { name: /Stop even if the last backup cannot finish/ })).not.toBeChecked();
    await user.click(within(dialog).getByRole("button", { name: "Back up and stop" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
    const sent = api.bodies.find((one) => one.call.endsWith("/stop"));
    expect(sent?.body).toEqual({ final_backup: true, deadline_s: 600, accept_data_loss: false });
    expect(sent?.key).toMatch(/^[\w-]{8,}$/);
    api.machines.step(id);
    expect(await screen.findByText(/final backup · /)).toBeInTheDocument();
    api.machines.step(id);
    expect((await screen.findAllByText("Stopped")).length).toBeGreaterThan(0);
    expect(screen.getByRole("button", { name: "Start" })).not.toHaveAttribute("aria-disabled");
    expect(api.backups.of(id)[0]?.kind).toBe("final");
  });

  it("shows what is unsaved when the final backup could not finish, and offers both ways", async () => {
    const { api, id } = withMachine();
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Back up and stop" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
    await screen.findByText("A stop was requested");
    api.machines.failFinal = "3 files, 120 MB are not saved: /root/project/model.pt and 2 more.";
    api.machines.step(id);
    const note = await screen.findByRole("alert");
    expect(note).toHaveTextContent("The final backup could not finish in time. The machine runs on.");
    expect(note).toHaveTextContent("3 files, 120 MB are not saved: /root/project/model.pt and 2 more.");
    expect(screen.getByRole("button", { name: "Back up again" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Stop anyway" }));
    const again = await screen.findByRole("alertdialog", { name: "Stop trainer-1?" });
    expect(within(again).getByRole("checkbox", { name: /Stop even if/ })).toBeChecked();
    await user.click(within(again).getByRole("button", { name: "Back up and stop" }));
    await waitFor(() => expect(api.bodies.filter((one) => one.call.endsWith("/stop")).at(-1)?.body).toEqual({ final_backup: true, deadline_s: 600, accept_data_loss: true }));
    const keys = api.bodies.filter((one) => one.call.endsWith("/stop")).map((one) => one.key);
    expect(new Set(keys).size).toBe(2);
  });

  it("with backups off stops only after the loss of the disk is accepted", async () => {
    const api = new FakeApi(() => Date.now());
    const { id } = api.machines.create({ name: "trainer-1", backup: { enabled: false } }, api.offers[2]!);
    while (api.machines.step(id)) continue;
    const { user } = openApp(`/machines/${id}`, { api });
    expect(await screen.findByText("backups are off")).toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    const dialog = await screen.findByRole("alertdialog", { name: "Stop trainer-1?" });
    expect(dialog).toHaveTextContent("Everything on its disk will be lost. Backups are off");
    const confirm = within(dialog).getByRole("button", { name: "Stop and lose the disk" });
    expect(confirm).toBeDisabled();
    await user.click(within(dialog).getByRole("checkbox"));
    await user.click(confirm);
    await waitFor(() => expect(api.bodies.find((one) => one.call.endsWith("/stop"))?.body).toEqual({ final_backup: false, accept_data_loss: true }));
  });

  it("says before a start what it brings back, and then shows how far it is", async () => {
    const { api, id } = withMachine();
    api.machines.command(id, "stop", { final: true });
    while (api.machines.step(id)) continue;
    const { user } = openApp(`/machines/${id}`, { api });
    expect(await screen.findByText(/^No GPU is billed\. 11 files and 5\.2 GB are kept/)).toBeInTheDocument();
    expect(screen.getByText(/^stopped .* ago, nothing unprotected$/)).toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Start" }));
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog).toHaveTextContent(/Brings back 11 files, 5\.2 GB, as of /);
    await user.click(within(dialog).getByRole("button", { name: /^Start/ }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
    await waitFor(() => expect(api.stream.open).toBe(1));
    while (api.machines.step(id)) continue;
    api.backups.step();
    api.machines.set(id, {});
    const banner = await screen.findByRole("region", { name: /Files are coming back/ });
    expect(banner).toHaveTextContent("Small and recent files first");
    expect(banner).toHaveTextContent(/3 of 11 files, 1\.5 GB of 5\.2 GB/);
    expect(banner).toHaveTextContent("212 MB/s");
    expect(banner).toHaveTextContent("You can log in meanwhile.");
    while (api.backups.step()) continue;
    await waitFor(() => expect(screen.queryByRole("region", { name: /Files are coming back/ })).not.toBeInTheDocument());
  });

  it("shows a refusal inside the dialog and sends the same key when confirmed again", async () => {
    const { api, id } = withMachine();
    api.fail("POST", /\/reboot$/, 503, "provider_unavailable", { detail: "The vendor is away." });
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Reboot" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(within(dialog).getByRole("button", { name: "Reboot" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("The vendor is away.");
    await user.click(within(dialog).getByRole("button", { name: "Reboot" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
    const keys = api.bodies.filter((one) => one.call.endsWith("/reboot")).map((one) => one.key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it("destroys only what was named, and then shows history", async () => {
    const { api, id } = withMachine();
    const { user } = openApp(`/machines/${id}`, { api });
    await user.click(await screen.findByRole("button", { name: "Destroy" }));
    const dialog = await screen.findByRole("alertdialog");
    const confirm = within(dialog).getByRole("button", { name: "Back up and destroy" });
    expect(dialog).toHaveTextContent(/Its backups stay restorable until/);
    await user.type(within(dialog).getByLabelText("Type trainer-1 to confirm"), "trainer-2");
    expect(confirm).toBeDisabled();
    await user.clear(within(dialog).getByLabelText("Type trainer-1 to confirm"));
    await user.type(within(dialog).getByLabelText("Type trainer-1 to confirm"), "trainer-1");
    await user.click(confirm);
    await waitFor(() => expect(api.log).toContain(`DELETE /api/v1/instances/${id}`));
    expect(api.bodies.at(-1)?.call).toContain("?final_backup=true&accept_data_loss=false&keep_backups_days=7");
    api.machines.step(id);
    expect(await screen.findByText("This machine was destroyed. What follows is its history.")).toBeInTheDocument();
    expect(await screen.findByText(/^Its backups can be restored until /)).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "To its backups" })).toHaveAttribute("href", "/backups");
    expect(screen.queryByRole("button", { name: "Stop" })).not.toBeInTheDocument();
  });

  it("says why a command is not possible now", async () => {
    const { api, id } = withMachine();
    openApp(`/machines/${id}`, { api });
    expect(await screen.findByRole("button", { name: "Start: Not possible while Running." })).toHaveAttribute("aria-disabled", "true");
  });

  it("tells since when a suspect machine is silent", async () => {
    const { api, id } = withMachine();
    openApp(`/machines/${id}`, { api });
    await screen.findByText(/All checks passed/);
    await waitFor(() => expect(api.stream.open).toBe(1));
    api.machines.set(id, { status: "suspect", reason: aReason("beats_missing", "Last beat 16:02:11.", Date.now() - 70_000) });
    expect(await screen.findByText("The machine stopped reporting")).toBeInTheDocument();
    expect(screen.getByText("Last beat 16:02:11.")).toBeInTheDocument();
    expect(screen.getByText(/1 min\.? ago/)).toBeInTheDocument();
  });

  it("shows the attempts, the events and the metrics of now", async () => {
    const { api, id } = withMachine();
    const { user } = openApp(`/machines/${id}/attempts`, { api });
    expect(await screen.findByText("Contract 30000001 is up.")).toBeInTheDocument();
    await user.click(screen.getByRole("link", { name: "Events" }));
    expect(await screen.findByText("The machine was requested")).toBeInTheDocument();
    await user.click(screen.getByRole("link", { name: "Metrics" }));
    expect(await screen.findByText("GPU 0: NVIDIA GeForce RTX 4090")).toBeInTheDocument();
    expect(screen.getByText("87%")).toBeInTheDocument();
  });

  it("says that there is no report yet rather than showing zeros", async () => {
    const { api, id } = withMachine({ running: false });
    openApp(`/machines/${id}/metrics`, { api });
    expect(await screen.findByText("The machine has not reported yet.")).toBeInTheDocument();
  });

  it("treats a machine of someone else as one that does not exist", async () => {
    openApp("/machines/ins_foreign");
    expect(await screen.findByRole("alert")).toHaveTextContent("This does not exist, or is not yours.");
  });
});

describe("home", () => {
  it("shows machines, balance and events; one part that fails leaves the others", async () => {
    const { api } = withMachine();
    api.fail("GET", /\/events$/, 500, "server_error", { times: 9 });
    openApp("/", { api });
    expect(await screen.findByRole("link", { name: "trainer-1" })).toBeInTheDocument();
    expect(await screen.findByText("Burn")).toBeInTheDocument();
    expect(await screen.findByRole("alert")).toHaveTextContent("request req_");
  });

  it("needs at most seven requests for the first view", async () => {
    const { api } = withMachine();
    openApp("/", { api, strict: false });
    await screen.findAllByRole("link", { name: "trainer-1" });
    await waitFor(() => expect(api.stream.open).toBe(1));
    await screen.findByText("live");
    expect(api.log.length).toBeLessThanOrEqual(7);
  });

  it("draws attention to what failed", async () => {
    const { api, id } = withMachine({ running: false });
    api.machines.set(id, { status: "failed", reason: aReason("no_capacity", null, Date.now()), current_action: null });
    openApp("/", { api });
    const attention = (await screen.findByRole("heading", { name: "Needs attention" })).closest("section")!;
    expect(within(attention).getByText("Failed")).toBeInTheDocument();
  });
});

describe("late backups", () => {
  it("draw attention on the first page and turn the strip", async () => {
    const { api, id } = withMachine();
    api.backups.pin(id, { age_s: 400, unprotected_age_s: 380, backlog_bytes: 2_000_000, state: "failing" });
    openApp("/", { api });
    const attention = (await screen.findByRole("heading", { name: "Needs attention" })).closest("section")!;
    expect(within(attention).getByRole("link", { name: /Last backup: 6 min\. ago, backups are failing/ })).toHaveAttribute("href", `/machines/${id}/backups`);
    const strip = screen.getByRole("contentinfo", { name: "Status" });
    await waitFor(() => expect(within(strip).getByRole("link", { name: /oldest backup \d:\d\d trainer-1/ })).toHaveClass("text-bad"));
  });
});

describe("status strip", () => {
  it("names the machine whose backup is the oldest", async () => {
    const { api, id } = withMachine();
    const other = api.machines.create({ name: "trainer-2" }, api.offers[3]!);
    while (api.machines.step(other.id)) continue;
    api.backups.pin(id, { age_s: 31 });
    api.backups.pin(other.id, { age_s: 4 });
    openApp("/keys", { api });
    const link = await screen.findByRole("link", { name: /oldest backup \d:\d\d trainer-1/ });
    expect(link).toHaveAttribute("href", `/machines/${id}/backups`);
  });

  it("counts the balance down each second while live", async () => {
    const { api } = withMachine();
    openApp("/machines", { api });
    const strip = await screen.findByRole("contentinfo", { name: "Status" });
    await waitFor(() => expect(strip).toHaveTextContent("now $0.000115/s = $0.4135/h"));
    await waitFor(() => expect(strip).toHaveTextContent("live"));
    const before = strip.textContent;
    await waitFor(() => expect(strip.textContent).not.toBe(before), { timeout: 4_000 });
    expect(strip).toHaveTextContent(/\$24\.8\d{3} lasts 2 days/);
  });

  it("says that nothing is billed when nothing is", async () => {
    openApp("/machines");
    expect(await screen.findByText("nothing is billed")).toBeInTheDocument();
    expect(screen.getByText("$25.0000 free")).toBeInTheDocument();
  });
});
