import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { FakeApi } from "@/testing/fake-api.ts";
import { openApp } from "@/testing/render-app.tsx";
import { anSshKey } from "@/testing/samples.ts";

function stocked() {
  const api = new FakeApi(() => Date.now());
  api.sshKeys.push(anSshKey(1));
  return { api, offer: api.offers[2]! };
}

const orders = (api: FakeApi) => api.bodies.filter((one) => one.call === "POST /api/v1/instances");

describe("market", () => {
  it("filters by the address bar, and the address by the filters", async () => {
    const { api } = stocked();
    const { user, path } = openApp("/market?kind=on_demand", { api });
    expect(await screen.findByText("5 offers")).toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText("VRAM at least"), "80");
    expect(await screen.findByText("2 offers")).toBeInTheDocument();
    expect(path()).toBe("/market?kind=on_demand&vram=80");
    await user.type(screen.getByLabelText("Price at most, $/h"), "2");
    expect(await screen.findByText("1 offer")).toBeInTheDocument();
    expect(screen.getByText("A100 80GB")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(await screen.findByText("6 offers")).toBeInTheDocument();
  });

  it("opens one all-in price to its parts, which add up", async () => {
    const { api, offer } = stocked();
    openApp("/market", { api });
    const row = (await screen.findByRole("link", { name: "Rent RTX 4090 for $0.4135 an hour" })).closest("tr")!;
    for (const part of Object.values(offer.components)) expect(within(row).getByText(`$${part.amount.slice(0, 8)}`)).toBeInTheDocument();
  });

  it("says when no offer fits", async () => {
    openApp("/market?gpu=b200");
    expect(await screen.findByText("No offer fits")).toBeInTheDocument();
  });
});

describe("renting", () => {
  it("goes from the market to a machine, for the price that was shown", async () => {
    const { api, offer } = stocked();
    const { user, path } = openApp("/market", { api });
    await user.click(await screen.findByRole("link", { name: "Rent RTX 4090 for $0.4135 an hour" }));
    const order = await screen.findByRole("button", { name: "Rent for $0.4135/h" });
    expect(screen.getByText("$9.92")).toBeInTheDocument();
    await user.type(screen.getByLabelText("Name"), "trainer-1");
    await user.clear(screen.getByLabelText("Disk, GB"));
    await user.type(screen.getByLabelText("Disk, GB"), "100");
    await user.click(order);
    expect(await screen.findByRole("heading", { level: 1, name: "trainer-1" })).toBeInTheDocument();
    expect(path()).toBe(`/machines/${api.machines.list[0]!.id}`);
    expect(orders(api).map((one) => one.body)).toEqual([{ offer_id: offer.id, disk_gb: 100, name: "trainer-1" }]);
  });

  it("rents one machine however often the button is pressed", async () => {
    const { api, offer } = stocked();
    const { user } = openApp(`/machines/new?offer=${offer.id}`, { api });
    const order = await screen.findByRole("button", { name: "Rent for $0.4135/h" });
    await user.dblClick(order);
    await screen.findByText("You asked for this machine");
    expect(api.machines.list).toHaveLength(1);
  });

  it("sends the same key after an answer that was lost, and again after a reload", async () => {
    const { api, offer } = stocked();
    api.fail("POST", /\/instances$/, 503, "timeout", { times: 0 });
    const first = openApp(`/machines/new?offer=${offer.id}`, { api });
    await first.user.type(await screen.findByLabelText("Name"), "trainer-1");
    await screen.findByRole("button", { name: "Rent for $0.4135/h" });
    await waitFor(() => expect(localStorage.getItem(`dumont.draft.rent.${api.account.id}`)).toContain("trainer-1"));
    api.fail("POST", /\/instances$/, 504, "timeout", { times: 1 });
    await first.user.click(screen.getByRole("button", { name: "Rent for $0.4135/h" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("It took too long.");
    document.body.innerHTML = "";
    const second = openApp(`/machines/new?offer=${offer.id}`, { api });
    expect(await screen.findByLabelText("Name")).toHaveValue("trainer-1");
    await second.user.click(await screen.findByRole("button", { name: "Rent for $0.4135/h" }));
    await screen.findByText("You asked for this machine");
    const keys = orders(api).map((one) => one.key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it("refuses before the click, and offers what is nearest when the offer is gone", async () => {
    const { api, offer } = stocked();
    const { user, path } = openApp(`/machines/new?offer=${offer.id}`, { api });
    const order = await screen.findByRole("button", { name: "Rent for $0.4135/h" });
    api.offers.splice(api.offers.indexOf(offer), 1);
    await user.click(order);
    expect(await screen.findByText("This offer is gone.")).toBeInTheDocument();
    expect(api.machines.list).toHaveLength(0);
    const nearest = (await screen.findByRole("heading", { name: "Nearest offers" })).closest("section")!;
    await user.click((await within(nearest).findAllByRole("link", { name: "Take this" }))[1]!);
    expect(await screen.findByRole("button", { name: "Rent for $0.4528/h" })).toBeInTheDocument();
    expect(path()).toContain(api.offers[2]!.id);
  });

  it("says that the balance is too small, and does not send", async () => {
    const { api } = stocked();
    api.money.posted = 10_000_000n;
    const { user } = openApp(`/machines/new?offer=${api.offers[2]!.id}`, { api });
    expect(await screen.findByText("Not enough balance.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /^Rent for/ }));
    expect(orders(api)).toHaveLength(0);
  });

  it("puts a taken name beside its field", async () => {
    const { api, offer } = stocked();
    api.machines.create({ name: "trainer-1" }, offer);
    const { user } = openApp(`/machines/new?offer=${offer.id}`, { api });
    await user.type(await screen.findByLabelText("Name"), "trainer-1");
    await user.click(await screen.findByRole("button", { name: /^Rent for/ }));
    await waitFor(() => expect(screen.getByLabelText("Name")).toBeInvalid());
  });

  it("checks the form first", async () => {
    const { api, offer } = stocked();
    const { user } = openApp(`/machines/new?offer=${offer.id}`, { api });
    await user.type(await screen.findByLabelText("Name"), "My Machine");
    await user.click(await screen.findByRole("button", { name: /^Rent for/ }));
    expect(await screen.findByText("3 to 32 lower-case letters, digits and dashes.")).toBeInTheDocument();
    expect(orders(api)).toHaveLength(0);
  });

  it("starts from a GPU too, and asks for a choice when there is none", async () => {
    const { api } = stocked();
    const { user } = openApp("/machines/new?gpu=a100_80gb", { api });
    await user.click(await screen.findByRole("button", { name: "Rent for $1.1246/h" }));
    await screen.findByText("You asked for this machine");
    expect(orders(api)[0]?.body).toEqual({ gpu: "a100_80gb", gpu_count: 1, disk_gb: 40 });
  });

  it("without a source leads to the market", async () => {
    openApp("/machines/new");
    expect(await screen.findByText("Choose an offer first")).toBeInTheDocument();
  });

  it("warns who has no SSH key", async () => {
    openApp("/machines/new?gpu=rtx_4090");
    expect(await screen.findByText("You have no SSH key yet, so you could not log in.")).toBeInTheDocument();
  });
});
