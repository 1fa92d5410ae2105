import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem.ts";
import type { InstanceStatus, PlatformEvent } from "@/api/types.ts";
import { en } from "@/lib/i18n/en/index.ts";
import { renderPart } from "@/testing/render-part.tsx";
import { anEvent } from "@/testing/samples.ts";
import { Button } from "./button.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { CopyField } from "./copy-field.tsx";
import { DataTable } from "./data-table.tsx";
import { Field } from "./field.tsx";
import { Money, Rate } from "./figures.tsx";
import { MeterBar } from "./meter-bar.tsx";
import { lookOf, StateBadge } from "./state-badge.tsx";
import { Timeline } from "./timeline.tsx";

const STATUSES = Object.keys(en.machine.status) as InstanceStatus[];

describe("state badge", () => {
  it.each(STATUSES)("%s has a word and a shape", (status) => {
    const { container } = renderPart(<StateBadge status={status} />);
    expect(screen.getByText(en.machine.status[status])).toBeInTheDocument();
    expect(container.querySelector("svg")).toHaveAttribute("aria-hidden", "true");
  });

  it("tells settled states apart without colour", () => {
    const settled: InstanceStatus[] = ["running", "stopped", "on_standby", "failed", "suspect"];
    expect(new Set(settled.map((status) => lookOf(status).shape)).size).toBe(settled.length);
  });
});

describe("button", () => {
  it("that is refused keeps the focus and tells why, and does nothing", async () => {
    const press = vi.fn();
    const { user } = renderPart(
      <Button refusedBecause="Not possible while Booting." onClick={press}>
        Stop
      </Button>,
    );
    const button = screen.getByRole("button", { name: "Stop: Not possible while Booting." });
    await user.tab();
    expect(button).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(press).not.toHaveBeenCalled();
  });

  it("that is busy neither acts nor sends its form again", async () => {
    const send = vi.fn((event: { preventDefault(): void }) => event.preventDefault());
    const { user } = renderPart(
      <form onSubmit={send}>
        <Button type="submit" busy>
          Rent
        </Button>
      </form>,
    );
    await user.click(screen.getByRole("button", { name: "Rent" }));
    expect(send).not.toHaveBeenCalled();
  });
});

it("copies the exact command and says so", async () => {
  const { user } = renderPart(<CopyField what="SSH command" value="ssh -J ana@127.0.0.1:2222 root@trainer-1" />);
  await user.click(screen.getByRole("button", { name: "Copy SSH command" }));
  expect(await navigator.clipboard.readText()).toBe("ssh -J ana@127.0.0.1:2222 root@trainer-1");
  expect(screen.getByText("Copied")).toBeInTheDocument();
});

it("prints money to the digit it is asked for, and a rate with its second", () => {
  renderPart(
    <>
      <Money value={{ amount: "24.999885", currency: "USD" }} decimals={6} />
      <Rate value={{ amount: "0.413500000", currency: "USD" }} />
    </>,
  );
  expect(screen.getByText("$24.999885")).toBeInTheDocument();
  expect(screen.getByText("$0.4135/h")).toHaveAttribute("title", "$0.413500000/h = $0.000114861/s");
});

it("a field ties its error and its hint to the input", () => {
  const { again } = renderPart(<Field label="Disk, GB" hint="Up to 812 GB" />);
  expect(screen.getByLabelText("Disk, GB")).toHaveAccessibleDescription("Up to 812 GB");
  again(<Field label="Disk, GB" hint="Up to 812 GB" error="A whole number." />);
  expect(screen.getByLabelText("Disk, GB")).toHaveAccessibleDescription("A whole number.");
  expect(screen.getByLabelText("Disk, GB")).toBeInvalid();
});

it("a table has its caption, its heads and its rows", () => {
  const columns = [{ id: "n", title: "Name", cell: (row: { name: string }) => row.name }];
  renderPart(<DataTable caption="Machines" columns={columns} rows={[{ name: "a" }, { name: "b" }]} keyOf={(row) => row.name} />);
  const table = screen.getByRole("table", { name: "Machines" });
  expect(within(table).getByRole("columnheader", { name: "Name" })).toBeInTheDocument();
  expect(within(table).getAllByRole("row")).toHaveLength(3);
});

it("a meter says when nothing answers rather than drawing zero as a fact", () => {
  renderPart(<MeterBar label="Load" share={null} text="not answering" />);
  expect(screen.getByText("not answering")).toHaveClass("text-warn");
});

it("a timeline shows message, type, actor; and the type where there is no message", () => {
  const events: PlatformEvent[] = [anEvent(1, { actor: { type: "user", id: "usr_1" } }), anEvent(2, { message: "", type: "instance.launching", severity: "warning" })];
  renderPart(<Timeline events={events} />);
  expect(screen.getByText("Running on RTX 4090")).toBeInTheDocument();
  expect(screen.getByText("· by user", { exact: false })).toBeInTheDocument();
  expect(screen.getAllByText("instance.launching")).toHaveLength(2);
});

describe("confirmation", () => {
  const dialog = (change: object, act = vi.fn(), close = vi.fn()) => ({
    act,
    close,
    part: (
      <ConfirmDialog title="Destroy trainer-1?" confirm="Destroy" onConfirm={act} onClose={close} {...change}>
        <p>For good.</p>
      </ConfirmDialog>
    ),
  });

  it("starts on Cancel, so that Enter destroys nothing", async () => {
    const { part, act, close } = dialog({});
    const { user } = renderPart(part);
    const cancel = await screen.findByRole("button", { name: "Cancel" });
    await vi.waitFor(() => expect(cancel).toHaveFocus());
    await user.keyboard("{Enter}");
    expect(act).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalled();
  });

  it("works only when the name is typed exactly", async () => {
    const { part, act } = dialog({ typed: { label: "Type trainer-1", text: "trainer-1" } });
    const { user } = renderPart(part);
    const confirm = await screen.findByRole("button", { name: "Destroy" });
    await user.type(screen.getByLabelText("Type trainer-1"), "trainer-");
    expect(confirm).toBeDisabled();
    await user.type(screen.getByLabelText("Type trainer-1"), "1");
    await user.click(confirm);
    expect(act).toHaveBeenCalledOnce();
  });

  it("stays open with the refusal in it", async () => {
    renderPart(dialog({ problem: new ApiProblem("instance_busy", 409, null, "req_1", null, []) }).part);
    expect(await screen.findByRole("alert")).toHaveTextContent("Another command is still running on this machine.");
  });
});
