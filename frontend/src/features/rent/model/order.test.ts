import { describe, expect, it } from "vitest";
import { dropDraft, EMPTY_FORM, intentFor, loadDraft, saveDraft } from "./draft.ts";
import { fullOrder, NAME, priceOrder, readEnv, readSource } from "./order.ts";

const offer = { kind: "offer", offer: "off_1" } as const;

describe("order", () => {
  it("reads where the hardware comes from", () => {
    expect(readSource(new URLSearchParams("offer=off_1&gpu=x"))).toEqual(offer);
    expect(readSource(new URLSearchParams("gpu=rtx_4090&count=2"))).toEqual({ kind: "gpu", gpu: "rtx_4090", count: 2 });
    expect(readSource(new URLSearchParams("gpu=rtx_4090&count=-2"))).toEqual({ kind: "gpu", gpu: "rtx_4090", count: 1 });
    expect(readSource(new URLSearchParams(""))).toBeNull();
  });

  it("leaves out what was left empty", () => {
    expect(fullOrder(offer, EMPTY_FORM)).toEqual({ offer_id: "off_1", disk_gb: 40 });
  });

  it("sends what was filled in", () => {
    const form = { name: "trainer-1", disk: "100", image: " a/b:1 ", command: "echo hi", env: "A=1\n\nB=x=y", limit: "0.6", keys: ["key_1"], backups: true, interval: "30", exclude: "", standby: "off" as const };
    expect(fullOrder(offer, form)).toEqual({
      offer_id: "off_1",
      disk_gb: 100,
      max_price_per_hour: { amount: "0.60", currency: "USD" },
      name: "trainer-1",
      image: "a/b:1",
      start_command: "echo hi",
      env: { A: "1", B: "x=y" },
      ssh_key_ids: ["key_1"],
      standby: { policy: "off" },
    });
  });

  it("asks no price for a disk that is still being typed", () => {
    expect(priceOrder(offer, "", "")).toEqual({ offer_id: "off_1" });
    expect(priceOrder(offer, "5", "x")).toEqual({ offer_id: "off_1" });
  });

  it("names the line that is no variable", () => {
    expect(readEnv("A=1\nnonsense")).toEqual({ ok: false, line: 2 });
  });

  it.each(["abc", "a-1", "trainer-1"])("takes the name %s", (name) => expect(NAME.test(name)).toBe(true));
  it.each(["ab", "-abc", "abc-", "Abc", "a".repeat(33), "a b"])("refuses the name %s", (name) => expect(NAME.test(name)).toBe(false));
});

describe("draft", () => {
  const typed = { ...EMPTY_FORM, name: "trainer-1", env: "TOKEN=hunter2" };

  it("comes back, but never with environment values", () => {
    saveDraft("usr_1", typed, 0);
    expect(loadDraft("usr_1", 1_000)).toEqual({ ...typed, env: "" });
    expect(JSON.stringify(Object.entries(localStorage))).not.toContain("hunter2");
    expect(loadDraft("usr_2", 1_000)).toBeNull();
  });

  it("is forgotten after a week, and when the machine was rented", () => {
    saveDraft("usr_1", typed, 0);
    expect(loadDraft("usr_1", 8 * 86_400_000)).toBeNull();
    dropDraft("usr_1");
    expect(loadDraft("usr_1", 0)).toBeNull();
  });

  it("keeps one key per order, over a reload, and another for another order", async () => {
    const order = fullOrder(offer, typed);
    const key = await intentFor("usr_1", order, typed, 0);
    saveDraft("usr_1", typed, 10);
    expect(await intentFor("usr_1", order, typed, 20)).toBe(key);
    expect(await intentFor("usr_1", { ...order, disk_gb: 80 }, typed, 30)).not.toBe(key);
    expect(JSON.stringify(Object.entries(localStorage))).not.toContain("hunter2");
  });
});
