// The story of a new user, by clicks, against a running platform.
//
//   node e2e/story.mjs                    the whole story
//   node e2e/story.mjs --until running    up to a running machine; prints {"sshCommand","instance","email","password","posted"}
//   node e2e/story.mjs --from running --instance ins_… --email … --password …    from there to the bill
//
// Environment: BASE_URL (default http://127.0.0.1:8080), MAIL_URL, SSH_PUBLIC_KEY_FILE, SHOTS_DIR, CHROMIUM, GPU (a GPU's id on the
// market), RUNNING_TIMEOUT_S (default 240). Answers with JSON on stdout, tells its steps on stderr, and fails on any console error.
import { mkdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values: args } = parseArgs({
  options: { until: { type: "string" }, from: { type: "string" }, instance: { type: "string" }, email: { type: "string" }, password: { type: "string" } },
});
const BASE = process.env.BASE_URL ?? "http://127.0.0.1:8080";
const SHOTS = process.env.SHOTS_DIR ?? "target/shots";
const RUNNING_MS = Number(process.env.RUNNING_TIMEOUT_S ?? 240) * 1_000;
const SHORT_MS = 20_000;
const POSTING_MS = 120_000;
const BACKUP_MS = 120_000;

mkdirSync(SHOTS, { recursive: true });
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: "en-US" });
const page = await context.newPage();
page.setDefaultTimeout(SHORT_MS);
const errors = [];
let step = "start";
let shot = args.from ? 50 : 0;
page.on("pageerror", (error) => errors.push(`${step}: ${error.message}`));
page.on("console", (message) => {
  if (message.type() !== "error") return;
  // The market lives: an offer may go between the list and the click, which the story handles.
  if (/\/api\/v1\/offers\/off_/.test(message.location().url)) return;
  errors.push(`${step}: ${message.text()} (${message.location().url})`);
});

const say = (text) => {
  step = text;
  process.stderr.write(`· ${text}\n`);
};
const picture = async (name) => {
  shot += 1;
  await page.screenshot({ path: `${SHOTS}/${String(shot).padStart(2, "0")}-${name}.png`, fullPage: true });
};
const button = (name) => page.getByRole("button", { name });
const go = (name) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
const status = (word) => page.locator("header").getByText(word, { exact: true }).waitFor({ timeout: RUNNING_MS });

let exit = 0;
try {
  if (args.from === "running") {
    const told = await fromRunning(args.instance, args.email, args.password);
    console.log(JSON.stringify(told));
  } else {
    const told = await untilRunning();
    if (args.until === "running") console.log(JSON.stringify(told));
    else {
      const rest = await livesOn(told.instance, told.posted);
      console.log(JSON.stringify({ ...told, ...rest }));
    }
  }
  if (errors.length > 0) throw new Error(`the console had errors:\n${errors.join("\n")}`);
} catch (error) {
  exit = 1;
  console.error(`failed at "${step}" on ${page.url()}: ${error.message}`);
  if (errors.length > 0) console.error(errors.join("\n"));
  await picture("failed").catch(() => undefined);
} finally {
  await browser.close();
}
process.exit(exit);

async function untilRunning() {
  const stamp = Date.now().toString(36);
  const email = `story-${stamp}@example.test`;
  const password = `story ${stamp} ${Math.random().toString(36).slice(2)}`;
  await signUp(email, password);
  await logIn(email, password);
  say("home, empty");
  await heading("Home");
  await page.getByText("No machines yet").waitFor();
  await picture("home-empty");
  await addSshKey();
  await makeApiKey();
  const posted = await readPosted();
  const instance = await rent(`story-${stamp}`);
  await untilUp();
  const sshCommand = (await page.locator("code", { hasText: "ssh -J" }).first().innerText()).trim();
  await machineTabs(instance);
  return { sshCommand, instance, email, password, posted };
}

async function fromRunning(instance, email, password) {
  await logIn(email, password);
  return livesOn(instance, await readPosted());
}

async function signUp(email, password) {
  say("sign up");
  await page.goto(`${BASE}/`);
  await heading("Log in");
  await picture("login");
  await page.getByRole("link", { name: "Create an account" }).click();
  await heading("Create an account");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await picture("signup");
  await button("Create account").click();
  await heading("Look into your inbox");
  await picture("signup-sent");
  say("mail");
  const link = await mailedLink(email);
  await page.goto(rebased(link));
  await page.getByText("Your address is verified").waitFor();
  await picture("verify");
  await page.getByRole("link", { name: "Log in" }).click();
}

/** The link of the mail, opened at the address under test. */
function rebased(link) {
  const url = new URL(link);
  return `${BASE}${url.pathname}${url.search}`;
}

async function mailedLink(email) {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const mails = await (await fetch(`${process.env.MAIL_URL}/messages?to=${encodeURIComponent(email)}`)).json();
    const link = mails.flatMap((mail) => mail.links).find((one) => one.includes("/verify?token="));
    if (link) return link;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`no mail for ${email}`);
}

async function logIn(email, password) {
  say("log in");
  if (!page.url().startsWith(`${BASE}/login`)) await page.goto(`${BASE}/login`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await button("Log in").click();
  await heading("Home");
  await page.getByText("live", { exact: true }).waitFor();
}

async function addSshKey() {
  say("add an SSH key");
  await go("Keys");
  await heading("Keys");
  await button("Add SSH key").click();
  await page.getByLabel("Public key").fill(readFileSync(process.env.SSH_PUBLIC_KEY_FILE, "utf8").trim());
  await page.getByLabel("Name").fill("story");
  await button("Add key").click();
  await page.getByText("SHA256:").first().waitFor();
}

async function makeApiKey() {
  say("make an API key");
  await button("Create API key").click();
  await page.getByLabel("Name").fill("story-ci");
  await button("Deploy").click();
  await button("Create key").click();
  await page.getByRole("heading", { name: "The secret of story-ci" }).waitFor();
  await picture("keys-secret");
  await button("I have saved it").click();
  await picture("keys");
}

async function rent(name) {
  say("market");
  await go("Market");
  await heading("Market");
  await page.getByRole("link", { name: /^Rent / }).first().waitFor();
  await picture("market");
  const choice = page.getByLabel("GPU", { exact: true });
  const options = await choice.locator("option").evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
  await choice.selectOption(process.env.GPU ?? options[0]);
  await page.getByRole("heading", { name: /^Price of/ }).waitFor();
  await page.getByRole("link", { name: /^Rent / }).first().waitFor();
  await page.waitForTimeout(500);
  await picture("market-gpu");
  say("choose an offer");
  await page.getByRole("link", { name: /^Rent / }).first().click();
  await heading("New machine");
  const order = button(/^Rent for /);
  const nearest = page.getByRole("link", { name: "Take this" }).first();
  await order.or(nearest).first().waitFor();
  if (!(await order.isVisible())) await nearest.click();
  await page.getByLabel("Name").fill(name);
  await order.waitFor();
  await picture("new-machine");
  say("create");
  await order.click();
  await page.waitForURL(/\/machines\/ins_/);
  await heading(name);
  await picture("machine-starting");
  return page.url().split("/").pop();
}

async function untilUp() {
  say("wait for Running, without a reload");
  await page.evaluate(() => (window.dumontStory = "same page"));
  await status("Running");
  if ((await page.evaluate(() => window.dumontStory)) !== "same page") throw new Error("the page was loaded again");
  await picture("machine-running");
}

async function machineTabs(instance) {
  say("machine tabs");
  const tabs = page.getByRole("navigation", { name: "Parts of this machine" });
  for (const [tab, title] of [["Attempts", "Offers tried"], ["Events", "Events"], ["Metrics", "Now"]]) {
    await tabs.getByRole("link", { name: tab }).click();
    await page.getByRole("heading", { level: 2, name: title }).waitFor();
    await page.waitForTimeout(700);
    await picture(`machine-${tab.toLowerCase()}`);
  }
  await tabs.getByRole("link", { name: "Overview" }).click();
  await page.waitForURL(`${BASE}/machines/${instance}`);
}

async function livesOn(instance, posted) {
  await page.goto(`${BASE}/machines/${instance}`);
  await status("Running");
  const name = await page.getByRole("heading", { level: 1 }).innerText();
  await backedUp(instance);
  say("stop, with a final backup first");
  await button(/^Stop/).click();
  const stop = page.getByRole("alertdialog", { name: `Stop ${name}?` });
  await stop.getByText("A final backup is made first").waitFor();
  await picture("stop-dialog");
  await stop.getByRole("button", { name: "Back up and stop" }).click();
  await stop.waitFor({ state: "detached" });
  await status("Stopped");
  await page.getByText(/^stopped .* ago, nothing unprotected$/).waitFor();
  await picture("machine-stopped");
  say("start, which brings the files back");
  await button(/^Start/).click();
  const start = page.getByRole("alertdialog");
  await start.getByText(/^Brings back /).waitFor();
  await picture("start-dialog");
  await start.getByRole("button", { name: /^Start/ }).click();
  await start.waitFor({ state: "detached" });
  await status("Running");
  await restored();
  await picture("machine-running-again");
  say("destroy");
  await button(/^Destroy/).click();
  const destroy = page.getByRole("alertdialog", { name: `Destroy ${name}?` });
  await destroy.getByText(/^The machine is removed\. Its backups stay restorable until/).waitFor();
  await destroy.getByLabel(`Type ${name} to confirm`).fill(name);
  await picture("destroy-dialog");
  await destroy.getByRole("button", { name: "Back up and destroy" }).click();
  await status("Destroyed");
  await page.getByText(/^Its backups can be restored until/).waitFor();
  await picture("machine-destroyed");
  await leftovers(name);
  await go("Machines");
  await heading("Machines");
  await picture("machines");
  await go("Home");
  await heading("Home");
  await picture("home");
  return bill(posted);
}

/** The files are safe by themselves; a snapshot is made and looked into. */
async function backedUp(instance) {
  say("wait for a backup");
  await page.getByText(/ago, nothing unprotected$/).first().waitFor({ timeout: BACKUP_MS });
  await picture("machine-backed-up");
  say("snapshot");
  await page.getByRole("navigation", { name: "Parts of this machine" }).getByRole("link", { name: "Backups" }).click();
  await page.getByRole("heading", { level: 2, name: "Versions" }).waitFor();
  await button("Make a snapshot").click();
  await page.getByLabel("Description").fill("a story's snapshot");
  await button("Make it now").click();
  await page.getByText("The snapshot is made.").waitFor({ timeout: BACKUP_MS });
  const row = page.getByRole("listitem").filter({ hasText: "a story's snapshot" });
  await row.waitFor();
  await picture("backups");
  say("browse the snapshot");
  await row.getByRole("link", { name: /^Browse/ }).click();
  await page.getByRole("treegrid", { name: "Files" }).getByRole("button").first().waitFor();
  await picture("backup-files");
  await page.goto(`${BASE}/machines/${instance}`);
  await status("Running");
}

/** The files come back while the machine runs: either the banner is seen and goes, or it was quicker than the page. */
async function restored() {
  say("files come back");
  const banner = page.getByRole("region", { name: /^Files are coming back/ });
  const safe = page.getByText(/ago, nothing unprotected$/).first();
  await banner.or(safe).first().waitFor({ timeout: BACKUP_MS });
  if (await banner.isVisible()) await picture("machine-restoring");
  await banner.waitFor({ state: "detached", timeout: RUNNING_MS });
  await safe.waitFor({ timeout: BACKUP_MS });
}

async function leftovers(name) {
  say("what is left");
  await go("Backups");
  await heading("Backups");
  await page.getByRole("table", { name: "Of destroyed machines" }).getByRole("link", { name, exact: true }).waitFor();
  await picture("backups-all");
}

async function bill(before) {
  say("bill");
  const end = Date.now() + POSTING_MS;
  for (;;) {
    const after = await readPosted();
    const used = await page.getByRole("row").filter({ hasText: "Usage" }).count();
    if (Number(after) < Number(before) && used > 0) {
      await picture("billing");
      return { postedBefore: before, postedAfter: after };
    }
    if (Date.now() > end) throw new Error(`the posted balance did not go down: ${before} then ${after}, ${used} usage lines`);
    await go("Home");
    await page.waitForTimeout(6_000);
  }
}

/** The posted balance as the billing page prints it, six decimals. */
async function readPosted() {
  await go("Billing");
  await heading("Billing");
  await page.getByRole("heading", { name: "Transactions" }).waitFor();
  await page.getByText("Balance after").first().or(page.getByText("No transactions yet")).first().waitFor({ state: "attached" });
  const tile = page.locator("div", { has: page.getByText("Posted", { exact: true }) }).last();
  await tile.getByText(/^\$/).waitFor();
  return (await tile.getByText(/^\$/).innerText()).replace(/[$,]/g, "");
}
