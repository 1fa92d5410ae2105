import { expect, it } from "vitest";
import { anInstance } from "@/testing/samples.ts";
import { refusalOf } from "./commands.ts";

it("follows what the server allows, and says which of two reasons forbids", () => {
  const machine = anInstance({ allowed_commands: ["stop", "destroy"] });
  expect(refusalOf(machine, "stop")).toBeNull();
  expect(refusalOf(machine, "start")).toBe("state");
  expect(refusalOf({ ...machine, current_action: "act_1" }, "start")).toBe("busy");
  expect(refusalOf({ ...machine, current_action: "act_1" }, "destroy")).toBeNull();
});
