import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { FakeApi } from "@/testing/fake-api.ts";
import { openApp } from "@/testing/render-app.tsx";
import { anApiKey, anSshKey } from "@/testing/samples.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxhcHRvcC1rZXk ana@laptop";

describe("SSH keys", () => {
  it("adds one, named after its comment", async () => {
    const { user, api } = openApp("/keys");
    await user.click(await screen.findByRole("button", { name: "Add SSH key" }));
    await user.type(screen.getByLabelText("Public key"), KEY);
    await user.tab();
    expect(screen.getByLabelText("Name")).toHaveValue("ana@laptop");
    await user.click(screen.getByRole("button", { name: "Add key" }));
    expect(await screen.findByText("ana@laptop", { selector: "p" })).toBeInTheDocument();
    expect(api.sshKeys[0]).toMatchObject({ name: "ana@laptop", public_key: KEY });
  });

  it("never sends a private key", async () => {
    const { user, api } = openApp("/keys");
    await user.click(await screen.findByRole("button", { name: "Add SSH key" }));
    await user.type(screen.getByLabelText("Public key"), "-----BEGIN OPENSSH PRIVATE KEY-----");
    await user.type(screen.getByLabelText("Name"), "oops");
    await user.click(screen.getByRole("button", { name: "Add key" }));
    expect(await screen.findByText(/This is a private key/)).toBeInTheDocument();
    expect(JSON.stringify(api.bodies)).not.toContain("PRIVATE");
  });

  it("shows a refusal in the form and keeps what was typed", async () => {
    const api = new FakeApi(() => Date.now());
    api.sshKeys.push(anSshKey(1, { public_key: KEY }));
    const { user } = openApp("/keys", { api });
    await user.click(await screen.findByRole("button", { name: "Add SSH key" }));
    await user.type(screen.getByLabelText("Public key"), KEY);
    await user.click(screen.getByRole("button", { name: "Add key" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("This key is there already.");
    expect(screen.getByLabelText("Public key")).toHaveValue(KEY);
  });

  it("removes one after its name is typed", async () => {
    const api = new FakeApi(() => Date.now());
    api.sshKeys.push(anSshKey(1));
    const { user } = openApp("/keys", { api });
    await user.click(await screen.findByRole("button", { name: "Remove laptop" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.type(within(dialog).getByLabelText("Type laptop to confirm"), "laptop");
    await user.click(within(dialog).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(api.sshKeys).toEqual([]));
    expect(await screen.findByText(/No SSH key yet/)).toBeInTheDocument();
  });
});

describe("API keys", () => {
  it("shows the secret once and then never again", async () => {
    const { user, api, queries } = openApp("/keys");
    await user.click(await screen.findByRole("button", { name: "Create API key" }));
    await user.type(screen.getByLabelText("Name"), "ci");
    await user.click(screen.getByRole("button", { name: "Deploy" }));
    await user.click(screen.getByRole("button", { name: "Create key" }));
    expect(await screen.findByText(/^dck_4fTqFAKE/)).toBeInTheDocument();
    expect(api.apiKeys[0]?.scopes).toEqual(["market:read", "ssh_keys:read", "instances:read", "instances:write", "backups:read", "backups:write", "events:read"]);
    await user.click(screen.getByRole("button", { name: "I have saved it" }));
    expect(screen.queryByText(/^dck_4fTqFAKE/)).not.toBeInTheDocument();
    expect(await screen.findByText(/instances:write/)).toBeInTheDocument();
    expect(JSON.stringify(queries.getQueryCache().getAll().map((query) => query.state.data))).not.toContain("dck_4fTqFAKE");
  });

  it("wants at least one scope and a life of at most a year", async () => {
    const { user, api } = openApp("/keys");
    await user.click(await screen.findByRole("button", { name: "Create API key" }));
    await user.type(screen.getByLabelText("Name"), "ci");
    for (const box of screen.getAllByRole("checkbox", { checked: true })) await user.click(box);
    await user.clear(screen.getByLabelText("Expires in days"));
    await user.type(screen.getByLabelText("Expires in days"), "400");
    await user.click(screen.getByRole("button", { name: "Create key" }));
    expect(await screen.findByText("Choose at least one scope.")).toBeInTheDocument();
    expect(screen.getByText("A whole number from 1 to 365.")).toBeInTheDocument();
    expect(api.apiKeys).toEqual([]);
  });

  it("revokes one", async () => {
    const api = new FakeApi(() => Date.now());
    api.apiKeys.push(anApiKey(1));
    const { user } = openApp("/keys", { api });
    await user.click(await screen.findByRole("button", { name: "Revoke ci" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.type(within(dialog).getByLabelText("Type ci to confirm"), "ci");
    await user.click(within(dialog).getByRole("button", { name: "Revoke" }));
    await waitFor(() => expect(api.apiKeys).toEqual([]));
  });
});

describe("billing", () => {
  it("shows each part of the balance to the micro-dollar, and the bookings", async () => {
    const api = new FakeApi(() => Date.now());
    const machine = api.machines.create({ name: "trainer-1" }, api.offers[2]!);
    while (api.machines.step(machine.id)) continue;
    openApp("/billing", { api });
    expect(await screen.findByText("$0.103375")).toBeInTheDocument();
    expect(await screen.findByText("Promotional credit")).toBeInTheDocument();
    expect(screen.getAllByText("$25.000000").length).toBeGreaterThan(1);
  });

  it("shows a usage booking when the machine stops, by itself", async () => {
    const api = new FakeApi(() => Date.now());
    const machine = api.machines.create({ name: "trainer-1" }, api.offers[2]!);
    while (api.machines.step(machine.id)) continue;
    openApp("/billing", { api });
    await screen.findByText("Promotional credit");
    await waitFor(() => expect(api.stream.open).toBe(1));
    api.machines.command(machine.id, "stop");
    expect(await screen.findByText("Usage")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "RTX 4090, trainer-1" })).toHaveAttribute("href", `/machines/${machine.id}`);
  });
});

it("an address that leads nowhere says so inside the application", async () => {
  openApp("/nowhere");
  expect(await screen.findByRole("heading", { name: "Nothing here" })).toBeInTheDocument();
  expect(screen.getByRole("navigation", { name: "Main" })).toBeInTheDocument();
});
