// Raw rows of one run, in the state of the sandbox that was measured.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from './sandbox.mjs';

export class Raw {
  constructor(name, said) {
    const folder = join(stateFolder, 'bench');
    mkdirSync(folder, { recursive: true });
    this.said = said;
    this.file = join(folder, `${name}-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
  }

  /** After each row: who ends a run early keeps what was measured. */
  write(values) { writeFileSync(this.file, JSON.stringify({ ...this.said, ...values }, null, 2)); }
}
