// Trees to be saved: noise as checkpoints are, small text files as code is, a copy of what this machine has installed.
import { randomBytes, randomInt } from 'node:crypto';
import { appendFileSync, closeSync, copyFileSync, existsSync, lstatSync, mkdirSync, openSync, readFileSync, readdirSync, readlinkSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MIB = 1 << 20;
const PER_FOLDER = 100;

/** One file of noise. A block of noise is varied instead of made anew; no chunk comes twice. */
export async function noise(file, bytes) {
  const block = randomBytes(4 * MIB);
  const fd = openSync(file, 'w');
  for (let left = bytes; left > 0; left -= block.length) {
    mix(block);
    writeSync(fd, block, 0, Math.min(left, block.length));
    // Whoever has other things to do meanwhile does them.
    await new Promise(setImmediate);
  }
  closeSync(fd);
}

function mix(block) {
  const words = new Uint32Array(block.buffer, block.byteOffset, block.length / 4);
  const shift = randomInt(1, 2 ** 31);
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(words[i] ^ shift, 2654435761) + i;
}

export async function checkpoints(folder, bytes) {
  mkdirSync(folder, { recursive: true });
  const each = Math.min(bytes, 1024 * MIB);
  for (let i = 0, left = bytes; left > 0; i++, left -= each) await noise(join(folder, `model-${i}.safetensors`), Math.min(each, left));
}

function texts() {
  const found = [];
  const look = (folder, depth) => {
    if (!existsSync(folder) || found.length > 3000 || depth > 5) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) look(path, depth + 1);
      else if (entry.isFile() && /\.(py|js|ts|pl|pm|h|md|txt|json|html|c)$/.test(entry.name)) found.push(path);
    }
  };
  for (const folder of ['/usr/lib/python3', '/usr/lib/python3.11', '/usr/share/perl', '/usr/share/doc', '/usr/include', '/usr/lib/node_modules', '/usr/share/nodejs']) look(folder, 0);
  const corpus = Buffer.concat(found.map((path) => readFileSync(path))).subarray(0, 64 * MIB);
  if (corpus.length < MIB) throw new Error('this machine has too little text to make files from');
  return corpus;
}

export const smallFile = (folder, number) => join(folder, `package-${Math.floor(number / PER_FOLDER)}`, `module_${number}.py`);

/** Pieces of real text of about 8 KiB each; every file is another one. */
export function small(folder, count, most = 16_000) {
  const corpus = texts();
  for (let i = 0; i < count; i++) {
    if (i % PER_FOLDER === 0) mkdirSync(join(folder, `package-${i / PER_FOLDER}`), { recursive: true });
    const length = randomInt(64, most);
    const from = randomInt(corpus.length - length);
    writeFileSync(smallFile(folder, i), Buffer.concat([Buffer.from(`# ${i} ${randomInt(2 ** 40)}\n`), corpus.subarray(from, from + length)]));
  }
}

/** Tiny files, none like another. */
export function tiny(folder, count) {
  for (let i = 0; i < count; i++) {
    if (i % PER_FOLDER === 0) mkdirSync(join(folder, `package-${i / PER_FOLDER}`), { recursive: true });
    writeFileSync(smallFile(folder, i), `${i} of many\n`);
  }
}

export function edit(folder, count, of) {
  for (let i = 0; i < count; i++) appendFileSync(smallFile(folder, randomInt(of)), `# edited ${randomInt(2 ** 40)}\n`);
}

/** Installed programs: libraries, byte code, scripts, links; as a Python environment is. */
export function installed(folder, bytes) {
  let left = bytes;
  let files = 0;
  const copy = (from, to) => {
    if (left <= 0) return;
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const source = join(from, entry.name);
      const target = join(to, entry.name);
      if (left <= 0) return;
      if (entry.isDirectory()) copy(source, target);
      else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
      else if (entry.isFile() && lstatSync(source).size < 256 * MIB) {
        copyFileSync(source, target);
        left -= lstatSync(target).size;
        files++;
      }
    }
  };
  const sources = ['/usr/lib/python3', '/usr/lib/python3.11', '/usr/lib/python3.13', '/usr/share/perl', '/usr/lib/node_modules', '/usr/include', '/usr/lib/gcc', '/usr/share', '/usr/lib/x86_64-linux-gnu', '/usr/lib/jvm', '/usr/lib'];
  for (const source of sources) if (existsSync(source)) copy(source, join(folder, 'env', source));
  return { files, bytes: bytes - Math.max(0, left) };
}
