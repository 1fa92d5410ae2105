export type KeyReading = { readonly ok: true; readonly comment: string } | { readonly ok: false; readonly why: "private" | "not_a_key" };

const LINE = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com)\s+([A-Za-z0-9+/]{20,}={0,3})(?:\s+(.*))?$/;

/** A look before the key leaves the page, above all so that no private key is ever sent. */
export function readPublicKey(text: string): KeyReading {
  const trimmed = text.trim();
  if (/PRIVATE KEY/.test(trimmed)) return { ok: false, why: "private" };
  const match = LINE.exec(trimmed);
  return match ? { ok: true, comment: (match[3] ?? "").trim() } : { ok: false, why: "not_a_key" };
}
