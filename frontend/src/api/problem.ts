import type { Money, Problem } from "./types.ts";

export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly detail: string | null;
}

/** A refusal of the API, or the lack of an answer (`unreachable`, status 0). `code` is the contract. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string | null,
    readonly requestId: string | null,
    readonly retryAfterS: number | null,
    readonly fields: readonly FieldProblem[],
    readonly needed: Money | null = null,
    readonly available: Money | null = null,
    /** When what a limit refused is possible again. */
    readonly nextAt: string | null = null,
  ) {
    super(detail ?? code);
  }
}

export function unreachable(): ApiProblem {
  return new ApiProblem("unreachable", 0, null, null, null, []);
}

function retryAfter(response: Response): number | null {
  const header = response.headers.get("Retry-After");
  const seconds = header === null ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** Which refusals carry one is said with their code, and not in the shape of all of them. */
function nextAt(body: unknown): string | null {
  const at = typeof body === "object" && body !== null && "next_at" in body ? body.next_at : null;
  return typeof at === "string" && Number.isFinite(Date.parse(at)) ? at : null;
}

/** JSON pointers of the API (`#/disk_gb`) name form fields. */
function fieldOf(pointer: string): string {
  return pointer.replace(/^#?\/?/, "").split("/")[0] ?? pointer;
}

export function problemFrom(response: Response, body: unknown): ApiProblem {
  const problem = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
  const fields = (problem.errors ?? []).map((e) => ({ field: fieldOf(e.pointer), code: e.code, detail: e.detail ?? null }));
  return new ApiProblem(
    problem.code ?? (response.status >= 500 ? "server_error" : "unexpected_answer"),
    response.status,
    problem.detail ?? null,
    problem.request_id ?? response.headers.get("X-Request-Id"),
    retryAfter(response),
    fields,
    problem.needed ?? null,
    problem.available ?? null,
    nextAt(body),
  );
}

export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : unreachable();
}
