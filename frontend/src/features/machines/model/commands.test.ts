import { expect, it } from "vitest";
import { anInstance } from "@/testing/samples.ts";
import { commandsOf, refusalOf } from "./commands.ts";

it("follows what the server allows, and says which of two reasons forbids", () => {
  const machine = anInstance({ allowed_commands: ["stop", "destroy"] });
  expect(refusalOf(machine, "stop")).toBeNull();
  expect(refusalOf(machine, "start")).toBe("state");
  expect(refusalOf({ ...machine, current_action: "act_1" }, "start")).toBe("busy");
  expect(refusalOf({ ...machine, current_action: "act_1" }, "destroy")).toBeNull();
});

it("leads away from a GPU, or back to one, where the platform knows standbys", () => {
  expect(commandsOf(anInstance())).toEqual(["start", "stop", "reboot", "failover", "destroy"]);
  for (const status of ["failing_over", "on_standby", "returning"] as const) expect(commandsOf(anInstance({ status }))).toContain("return");
  const { standby: _, ...old } = anInstance();
  expect(commandsOf(old)).toEqual(["start", "stop", "reboot", "destroy"]);
});
