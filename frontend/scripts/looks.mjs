// Looks at every page of the built dashboard on the fake platform: screenshots in two themes and two widths, and four checks that
// fail the run: console errors (the content security policy speaks there), sideways overflow, serious axe findings, missing titles.
// `node scripts/looks.mjs [folder]`, LOCALE=pt-BR for another language, THEMES=dark, WIDTHS=360 and VIEWS=failover,drill
// (those whose name begins so) for less.
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startFakePlatform } from "./fake-platform.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../target/looks", import.meta.url));
const locale = process.env.LOCALE ?? "en";
mkdirSync(folder, { recursive: true });
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const platform = await startFakePlatform({ paceMs: 0 });
seed(platform.api, platform.samples);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
const problems = [];

const machineNamed = (name) => platform.api.machines.list.find((one) => one.name === name);
const machine = machineNamed("trainer-1");
const SNAPSHOT = platform.api.backups.of(machine.id).find((one) => one.kind === "manual").id;
const DAMAGED = platform.api.backups.of(machine.id).find((one) => one.state === "damaged").id;
const OPEN = [
  ["login", "/login"],
  ["signup", "/signup"],
  ["verify", "/verify?token="],
];
const PAGES = [
  ["home", "/"],
  ["machines", "/machines"],
  ["machine", `/machines/${machine.id}`],
  ["attempts", `/machines/${machine.id}/attempts`],
  ["events", `/machines/${machine.id}/events`],
  ["metrics", `/machines/${machine.id}/metrics`],
  ["backups-tab", `/machines/${machine.id}/backups`],
  ["version", `/machines/${machine.id}/backups?version=${SNAPSHOT}&path=/root/project&with=${platform.api.backups.of(machine.id)[0].id}`],
  ["search", `/machines/${machine.id}/backups?version=${SNAPSHOT}&search=part`],
  ["damaged", `/machines/${machine.id}/backups?version=${DAMAGED}`],
  ["stopped", `/machines/${machineNamed("notebook").id}`],
  ["restoring", `/machines/${machineNamed("restorer").id}`],
  ["late", `/machines/${machineNamed("slow-store").id}/backups`],
  ["gone", `/machines/${machineNamed("old-experiment").id}`],
  ["failover", `/machines/${machine.id}/failover`],
  ["failover-differs", `/machines/${machineNamed("tampered").id}/failover`],
  ["failover-testing", `/machines/${machineNamed("rehearsing").id}/failover`],
  ["failover-off", `/machines/${machineNamed("no-way-back").id}/failover`],
  ["failover-first", `/machines/${machineNamed("slow-store").id}/failover`],
  ["failing-over", `/machines/${machineNamed("moving").id}`],
  ["failing-over-tab", `/machines/${machineNamed("moving").id}/failover`],
  ["on-standby", `/machines/${machineNamed("standing").id}`],
  ["returning", `/machines/${machineNamed("coming-back").id}`],
  ["backups", "/backups"],
  ["restore-new", `/machines/new?restore_from=${SNAPSHOT}`],
  ["booting", `/machines/${machineNamed("render-farm-eu").id}`],
  ["market", "/market?gpu=rtx_4090"],
  ["market-all", "/market"],
  ["rent", `/machines/new?offer=${platform.api.offers[2].id}`],
  ["rent-gone", "/machines/new?offer=off_gone"],
  ["keys", "/keys"],
  ["billing", "/billing"],
  ["lost", "/nowhere"],
];
const DIALOGS = [
  ["stop", `/machines/${machine.id}`, 'button:has-text("{Stop}")'],
  ["destroy", `/machines/${machine.id}`, 'button:has-text("{Destroy}")'],
  ["start", `/machines/${machineNamed("notebook").id}`, 'button:has-text("{Start}")'],
  ["move", `/machines/${machine.id}`, 'button:has-text("{Move now}")'],
  ["move-limit", `/machines/${machineNamed("rehearsing").id}`, 'button:has-text("{Move now}")', 'button:has-text("{Move it}")'],
  ["move-off", `/machines/${machineNamed("no-way-back").id}`, 'button:has-text("{Move now}")'],
  ["drill", `/machines/${machine.id}/failover`, 'button:has-text("{Test my failover}")'],
  ["drill-limit", `/machines/${machineNamed("tampered").id}/failover`, 'button:has-text("{Test my failover}")', '[role="alertdialog"] button:has-text("{Test it}")'],
  ["return", `/machines/${machineNamed("standing").id}`, 'button:has-text("{Return to GPU now}")'],
  ["restore", `/machines/${machine.id}/backups?version=${SNAPSHOT}`, 'button:has-text("{Restore all}")'],
  ["key", `/machines/${machine.id}/backups`, 'button:has-text("{Show the recovery key}")'],
  ["keep", "/backups", 'button:has-text("{Keep longer}")'],
  ["erase", "/backups", 'button:has-text("{Erase now}")'],
];
const WORDS = {
  "pt-BR": { "Move it": "Mudar por", "Test my failover": "Testar meu failover", "Test it": "Testar", "Move now": "Mudar agora", "Return to GPU now": "Voltar à GPU agora", Stop: "Parar", Destroy: "Destruir", Start: "Iniciar", "Restore all": "Restaurar tudo", "Show the recovery key": "Mostrar a chave de recuperação", "Keep longer": "Guardar mais tempo", "Erase now": "Apagar agora" },
  es: { "Move it": "Trasladar por", "Test my failover": "Probar mi failover", "Test it": "Probar", "Move now": "Trasladar ahora", "Return to GPU now": "Volver a GPU ahora", Stop: "Parar", Destroy: "Destruir", Start: "Iniciar", "Restore all": "Restaurar todo", "Show the recovery key": "Mostrar la clave de recuperación", "Keep longer": "Guardar más tiempo", "Erase now": "Borrar ya" },
};

const wanted = process.env.VIEWS?.split(",") ?? null;
const shown = (views) => views.filter(([what]) => wanted === null || wanted.some((start) => what.startsWith(start)));

for (const theme of (process.env.THEMES ?? "light,dark").split(",")) {
  for (const width of (process.env.WIDTHS ?? "1280,360").split(",").map(Number)) {
    const height = width === 360 ? 740 : 860;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale });
    const page = await context.newPage();
    const name = (what) => `${what}-${width}-${theme}`;
    let at = "";
    page.on("console", (message) => message.type() === "error" && !/offers\/off_gone|404|409/.test(message.text() + message.location().url) && problems.push(`${at}: console: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(`${at}: ${error.message}`));
    const open = async (what, path, after) => {
      at = name(what);
      await page.goto(platform.url + path);
      await page.waitForLoadState("load");
      await page.waitForFunction(() => document.querySelector("h1") && !document.querySelector(".appear-late"), null, { timeout: 10_000 }).catch(() => problems.push(`${at}: never settled`));
      if (after) await after();
      // As tall as the page, so that the strip stands at the end and not across the middle.
      const tall = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width, height: Math.min(6_000, tall) });
      await page.screenshot({ path: `${folder}/${at}.png` });
      await page.setViewportSize({ width, height });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.push(`${at}: ${wide} px too wide`);
      if ((await page.title()) === "Dumont Cloud") problems.push(`${at}: no title of its own`);
      await check(page, at);
    };
    for (const [what, path] of shown(OPEN)) await open(what, path);
    await page.goto(`${platform.url}/login`);
    await page.fill('input[type="email"]', "ana@example.test");
    await page.fill('input[type="password"]', "correct horse");
    await page.click('button[type="submit"]');
    await page.waitForURL(`${platform.url}/`);
    for (const [what, path] of shown(PAGES)) await open(what, path);
    const inWords = (selector) => selector.replace(/\{([\w ]+)\}/, (_, word) => WORDS[locale]?.[word] ?? word);
    for (const [what, path, button, then] of shown(DIALOGS)) {
      await open(what, path, async () => {
        await page.click(inWords(button));
        await page.waitForSelector('[role="alertdialog"], [role="dialog"]');
        if (then) {
          await page.click(inWords(then));
          await page.waitForSelector('[role="alertdialog"] [role="alert"]');
        }
        await page.waitForTimeout(900);
      });
    }
    await context.close();
  }
}
await browser.close();
await platform.close();
for (const problem of problems) console.error(problem);
console.log(`${shown([...OPEN, ...PAGES, ...DIALOGS]).length} views in ${folder}, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);

async function check(page, at) {
  // The policy of the page forbids foreign scripts in the document; the debugger's world is not bound by it.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.filter((one) => one.impact === "serious" || one.impact === "critical").map((one) => `${one.id} at ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
  });
  for (const one of found) problems.push(`${at}: axe: ${one}`);
}

function seed(api, { aDrill, aFailover, ANOTHER_DIGEST }) {
  const run = (id) => {
    while (api.machines.step(id)) continue;
  };
  api.sshKeys.push({ id: "key_1", name: "laptop", public_key: "ssh-ed25519 AAAA", fingerprint: "SHA256:Vn2i7rD9j3vN0cX1m8Jp5u6yQwEkTzL4aGhBfSdRo0I", created_at: new Date().toISOString(), last_used_at: new Date().toISOString() });
  api.apiKeys.push({ id: "ak_1", name: "ci", hint: "dck_4fTq…9xQa", scopes: ["instances:read", "instances:write", "market:read"], expires_at: "2027-02-20T00:00:00Z", last_used_at: null, created_at: new Date().toISOString(), revoked_at: null });
  const [cheap, , good, , big] = api.offers;
  for (const offer of api.offers) offer.seen_at = new Date(Date.now() - 4_000).toISOString();
  const broken = api.machines.create({ name: "batch-3" }, cheap);
  api.machines.set(broken.id, { status: "failed", billed_now: false, reason: { ...broken.reason, code: "no_capacity", detail: "Five offers were refused, the last with 'no longer available'." }, current_action: null, allowed_commands: ["destroy"] });
  const stopped = api.machines.create({ name: "notebook" }, cheap);
  run(stopped.id);
  api.machines.command(stopped.id, "stop", { final: true });
  run(stopped.id);
  const gone = api.machines.create({ name: "old-experiment" }, cheap);
  run(gone.id);
  api.backups.commit(gone.id, { kind: "final" });
  api.machines.command(gone.id, "destroy");
  run(gone.id);
  const slow = api.machines.create({ name: "slow-store" }, cheap);
  run(slow.id);
  api.backups.pin(slow.id, { state: "failing", age_s: 1_900, last_at: new Date(Date.now() - 1_900_000).toISOString(), unprotected_age_s: 1_880, backlog_bytes: 4_300_000_000, watched: false, problem: "The store has been refusing uploads since 14:02 (503). Everything is kept on the machine and sent as soon as it answers.", copy_lag_s: null });
  const restorer = api.machines.create({ name: "restorer" }, cheap);
  run(restorer.id);
  api.backups.restore(restorer.id, {});
  api.backups.step();
  const booting = api.machines.create({ name: "render-farm-eu" }, big);
  api.machines.step(booting.id);
  api.machines.step(booting.id);
  const away = (name, steps) => {
    const { id } = api.machines.create({ name }, good);
    run(id);
    api.failovers.lose(id);
    for (let n = 0; n < steps; n += 1) api.failovers.step(id);
    return id;
  };
  away("moving", 4);
  const standing = away("standing", 6);
  const back = away("coming-back", 6);
  while (api.backups.of(standing).length > 0 && api.backups.step()) continue;
  api.failovers.command(api.machines.find(back), "return", "gpu");
  const hours = (n) => Date.now() - n * 3_600_000;
  const rehearsed = (name) => {
    const { id } = api.machines.create({ name }, good);
    run(id);
    while (api.backups.of(id).length === 0) api.backups.commit(id);
    return id;
  };
  const off = rehearsed("no-way-back");
  api.machines.alter(off, { standby: { ...api.machines.find(off).standby, policy: "off", price_per_hour: null } });
  const tampered = rehearsed("tampered");
  const differing = ["/root/project/train.py", "/root/project/checkpoints/2026-11-26T14-22-08/model-step-9000-very-long-name.safetensors", "/home/ana/notes.md"];
  const found = { entries: 1_201, bytes: 5_200_000_000, same: false, digest_saved: aDrill(1).files.digest_saved, digest_found: ANOTHER_DIGEST, differing };
  api.drills.list.push(aDrill(21, hours(1), { instance: tampered, state: "failed", files: found, detail: "Some files are not what was saved, /root/project/train.py among them." }));
  const nothing = { files: null, version: null, seconds: { boot: null, usable: null, whole: null } };
  api.drills.list.push(aDrill(20, hours(5), { instance: tampered, state: "failed", ...nothing, zone: null, machine_type: null, detail: "No zone has room for a standby now." }));
  api.drills.list.push(aDrill(19, hours(9), { instance: tampered, state: "cancelled", ...nothing, detail: "The machine went another way meanwhile." }));
  const rehearsing = rehearsed("rehearsing");
  api.drills.list.push(aDrill(18, Date.now() - 41_000, { instance: rehearsing, trigger: "schedule", state: "restoring", ended_at: null, ...nothing, seconds: { boot: 23, usable: null, whole: null } }));
  for (let n = 1; n <= 5; n += 1) api.failovers.list.push(aFailover(40 + n, hours(n), { instance: rehearsing, decided_at: new Date(hours(n)).toISOString(), trigger: "manual", evidence: [], target: { kind: "gpu", vendor: "vastai", zone: null } }));
  const running = api.machines.create({ name: "trainer-1" }, good);
  run(running.id);
  const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
  api.backups.commit(running.id, { frozen_at: ago(14_000), state: "damaged", verified_at: ago(60), expires_at: new Date(Date.now() + 86_400_000 * 20).toISOString() });
  api.backups.commit(running.id, { frozen_at: ago(3_000), complete: false });
  api.backups.commit(running.id, { frozen_at: ago(180), state: "verified", verified_at: ago(170) });
  api.backups.commit(running.id, { frozen_at: ago(22), kind: "manual", description: "before the upgrade to CUDA 13", keep_until: new Date(Date.now() + 86_400_000 * 90).toISOString() });
  api.backups.workspaces.set(running.id, { verified_at: ago(170), verified_state: "verified", damaged_files: ["/root/project/train.py", "/root/project/data/part-0002.bin"] });
  for (const version of api.backups.of(running.id)) version.latest = false;
  api.backups.of(running.id)[0].latest = true;
  const past = (n, minutes, change = {}) => {
    const at = Date.now() - minutes * 60_000;
    api.failovers.list.push(aFailover(n, at, { instance: running.id, ...change }));
    return (seconds) => new Date(at + seconds * 1_000).toISOString();
  };
  past(14, 300);
  const given = past(13, 2_900, { trigger: "outbid", phase: "aborted", usable_at: null, routed_at: null, restored_at: null, returned_at: null, standby_ready_at: null });
  Object.assign(api.failovers.list.at(-1), { aborted_at: given(140), abort_reason: "No zone had a machine of this type, and the box spoke again.", lost_work_seconds: null, recovery_point: null });
  past(12, 9_000, { trigger: "manual", suspected_at: null, evidence: [], lost_work_seconds: 0, target: { kind: "gpu", vendor: "vastai", zone: null } });
  api.machines.alter(running.id, { standby: { ...api.machines.find(running.id).standby, drill_days: 30 } });
  api.drills.list.push(aDrill(11, hours(3), { instance: running.id }));
  api.drills.list.push(aDrill(10, hours(720), { instance: running.id, trigger: "schedule", seconds: { boot: 28, usable: 39, whole: 74 } }));
  api.machines.attempts.get(running.id).unshift({ n: 0, offer: { id: "off_01jd0000000000000000000009", vendor: "vastai", gpu: "RTX 4090" }, outcome: "refused", code: "offer_gone", detail: "The offer was taken by someone else.", started_at: new Date(Date.now() - 60_000).toISOString(), ms: 412 });
}
