import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openApp } from "@/testing/render-app.tsx";
import { running, sent } from "@/testing/failover-story.ts";

describe("standby settings", () => {
  it("are checked, saved against the version that was read, and shown as saved", async () => {
    const { api, id } = running();
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const panel = await screen.findByRole("region", { name: "Standby" });
    await user.type(within(panel).getByLabelText("Zone"), "US East");
    await user.click(within(panel).getByRole("button", { name: "Save" }));
    expect(await within(panel).findByText("A zone such as us-east1-b.")).toBeInTheDocument();
    expect(sent(api, id)).toHaveLength(0);
    await user.clear(within(panel).getByLabelText("Zone"));
    await user.type(within(panel).getByLabelText("Zone"), "us-east1-b");
    await user.click(within(panel).getByRole("checkbox", { name: /Use spot machines/ }));
    // Something else of the machine changed meanwhile, which is nobody's conflict.
    api.machines.alter(id, { etag: "v9" });
    await user.click(within(panel).getByRole("button", { name: "Save" }));
    expect(await within(panel).findByText("Saved.")).toBeInTheDocument();
    expect(sent(api, id).at(-1)?.body).toEqual({ standby: { policy: "cold", zone: "us-east1-b", machine_type: "e2-standard-4", spot: true, drill_days: null } });
    expect(api.machines.find(id)?.standby).toMatchObject({ zone: "us-east1-b", spot: true });
  });

  it("are shown beside those of somebody else who was faster", async () => {
    const { api, id } = running();
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const panel = await screen.findByRole("region", { name: "Standby" });
    await user.selectOptions(within(panel).getByLabelText("When the box is lost"), "off");
    expect(within(panel).queryByLabelText("Zone")).not.toBeInTheDocument();
    api.machines.alter(id, { etag: "v9", standby: { ...api.machines.find(id)!.standby!, machine_type: "n2-standard-8" } });
    await user.click(within(panel).getByRole("button", { name: "Save" }));
    expect(await within(panel).findByRole("alert")).toHaveTextContent("n2-standard-8");
    await user.click(within(panel).getByRole("button", { name: "Save mine over it" }));
    await within(panel).findByText("Saved.");
    expect(api.machines.find(id)?.standby?.policy).toBe("off");
    expect(sent(api, id).at(-1)?.body).toEqual({ standby: { policy: "off" } });
  });
});

describe("standby settings that changed while the form was open", () => {
  it("are not overwritten in silence, even when the page has heard of the change", async () => {
    const { api, id } = running();
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const panel = await screen.findByRole("region", { name: "Standby" });
    await waitFor(() => expect(api.stream.open).toBe(1));
    await user.click(within(panel).getByRole("checkbox", { name: /Use spot machines/ }));
    api.machines.set(id, { etag: "v9", name: "renamed", standby: { ...api.machines.find(id)!.standby!, zone: "us-west1-a" } });
    expect(await screen.findByRole("heading", { level: 1, name: "renamed" })).toBeInTheDocument();
    await user.click(within(panel).getByRole("button", { name: "Save" }));
    expect(await within(panel).findByRole("alert")).toHaveTextContent("us-west1-a");
    expect(api.machines.find(id)?.standby).toMatchObject({ zone: "us-west1-a", spot: false });
    await user.click(within(panel).getByRole("button", { name: "Take what is saved" }));
    expect(within(panel).getByLabelText("Zone")).toHaveValue("us-west1-a");
    await user.click(within(panel).getByRole("checkbox", { name: /Use spot machines/ }));
    await user.click(within(panel).getByRole("button", { name: "Save" }));
    await within(panel).findByText("Saved.");
    expect(api.machines.find(id)?.standby).toMatchObject({ zone: "us-west1-a", spot: true });
  });
});

describe("a test by itself", () => {
  it("is saved with the standby, and a number that was chosen elsewhere is kept", async () => {
    const { api, id } = running();
    api.machines.alter(id, { standby: { ...api.machines.find(id)!.standby!, drill_days: 14 } });
    const { user } = openApp(`/machines/${id}/failover`, { api });
    const every = await screen.findByLabelText("Test it by itself");
    expect(every).toHaveValue("14");
    expect(within(every).getAllByRole("option").map((one) => one.textContent)).toEqual(["never", "every 7 days", "every 30 days", "every 90 days", "every 14 days"]);
    await user.selectOptions(every, "30");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Saved.");
    expect(sent(api, id).at(-1)?.body).toEqual({ standby: { policy: "cold", zone: null, machine_type: "e2-standard-4", spot: false, drill_days: 30 } });
    await user.selectOptions(every, "");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(api.machines.find(id)?.standby?.drill_days).toBeNull());
  });

  it("is not overwritten when somebody else was faster", async () => {
    const { api, id } = running();
    const { user } = openApp(`/machines/${id}/failover`, { api });
    await user.selectOptions(await screen.findByLabelText("Test it by itself"), "7");
    api.machines.alter(id, { etag: "v9", standby: { ...api.machines.find(id)!.standby!, drill_days: 90 } });
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("every 90 days");
    expect(api.machines.find(id)?.standby?.drill_days).toBe(90);
  });
});

describe("renting", () => {
  it("moves to a standby unless somebody says no, and shows what each choice comes to", async () => {
    const { api } = running();
    const { user } = openApp(`/machines/new?offer=${api.offers[3]!.id}`, { api });
    const choice = await screen.findByLabelText("If the box is lost");
    expect(choice).toHaveValue("cold");
    const helper = await screen.findByRole("region", { name: "If the box is lost: what fits?" });
    expect(await within(helper).findByText("While it serves: $0.1340/h")).toBeInTheDocument();
    expect(helper).toHaveTextContent("48 sec typical, 92 sec in 95 of 100 casesmeasured n=214");
    expect(helper).toHaveTextContent("At most what changed in the last 30 sec, when all goes well");
    await user.selectOptions(within(helper).getByLabelText(/From when on does it hurt/), "never");
    await user.click(within(helper).getByRole("button", { name: "Choose what is advised" }));
    expect(choice).toHaveValue("off");
    await user.click(await screen.findByRole("button", { name: /^Rent for/ }));
    await screen.findByText("You asked for this machine");
    expect(sent(api, "/instances").at(-1)?.body).toMatchObject({ standby: { policy: "off" } });
  });

  it("advises backups first, since without them a standby begins with nothing", async () => {
    const { api } = running();
    const { user } = openApp(`/machines/new?offer=${api.offers[3]!.id}`, { api });
    await user.click(await screen.findByRole("checkbox", { name: /Save its files all the time/ }));
    const helper = await screen.findByRole("region", { name: "If the box is lost: what fits?" });
    expect(await within(helper).findByText("Without backups a standby begins with an empty disk. Turn them on first.")).toBeInTheDocument();
    expect(helper).toHaveTextContent("Everything on the disk");
  });

  it("says nothing of a price that it was not given", async () => {
    const { api } = running();
    api.standbyQuotes = null;
    openApp(`/machines/new?offer=${api.offers[3]!.id}`, { api });
    expect(await screen.findByLabelText("If the box is lost")).toBeInTheDocument();
    await screen.findByRole("button", { name: "Rent for $0.4528/h" });
    expect(await screen.findByText(/No standby cloud is set up on this platform/)).toBeInTheDocument();
    expect(screen.queryByText(/While it serves/)).not.toBeInTheDocument();
  });
});
