// What has to be undone when the benchmark ends, in order or by Ctrl-C: newest first, each once.
const undone = new Set();
let ending = null;

/** @return a function that says that it is undone already */
export function atEnd(undo) {
  undone.add(undo);
  return () => undone.delete(undo);
}

export function end() {
  ending ??= (async () => {
    for (const undo of [...undone].reverse()) {
      undone.delete(undo);
      try {
        await undo();
      } catch (error) {
        console.error(`left behind: ${error.message}`);
      }
    }
  })();
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    console.error(`\n${signal}: giving back what was rented; once more ends at once`);
    process.once(signal, () => process.exit(130));
    await end();
    process.exit(130);
  });
}
