// The agent's engine as it is shipped: its archive unpacked, its own launcher, its class archive; only the main class differs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Talking, forgetMemory, memory, mostMemory, sleep, threadSeconds } from './process.mjs';

/** More processor seconds than that between two looks, and a scan is under way; a thread that waits takes some, too. */
const SCANNING = 0.03;
const MAIN = 'cloud.dumont.benchmark.backup.EngineMain';

export class Shipped {
  constructor(repository, folder) {
    this.folder = join(folder, 'agent');
    this.home = join(folder, 'home');
    const target = join(repository, 'benchmarks/backup/target');
    this.jar = join(target, readdirSync(target).find((name) => /^benchmark-backup-.*[^s]\.jar$/.test(name)));
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    const archive = process.env.BENCH_AGENT ?? join(repository, 'dumont-agent/target/agent-dist/dumont-agent-linux-x86_64.tar.gz');
    execFileSync('tar', ['-xzf', archive, '--strip-components=1', '-C', this.folder]);
  }

  /** As the agent's loop makes it on a box after two minutes. */
  async archiveClasses(place) {
    rmSync(this.home, { recursive: true, force: true });
    const engine = await this.start();
    await engine.ask(`backup ${place}`);
    await engine.ask('close');
    await engine.end('exit');
    const cache = join(this.home, 'cache/agent');
    const loop = readFileSync(join(this.folder, 'bin/dumont-agent-loop'), 'utf8').replaceAll('\\\n', ' ');
    const command = /^.*-Xshare:dump[^>]*/m.exec(loop)[0];
    execFileSync('sh', ['-c', `here='${this.folder}' cache='${cache}'; cp "$cache.classes" "$cache.used"; ${command}`], { stdio: 'ignore' });
    renameSync(`${cache}.new`, `${cache}.jsa`);
    return existsSync(`${cache}.jsa`);
  }

  /** @param errors what hears each line of its log, which then says everything */
  async start(errors) {
    const args = [...(errors ? ['-Djdk.system.logger.level=DEBUG'] : []), '-cp', `${join(this.folder, 'lib/dumont-agent.jar')}:${this.jar}`, MAIN];
    const loud = process.env.BENCH_LOUD ? undefined : () => {};
    const engine = new Engine(join(this.folder, 'bin/dumont-agent'), args, { env: { DUMONT_HOME: this.home }, errors: errors ?? loud });
    await engine.ready;
    return engine;
  }
}

/** Answers come in seconds. */
export class Engine extends Talking {
  async ask(line) {
    const answer = await super.ask(line);
    for (const name of ['ms', 'cpu', 'usable']) if (name in answer) answer[name] /= 1000;
    return { ...answer, wall: answer.ms };
  }

  /** The same with the memory it took at most. */
  async measure(line) {
    forgetMemory(this.pid);
    const answer = await this.ask(line);
    return { ...answer, mib: mostMemory(this.pid) };
  }

  async cpu() { return (await this.ask('cpu')).cpu; }

  get mib() { return memory(this.pid); }

  scanSeconds() { return threadSeconds(this.pid, 'scan'); }

  /** Until nothing is left to look at or to save. */
  async rest(longest = 300) {
    let scanned = -1;
    for (const end = Date.now() + longest * 1000; Date.now() < end; await sleep(1500)) {
      const reading = await this.ask('reading');
      const now = this.scanSeconds();
      if (reading.state === 'idle' && reading.ago >= 0 && now - scanned < SCANNING) return;
      scanned = now;
    }
    throw new Error('the engine does not come to rest');
  }
}
