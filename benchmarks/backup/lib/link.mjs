// Carries TCP connections to a port of this machine, all of them together at most so many bytes a second each way.
import { connect, createServer } from 'node:net';

const [port, rate] = process.argv.slice(2).map(Number);
const BURST_MS = 10;

class Direction {
  #freeAt = 0;

  carry(from, to) {
    from.on('data', (data) => {
      const now = performance.now();
      this.#freeAt = Math.max(this.#freeAt, now - BURST_MS) + (data.length / rate) * 1000;
      const wait = this.#freeAt - now;
      const room = to.write(data);
      if (wait > 1 || !room) {
        from.pause();
        const gates = [];
        if (wait > 1) gates.push(new Promise((resolve) => setTimeout(resolve, wait)));
        if (!room) gates.push(new Promise((resolve) => { to.once('drain', resolve); to.once('close', resolve); }));
        Promise.all(gates).then(() => from.resume());
      }
    });
    from.on('end', () => to.end());
    from.on('close', () => to.destroySoon());
    from.on('error', () => to.destroy());
  }
}

const up = new Direction();
const down = new Direction();
const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const store = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  up.carry(client, store);
  down.carry(store, client);
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ event: 'ready', url: `http://127.0.0.1:${server.address().port}` })));
process.on('SIGTERM', () => process.exit(0));
process.stdin.on('end', () => process.exit(0)).resume();
