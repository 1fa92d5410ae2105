import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { FakeApi } from "@/testing/fake-api.ts";
import { iso, usd } from "@/testing/samples.ts";
import { openApp } from "@/testing/render-app.tsx";

const MINUTE = 60_000;

function withVersions() {
  const api = new FakeApi(() => Date.now());
  const machine = api.machines.create({ name: "trainer-1" }, api.offers[2]!);
  while (api.machines.step(machine.id)) continue;
  const early = api.backups.commit(machine.id, { kind: "manual", description: "before the upgrade", frozen_at: iso(Date.now() - 30 * MINUTE), state: "verified" });
  const old = api.backups.commit(machine.id, { frozen_at: iso(Date.now() - 9 * 86_400_000), complete: false });
  for (const version of api.backups.of(machine.id)) version.latest = false;
  const newest = api.backups.of(machine.id)[0]!;
  newest.latest = true;
  return { api, id: machine.id, newest, early, old };
}

const tab = (id: string, rest = "") => `/machines/${id}/backups${rest}`;

describe("versions", () => {
  it("stand in groups of time with what is worth knowing of each", async () => {
    const { api, id } = withVersions();
    api.backups.pin(id, { watched: false, problem: "The store answers slowly.", verified_at: iso(Date.now() - 3 * 3_600_000), verified_state: "verified" });
    openApp(tab(id), { api });
    const hour = (await screen.findByRole("heading", { name: "Last hour" })).closest("section")!;
    expect(within(hour).getByText("before the upgrade")).toBeInTheDocument();
    expect(within(hour).getByText("snapshot")).toBeInTheDocument();
    expect(within(hour).getByText("verified")).toHaveClass("text-ok");
    expect(within(hour).getByText("newest")).toBeInTheDocument();
    const earlier = screen.getByRole("heading", { name: "Earlier" }).closest("section")!;
    expect(within(earlier).getByText("big files were still on their way")).toBeInTheDocument();
    const protection = screen.getByRole("region", { name: "Protection" });
    expect(protection).toHaveTextContent("by looking through some folders");
    expect(protection).toHaveTextContent("The store answers slowly.");
    expect(protection).toHaveTextContent(/verified 3 hr\. ago/);
    expect(protection).toHaveTextContent("3 sec behind");
  });

  it("a snapshot is made with its description, and shown when it is done", async () => {
    const { api, id } = withVersions();
    const { user } = openApp(tab(id), { api });
    await user.click(await screen.findByRole("button", { name: "Make a snapshot" }));
    await user.type(screen.getByLabelText("Description"), "good weights");
    await user.click(screen.getByRole("button", { name: "Make it now" }));
    expect(await screen.findByText(/Snapshot under way/)).toBeInTheDocument();
    while (api.backups.step()) continue;
    expect(await screen.findByText("The snapshot is made.")).toBeInTheDocument();
    expect(await screen.findByText("good weights")).toBeInTheDocument();
  });

  it("says why there can be no snapshot now", async () => {
    const { api, id } = withVersions();
    api.machines.command(id, "stop");
    while (api.machines.step(id)) continue;
    openApp(tab(id), { api });
    expect(await screen.findByRole("button", { name: "Make a snapshot: The machine must be running." })).toBeInTheDocument();
  });

  it("speaks of the limit and of backups that are off", async () => {
    const { api, id } = withVersions();
    api.backups.pin(id, { state: "limited", stored_bytes: 1_000_000_000_000 });
    openApp(tab(id), { api });
    expect((await screen.findAllByText(/the limit is reached and nothing more is saved/))[0]).toHaveClass("text-bad");
    expect(screen.getByText("1 TB of 1 TB")).toBeInTheDocument();
  });
});

describe("one version", () => {
  it("is a tree for the keyboard: open, go in, choose", async () => {
    const { api, id, newest } = withVersions();
    const { user, path } = openApp(tab(id, `?version=${newest.id}`), { api });
    const tree = await screen.findByRole("treegrid", { name: "Files" });
    const root = (await within(tree).findByText("root/")).closest<HTMLElement>("[role=row]")!;
    root.focus();
    await user.keyboard("{ArrowRight}");
    const project = (await within(tree).findByText("project/")).closest<HTMLElement>("[role=row]")!;
    expect(root).toHaveAttribute("aria-expanded", "true");
    expect(project).toHaveAttribute("aria-level", "2");
    expect(project).toHaveTextContent("5.2 GB");
    project.focus();
    await user.keyboard(" ");
    expect(project).toHaveAttribute("aria-selected", "true");
    expect(screen.getByText("1 chosen")).toBeInTheDocument();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(path()).toContain("path=%2Froot%2Fproject"));
    expect(await within(tree).findByText("train.py")).toBeInTheDocument();
    expect(within(tree).getByText(/link to checkpoints\/step-9000\.pt/)).toBeInTheDocument();
    await user.click(within(screen.getByRole("navigation", { name: "Folder" })).getByRole("button", { name: "root" }));
    expect(await within(tree).findByText("notes.txt")).toBeInTheDocument();
  });

  it("finds names, and compares with another version below the folder", async () => {
    const { api, id, newest, early } = withVersions();
    const { user, path } = openApp(tab(id, `?version=${newest.id}`), { api });
    await user.type(await screen.findByLabelText("Search names"), "step-");
    expect(await screen.findByText("/root/project/checkpoints/step-8000.pt")).toBeInTheDocument();
    expect(screen.getByText(/changed while it was read/)).toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText("Compare with"), early.id);
    expect(await screen.findByRole("heading", { name: "Added (1)" })).toBeInTheDocument();
    expect(screen.getByRole("heading", { name: "Removed (1)" })).toBeInTheDocument();
    expect(path()).toContain(`with=${early.id}`);
  });

  it("restores chosen paths to the side, and shows first what would be replaced in place", async () => {
    const { api, id, early } = withVersions();
    const { user } = openApp(tab(id, `?version=${early.id}&path=/root`), { api });
    await user.click(await screen.findByRole("checkbox", { name: "Choose notes.txt" }));
    await user.click(screen.getByRole("button", { name: "Restore chosen (1)" }));
    const dialog = await screen.findByRole("dialog", { name: "Restore files of trainer-1" });
    expect(within(dialog).getByLabelText("Paths")).toHaveValue("/root/notes.txt");
    expect(await within(dialog).findByText("Nothing that is there now is replaced.")).toBeInTheDocument();
    await user.click(within(dialog).getByRole("radio", { name: /Where they were/ }));
    expect(await within(dialog).findByText("1 file that is there now is replaced")).toBeInTheDocument();
    await user.click(await within(dialog).findByRole("button", { name: "Restore and replace 1 file" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    const sent = api.bodies.filter((one) => one.call.endsWith("/restore"));
    expect(sent.at(-1)?.body).toEqual({ backup_id: early.id, paths: ["/root/notes.txt"], target: "in_place", newest: false });
    expect(sent.at(-1)?.key).toMatch(/^[\w-]{8,}$/);
    expect(await screen.findByRole("region", { name: /Files are coming back/ })).toHaveTextContent("Reading what is to be brought back");
  });

  it("takes the version of a picked moment", async () => {
    const { api, id, early } = withVersions();
    const { user } = openApp(tab(id), { api });
    await user.click(await screen.findByRole("button", { name: "Restore as it was at …" }));
    const dialog = await screen.findByRole("dialog");
    const when = within(dialog).getByLabelText("As it was at");
    const local = (ms: number) => new Date(ms - new Date().getTimezoneOffset() * MINUTE).toISOString().slice(0, 19);
    fireEvent.change(when, { target: { value: local(Date.now() - 20 * MINUTE) } });
    await user.click(within(dialog).getByRole("radio", { name: /Into a folder of its own/ }));
    expect(await within(dialog).findByText(/before the upgrade/)).toBeInTheDocument();
    await user.click(await within(dialog).findByRole("button", { name: "Restore 11 files" }));
    await waitFor(() => expect(api.bodies.filter((one) => one.call.endsWith("/restore")).at(-1)?.body).toMatchObject({ backup_id: early.id, target: "directory", paths: [] }));
  });

  it("says when a restore does not fit, and sends nothing", async () => {
    const { api, id, newest } = withVersions();
    api.machines.alter(id, { disk_gb: 1 });
    const { user } = openApp(tab(id, `?version=${newest.id}`), { api });
    await user.click(await screen.findByRole("button", { name: "Restore all" }));
    const dialog = await screen.findByRole("dialog");
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("The backup does not fit on this disk.");
    await user.click(within(dialog).getByRole("button", { name: "Restore" }));
    expect(api.bodies.filter((one) => one.call.endsWith("/restore"))).toEqual([]);
  });

  it("is verified on demand; damage names the files", async () => {
    const { api, id, early } = withVersions();
    api.backups.verify(early, "damaged");
    while (api.backups.step()) continue;
    const { user } = openApp(tab(id, `?version=${early.id}`), { api });
    await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("/root/project/train.py"));
    await user.click(screen.getByRole("button", { name: "Verify now" }));
    expect(await screen.findByText("Being read back and checked")).toBeInTheDocument();
    while (api.backups.step()) continue;
    expect(await screen.findByText("Every hash was right.")).toBeInTheDocument();
  });

  it("cannot be deleted while it is the newest", async () => {
    const { api, id, newest, early } = withVersions();
    openApp(tab(id, `?version=${newest.id}`), { api });
    expect(await screen.findByRole("button", { name: /^Delete: This is the newest version/ })).toHaveAttribute("aria-disabled", "true");
    document.body.innerHTML = "";
    const { user, path } = openApp(tab(id, `?version=${early.id}`), { api });
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(path()).toBe(tab(id)));
    expect(api.backups.find(early.id)).toBeUndefined();
  });

  it("is downloaded by a link that works once", async () => {
    const { api, id, newest } = withVersions();
    const { user } = openApp(tab(id, `?version=${newest.id}&path=/root`), { api });
    await user.click(await screen.findByRole("button", { name: "Download /root" }));
    expect(await screen.findByText(/trainer-1\.tar is on its way/)).toBeInTheDocument();
    expect(api.bodies.at(-1)?.body).toEqual({ paths: ["/root"] });
  });
});

describe("rules", () => {
  it("are saved against the version that was read, and again when only the machine changed", async () => {
    const { api, id } = withVersions();
    const { user } = openApp(tab(id), { api });
    await user.type(await screen.findByLabelText("Leave out"), "node_modules/\n*.tmp");
    api.machines.alter(id, { etag: "v99" });
    await user.click(screen.getByRole("button", { name: "Save rules" }));
    expect(await screen.findByText(/^Saved\./)).toBeInTheDocument();
    expect(api.machines.find(id)?.backup?.policy.exclude).toEqual(["node_modules/", "*.tmp"]);
  });

  it("show both when somebody else changed them, and lose neither", async () => {
    const { api, id } = withVersions();
    const { user } = openApp(tab(id), { api });
    await user.type(await screen.findByLabelText("Leave out"), "mine/");
    api.backups.policy(api.machines.find(id)!, { exclude: ["theirs/"] });
    await user.click(screen.getByRole("button", { name: "Save rules" }));
    expect(await screen.findByText("theirs/")).toBeInTheDocument();
    expect(screen.getByLabelText("Leave out")).toHaveValue("mine/");
    await user.click(screen.getByRole("button", { name: "Save mine over it" }));
    await waitFor(() => expect(api.machines.find(id)?.backup?.policy.exclude).toEqual(["mine/"]));
  });

  it("want folders that begin with a slash", async () => {
    const { api, id } = withVersions();
    const { user } = openApp(tab(id), { api });
    const folders = await screen.findByLabelText("Folders to save");
    await user.clear(folders);
    await user.type(folders, "root");
    await user.click(screen.getByRole("button", { name: "Save rules" }));
    expect(await screen.findByText("Each line must begin with a slash.")).toBeInTheDocument();
    expect(api.bodies.filter((one) => one.call.startsWith("PATCH"))).toEqual([]);
  });
});

it("the recovery key is shown by a second click and kept nowhere", async () => {
  const { api, id } = withVersions();
  const { user, queries } = openApp(tab(id), { api });
  await user.click(await screen.findByRole("button", { name: "Show the recovery key" }));
  const dialog = await screen.findByRole("dialog", { name: "Recovery key of trainer-1" });
  expect(dialog).toHaveTextContent("Whoever has this key can read every file");
  expect(api.log.some((call) => call.endsWith("/backup-key"))).toBe(false);
  await user.click(within(dialog).getByRole("button", { name: "Show it" }));
  expect(await within(dialog).findByText(/^ZmFrZS/)).toBeInTheDocument();
  expect(dialog).toHaveTextContent(/dumont-restore\.jar restore --to \.\/trainer-1/);
  await user.click(within(dialog).getByRole("button", { name: "Close" }));
  expect(JSON.stringify(queries.getQueryCache().getAll().map((query) => query.state.data))).not.toContain("ZmFrZS");
  expect(JSON.stringify(Object.entries(localStorage))).not.toContain("ZmFrZS");
});

describe("all backups", () => {
  function withLeftover() {
    const stage = withVersions();
    const gone = stage.api.machines.create({ name: "old-one" }, stage.api.offers[0]!);
    while (stage.api.machines.step(gone.id)) continue;
    stage.api.machines.command(gone.id, "destroy");
    while (stage.api.machines.step(gone.id)) continue;
    return { ...stage, gone: gone.id };
  }

  it("shows machines and what is left of gone ones, with size, cost and end", async () => {
    const { api, gone } = withLeftover();
    api.backups.workspaces.set(gone, { price_per_hour: usd("0.001200000"), damaged_files: ["/root/a"], verified_at: iso(Date.now() - 60_000), verified_state: "damaged" });
    openApp("/backups", { api });
    const left = await screen.findByRole("table", { name: "Of destroyed machines" });
    expect(within(left).getByRole("link", { name: "old-one" })).toBeInTheDocument();
    expect(left).toHaveTextContent("$0.0012/h");
    expect(left).toHaveTextContent("3.1 GB stored, 5.2 GB of files");
    expect(left).toHaveTextContent("/root/a");
    expect(screen.getByRole("table", { name: "Of your machines" })).toHaveTextContent("stays");
  });

  it("keeps longer", async () => {
    const { api, gone } = withLeftover();
    const { user } = openApp("/backups", { api });
    await user.click(await screen.findByRole("button", { name: "Keep longer old-one" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(within(dialog).getByRole("button", { name: "Keep them" }));
    await waitFor(() => expect(api.backups.workspaces.get(gone)?.delete_at).toMatch(/T23:59:59Z$/));
  });

  it("erases only what was named", async () => {
    const { api, gone } = withLeftover();
    const { user } = openApp("/backups", { api });
    await user.click(await screen.findByRole("button", { name: "Erase now old-one" }));
    const dialog = await screen.findByRole("alertdialog");
    expect(within(dialog).getByRole("button", { name: "Erase for good" })).toBeDisabled();
    await user.type(within(dialog).getByLabelText("Type old-one to confirm"), "old-one");
    await user.click(within(dialog).getByRole("button", { name: "Erase for good" }));
    await waitFor(() => expect(api.backups.erased.has(gone)).toBe(true));
    await waitFor(() => expect(screen.queryByText("old-one")).not.toBeInTheDocument());
  });

  it("restores to a new machine: same hardware, files shown, one order", async () => {
    const { api, gone } = withLeftover();
    const { user, path } = openApp("/backups", { api });
    await user.click(await screen.findByRole("button", { name: "Restore to a new machine old-one" }));
    const files = await screen.findByText(/11 files, 5\.2 GB, from old-one as of /);
    expect(files).toBeInTheDocument();
    const backup = api.backups.of(gone)[0]!.id;
    expect(path()).toBe(`/machines/new?gpu=rtx_3060&count=1&restore_from=${backup}`);
    expect(screen.getByRole("link", { name: "Choose another" })).toHaveAttribute("href", `/market?restore_from=${backup}`);
    await user.click(await screen.findByRole("button", { name: /^Rent for \$/ }));
    await screen.findByText("You asked for this machine");
    expect(api.bodies.filter((one) => one.call === "POST /api/v1/instances").at(-1)?.body).toEqual({ gpu: "rtx_3060", gpu_count: 1, disk_gb: 40, restore_from: backup });
  });

  it("says what this is while there is nothing", async () => {
    openApp("/backups");
    expect(await screen.findByText("No backups yet")).toBeInTheDocument();
  });
});
