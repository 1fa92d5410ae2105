// Tries e2e/story.mjs on the fake platform, in its two halves and whole.
import { mkdtempSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startFakePlatform } from "./fake-platform.mjs";

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "dumont-story-"));
const story = fileURLToPath(new URL("../e2e/story.mjs", import.meta.url));
const platform = await startFakePlatform({ paceMs: 900 });
const key = join(folder, "id.pub");
writeFileSync(key, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxhcHRvcC1rZXktZm9yLXRlc3RzLW9ubHkt story\n");
const env = { ...process.env, BASE_URL: platform.url, MAIL_URL: platform.url, SSH_PUBLIC_KEY_FILE: key, SHOTS_DIR: folder, RUNNING_TIMEOUT_S: "30" };

function tell(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [story, ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk) => (out += chunk));
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`story ${args.join(" ")} ended with ${code}`))));
  });
}

try {
  const first = await tell("--until", "running");
  console.log(first);
  console.log(await tell("--from", "running", "--instance", first.instance, "--email", first.email, "--password", first.password));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await platform.close();
}
