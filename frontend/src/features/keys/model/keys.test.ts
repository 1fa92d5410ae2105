import { describe, expect, it } from "vitest";
import { readPublicKey } from "./public-key.ts";
import { roleOf, scopesOf, ROLES } from "./roles.ts";

describe("public key", () => {
  it("reads the comment", () => {
    expect(readPublicKey(" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxhcHRvcC1rZXk ana@laptop \n")).toEqual({ ok: true, comment: "ana@laptop" });
    expect(readPublicKey("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAA=")).toEqual({ ok: true, comment: "" });
  });

  it("never lets a private key pass", () => {
    expect(readPublicKey("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r")).toEqual({ ok: false, why: "private" });
  });

  it.each(["", "hello", "ssh-ed25519", "ssh-dss AAAAB3NzaC1kc3MAAACBAKabcdef"])("refuses %j", (text) => {
    expect(readPublicKey(text)).toEqual({ ok: false, why: "not_a_key" });
  });
});

describe("roles", () => {
  it.each(ROLES)("%s is recognised by its scopes", (role) => {
    expect(roleOf([...scopesOf(role)].reverse())).toBe(role);
  });

  it("says nothing of scopes that are no role, and only full may destroy", () => {
    expect(roleOf(["market:read"])).toBeNull();
    expect(ROLES.filter((role) => scopesOf(role).includes("instances:destroy"))).toEqual(["full"]);
    expect(scopesOf("read").every((scope) => scope.endsWith(":read"))).toBe(true);
  });
});
