import { expect, it } from "vitest";
import { en } from "@/lib/i18n/en/index.ts";
import { isKnownCode, passesByItself, PROBLEM_CODES, surfaceOf } from "./error-table.ts";
import { problemFrom } from "./problem.ts";

const DOCUMENTED = `malformed_json unknown_field validation_failed cursor_invalid idempotency_key_invalid unauthenticated token_expired
 token_revoked api_key_expired mfa_required insufficient_balance cap_reached payment_failed scope_missing ip_not_allowed account_frozen
 email_unverified step_up_required not_found instance_busy invalid_state name_taken idempotency_in_progress quota_exceeded offer_gone
 already_linked precondition_failed precondition_required too_large unsupported_media_type idempotency_key_reused no_offer_matches
 restore_does_not_fit rate_limited provider_unavailable no_capacity maintenance timeout not_on_standby no_standby failover_limit drill_limit drill_running nothing_saved drill_failed data_loss_not_accepted final_backup_failed backup_limit_reached is_latest stale_epoch commit_conflict token_invalid key_exists key_weak`.split(/\s+/);

it.each(DOCUMENTED)("%s has a place and words", (code) => {
  expect(isKnownCode(code)).toBe(true);
});

it("has words for each code and no words for none", () => {
  expect(Object.keys(en.errors).sort()).toEqual([...PROBLEM_CODES].sort());
});

it("repeats only what passes by itself, and shows a new code in its panel", () => {
  expect(passesByItself("rate_limited")).toBe(true);
  expect(passesByItself("validation_failed")).toBe(false);
  expect(surfaceOf("from_the_future")).toBe("panel");
});

it("reads a refusal whole", () => {
  const response = new Response(null, { status: 429, headers: { "Retry-After": "12", "X-Request-Id": "req_h" } });
  const problem = problemFrom(response, { code: "rate_limited", detail: "Slow down.", request_id: "req_b", errors: [{ pointer: "#/disk_gb", code: "too_large" }] });
  expect(problem).toMatchObject({ code: "rate_limited", status: 429, detail: "Slow down.", requestId: "req_b", retryAfterS: 12, fields: [{ field: "disk_gb", code: "too_large" }] });
});

it("reads when a limit allows it again, and takes nothing for a time that is none", () => {
  const refusal = new Response(null, { status: 409 });
  expect(problemFrom(refusal, { code: "drill_limit", next_at: "2026-11-24T16:00:00Z" }).nextAt).toBe("2026-11-24T16:00:00Z");
  expect(problemFrom(refusal, { code: "drill_limit", next_at: "soon" }).nextAt).toBeNull();
  expect(problemFrom(refusal, { code: "drill_running" }).nextAt).toBeNull();
});

it("survives an answer that is no problem document", () => {
  expect(problemFrom(new Response(null, { status: 502 }), "<html>")).toMatchObject({ code: "server_error", status: 502, retryAfterS: null });
  expect(problemFrom(new Response(null, { status: 404 }), undefined)).toMatchObject({ code: "unexpected_answer", status: 404 });
});
