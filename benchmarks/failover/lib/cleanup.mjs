// What has to be undone when the benchmark ends, in order or by Ctrl-C: newest first, each once.
const undone = new Set();
let ending = null;

/** @return a function that says that it is undone already */
export function atEnd(undo) {
  undone.add(undo);
  return () => undone.delete(undo);
}

/** Whether nothing new may be begun. */
export const isEnding = () => ending !== null;

export function end() {
  ending ??= (async () => {
    // What was on its way when the end began comes last.
    for (let undo = [...undone].at(-1); undo; undo = [...undone].at(-1)) {
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
