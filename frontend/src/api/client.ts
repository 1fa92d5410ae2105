import createClient, { type Client } from "openapi-fetch";
import type { ServerClock } from "@/lib/server-clock.ts";
import { problemFrom, unreachable } from "./problem.ts";
import type { paths } from "./schema.ts";
import type { Session } from "./session.ts";

export type ApiClient = Client<paths>;

export interface ClientParts {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly origin: string;
  readonly session: Session;
  readonly clock: ServerClock;
  readonly language: () => string;
}

const OPEN = /\/api\/v1\/auth\/(register|verify-email)$/;

export function createApiClient(parts: ClientParts): ApiClient {
  const send = async (request: Request): Promise<Response> => {
    request.headers.set("Accept-Language", parts.language());
    const open = OPEN.test(new URL(request.url).pathname);
    const response = await (open ? parts.fetch(request) : parts.session.send(request)).catch((error: unknown) => {
      if ((error as Error).name === "AbortError") throw error;
      throw unreachable();
    });
    parts.clock.observe(Date.parse(response.headers.get("Date") ?? ""));
    return response;
  };
  return createClient<paths>({ baseUrl: parts.origin, fetch: send });
}

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer, or an `ApiProblem` thrown. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  const outcome = await call;
  if (!outcome.response.ok) throw problemFrom(outcome.response, outcome.error);
  return outcome.data as T;
}

/** One key per intent: a repeated click, a retry or a reload sends the same one. */
export function newIntentKey(): string {
  return crypto.randomUUID();
}
