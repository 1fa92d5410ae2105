export const keys = {
  title: "Keys",
  ssh: {
    title: "SSH keys", lead: "Every machine of yours accepts these. Running machines follow within 10 seconds.",
    empty: "No SSH key yet. Add one to log in to machines.", add: "Add SSH key", name: "Name", nameHint: "for example laptop", publicKey: "Public key",
    publicKeyHint: "One line from a .pub file, such as ~/.ssh/id_ed25519.pub", submit: "Add key", added: "Added {{date}}", used: "last used {{time}}", unused: "not used yet",
    remove: "Remove", removeTitle: "Remove {{name}}?", removeText: "Machines stop accepting this key within 10 seconds. Open sessions stay.", needName: "Give the key a name.",
    needKey: "Paste the public key.", private: "This is a private key. Keep it secret and paste the .pub file instead.", notKey: "This does not look like an SSH public key.",
  },
  api: {
    title: "API keys", lead: "For programs: a key can do what its scopes allow, and nothing more.",
    empty: "No API key yet.", add: "Create API key", name: "Name", nameHint: "for example ci", role: "Role", scopes: "Scopes", expires: "Expires in days", submit: "Create key",
    roleRead: "Read only", roleDeploy: "Deploy", roleFull: "Full", expiresAt: "expires {{date}}", expired: "expired {{date}}", noExpiry: "does not expire", revoked: "revoked {{date}}",
    used: "last used {{time}}", unused: "not used yet", revoke: "Revoke", revokeTitle: "Revoke {{name}}?", revokeText: "Programs that use it are refused at once. This cannot be undone.",
    secretTitle: "The secret of {{name}}", secretText: "Copy it now. It is shown this once and kept only as a hash.", secret: "secret", saved: "I have saved it", needName: "Give the key a name.",
    needScope: "Choose at least one scope.", daysRule: "A whole number from 1 to 365.",
  },
} as const;
