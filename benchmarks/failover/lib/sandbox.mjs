// The running sandbox: where everything is, its control API, and users who sign up as people do.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const file = process.env.DUMONT_ENDPOINTS ?? new URL('../../../.dumont/run/endpoints.json', import.meta.url).pathname;
if (!existsSync(file)) {
  console.error(`no sandbox runs (there is no ${file}); ./dumont up --detach starts one`);
  process.exit(1);
}
export const endpoints = JSON.parse(readFileSync(file, 'utf8'));
export const stateFolder = file.replace(/\/run\/endpoints\.json$/, '');

/** An answer that is no 2xx. `status` 0: there was no answer. */
export class Refused extends Error {
  constructor(method, url, status, text) {
    super(`${method} ${url}: ${status || 'no answer'} ${text}`.slice(0, 600));
    this.status = status;
  }

  /** A part is down or is told to wait; who asks again may be answered. */
  get passes() { return this.status === 0 || this.status === 429 || this.status >= 500; }
}

async function request(method, url, body, headers = {}) {
  let response;
  let text;
  try {
    response = await fetch(url, {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    text = await response.text();
  } catch (error) {
    throw new Refused(method, url, 0, String(error.cause?.code ?? error.name));
  }
  if (!response.ok) throw new Refused(method, url, response.status, text);
  return /^[[{]/.test(text) ? JSON.parse(text) : null;
}

/** Asks until the answer is truthy; what passes is waited out. Fails with what was last known. */
export async function until(what, check, { seconds = 180, everyMs = 500, last = () => '' } = {}) {
  const end = Date.now() + seconds * 1000;
  let trouble = '';
  while (Date.now() < end) {
    try {
      const value = await check();
      if (value) return value;
      trouble = '';
    } catch (error) {
      if (!(error instanceof Refused && error.passes)) throw error;
      trouble = error.message;
    }
    await sleep(everyMs);
  }
  throw new Error(`no ${what} after ${seconds} s ${trouble} ${last()}`.trim());
}

export const control = (method, path, body) => request(method, endpoints.control + path, body);

/** All boxes at all simulated vendors, standbys too. */
export async function boxes() {
  const answer = await control('GET', '/machines');
  return Array.isArray(answer) ? answer : answer.machines;
}

/** Somebody with an account of his own: limits and bills of two do not mix. */
export class User {
  #credential;
  #token = '';

  constructor(credential) { this.#credential = credential; }

  static async signUp(name) {
    const email = `${name}-${Date.now().toString(36)}@example.com`;
    const user = new User({ email, password: `correct horse ${email}` });
    await request('POST', `${endpoints.gateway}/api/v1/auth/register`, { ...user.#credential, locale: 'en' });
    const link = await until('mail', async () => (await request('GET', `${endpoints.mail}/messages?to=${email}`))[0]?.links[0], { seconds: 60 });
    await request('POST', `${endpoints.gateway}/api/v1/auth/verify-email`, { token: /token=([^&#]+)/.exec(link)[1] });
    await until('credit', async () => Number((await user.call('GET', '/billing/balance')).available.amount) > 0, { seconds: 60 });
    return user;
  }

  async #logIn() {
    this.#token = (await request('POST', `${endpoints.gateway}/api/v1/auth/login`, this.#credential)).access_token;
  }

  async call(method, path, body, headers = {}) {
    const send = () => request(method, `${endpoints.gateway}/api/v1${path}`, body, { Authorization: `Bearer ${this.#token}`, ...headers });
    if (!this.#token) await this.#logIn();
    try {
      return await send();
    } catch (error) {
      if (error.status !== 401) throw error;
      await this.#logIn();
      return send();
    }
  }
}
