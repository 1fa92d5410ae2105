import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem.ts";
import { renderPart } from "@/testing/render-part.tsx";
import { type Answer, Panel } from "./panel.tsx";

const BUSY = new ApiProblem("server_error", 500, "Database is away.", "req_7", null, []);

function answer(change: Partial<Answer<string[]>>): Answer<string[]> {
  return { data: undefined, error: null, dataUpdatedAt: Date.parse("2026-11-23T14:03:22"), refetch: vi.fn(), ...change };
}

const panel = (given: Answer<string[]>) => (
  <Panel title="Machines" answer={given} isEmpty={(list) => list.length === 0} empty={<p>No machines yet</p>}>
    {(list) => <p>{list.join(", ")}</p>}
  </Panel>
);

describe("panel", () => {
  it("loading: a skeleton, and nothing that claims to be empty", () => {
    renderPart(panel(answer({})));
    expect(screen.getByRole("status", { name: "Loading" })).toBeInTheDocument();
    expect(screen.queryByText("No machines yet")).not.toBeInTheDocument();
  });

  it("empty: only after an answer", () => {
    renderPart(panel(answer({ data: [] })));
    expect(screen.getByText("No machines yet")).toBeInTheDocument();
    expect(screen.queryByRole("status")).not.toBeInTheDocument();
  });

  it("error: words, code, request id and a way to try again", async () => {
    const refetch = vi.fn();
    const given = answer({ error: BUSY, refetch });
    const { user } = renderPart(panel(given));
    expect(screen.getByRole("alert")).toHaveTextContent("Something failed on our side.Database is away.server_error · request req_7");
    expect(screen.queryByText("No machines yet")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(refetch).toHaveBeenCalledOnce();
  });

  it("partial: what was answered stays beside the error", () => {
    renderPart(panel(answer({ data: ["trainer-1"], error: BUSY })));
    expect(screen.getByText("trainer-1")).toBeInTheDocument();
    expect(screen.getByRole("alert")).toBeInTheDocument();
  });

  it("stale: the content stays and says how old it is", () => {
    renderPart(panel(answer({ data: ["trainer-1"] })), { live: "stale" });
    expect(screen.getByText("trainer-1")).toBeInTheDocument();
    expect(screen.getByText(/^as of 2:03:22/)).toBeInTheDocument();
  });

  it("an error that no code names is one of reach", () => {
    renderPart(panel(answer({ error: new TypeError("fetch failed") })));
    expect(screen.getByRole("alert")).toHaveTextContent("The platform does not answer.");
  });

  it("counts down what the platform asks to wait", () => {
    renderPart(panel(answer({ error: new ApiProblem("rate_limited", 429, null, null, 75, []) })));
    expect(screen.getByText("Trying again is allowed in 1:15.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Try again" })).toHaveAttribute("aria-disabled", "true");
  });
});
