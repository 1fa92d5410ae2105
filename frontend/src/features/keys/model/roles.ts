import type { Scope } from "@/api/types.ts";

export const SCOPES: readonly Scope[] = [
  "account:read",
  "account:write",
  "ssh_keys:read",
  "ssh_keys:write",
  "market:read",
  "instances:read",
  "instances:write",
  "instances:destroy",
  "backups:read",
  "backups:write",
  "backups:restore",
  "failover:write",
  "billing:read",
  "events:read",
];

export const ROLES = ["read", "deploy", "full"] as const;
export type Role = (typeof ROLES)[number];

export function scopesOf(role: Role): Scope[] {
  switch (role) {
    case "read":
      return SCOPES.filter((scope) => scope.endsWith(":read"));
    case "deploy":
      return ["market:read", "ssh_keys:read", "instances:read", "instances:write", "backups:read", "backups:write", "events:read"];
    case "full":
      return [...SCOPES];
  }
}

/** The role that these scopes are exactly, if any. */
export function roleOf(scopes: readonly Scope[]): Role | null {
  return ROLES.find((role) => scopesOf(role).length === scopes.length && scopesOf(role).every((scope) => scopes.includes(scope))) ?? null;
}
