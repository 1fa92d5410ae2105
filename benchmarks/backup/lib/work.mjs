// What a user's training loop does to memory and disk: copies, and writes a file anew. Says how often it got round.
import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const from = Buffer.alloc(32 << 20, 1);
const to = Buffer.alloc(32 << 20);
const PIECE = 1 << 20;
const file = process.argv[2];
mkdirSync(dirname(file), { recursive: true });
const fd = openSync(file, 'w');
console.log(JSON.stringify({ event: 'ready' }));

for await (const line of createInterface({ input: process.stdin })) {
  const end = performance.now() + Number(line.split(' ')[1]);
  let done = 0;
  for (; performance.now() < end; done++) {
    from.copy(to);
    to[done % to.length] ^= 1;
    writeSync(fd, to, 0, PIECE, (done % 16) * PIECE);
    if (done % 32 === 31) fdatasyncSync(fd);
  }
  console.log(JSON.stringify({ event: 'worked', done }));
}
closeSync(fd);
