/** Where a refusal is shown, and what happens next. The words are `errors.<code>` of the texts. */
export type Surface = "field" | "form" | "panel" | "page" | "relogin" | "step_up" | "retry";

const SURFACES = {
  malformed_json: "form",
  unknown_field: "form",
  validation_failed: "field",
  cursor_invalid: "panel",
  idempotency_key_invalid: "form",
  idempotency_key_missing: "form",
  unauthenticated: "relogin",
  token_expired: "relogin",
  token_revoked: "relogin",
  token_invalid: "form",
  api_key_expired: "relogin",
  mfa_required: "step_up",
  insufficient_balance: "form",
  cap_reached: "form",
  payment_failed: "form",
  scope_missing: "panel",
  ip_not_allowed: "page",
  account_frozen: "page",
  email_unverified: "form",
  step_up_required: "step_up",
  not_found: "page",
  instance_busy: "form",
  invalid_state: "form",
  not_on_standby: "form",
  no_standby: "form",
  failover_limit: "form",
  drill_limit: "form",
  drill_running: "form",
  nothing_saved: "form",
  drill_failed: "panel",
  data_loss_not_accepted: "form",
  final_backup_failed: "panel",
  backup_limit_reached: "panel",
  is_latest: "form",
  backups_erased: "panel",
  confirmation_wrong: "form",
  backup_expired: "panel",
  backup_damaged: "panel",
  restore_failed: "panel",
  stale_epoch: "panel",
  commit_conflict: "panel",
  name_taken: "form",
  key_exists: "form",
  key_weak: "form",
  idempotency_in_progress: "retry",
  quota_exceeded: "form",
  offer_gone: "form",
  already_linked: "form",
  precondition_failed: "form",
  precondition_required: "form",
  too_large: "form",
  unsupported_media_type: "form",
  idempotency_key_reused: "form",
  no_offer_matches: "form",
  restore_does_not_fit: "form",
  rate_limited: "retry",
  provider_unavailable: "retry",
  no_capacity: "retry",
  maintenance: "retry",
  timeout: "retry",
  unreachable: "retry",
  server_error: "panel",
  unexpected_answer: "panel",
} as const satisfies Record<string, Surface>;

export type ProblemCode = keyof typeof SURFACES;

export const PROBLEM_CODES = Object.keys(SURFACES) as ProblemCode[];

export function isKnownCode(code: string): code is ProblemCode {
  return code in SURFACES;
}

export function surfaceOf(code: string): Surface {
  return isKnownCode(code) ? SURFACES[code] : "panel";
}

/** Reads may be repeated when the refusal passes by itself. */
export function passesByItself(code: string): boolean {
  return surfaceOf(code) === "retry";
}
