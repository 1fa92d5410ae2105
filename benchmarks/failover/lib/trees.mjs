// Files whose contents are known: made in the machine, hashed there, compared here.
const FOLDER = '$HOME/bench';

/** 200 small files and one of `megabytes`, closed when the command returns. */
export const makeOld = (megabytes) => `set -e; mkdir -p ${FOLDER}/old/deep && cd ${FOLDER}/old && `
  + 'for i in $(seq 1 200); do echo "file $i $(date +%s%N)" >deep/f$i; done && '
  + `head -c ${Math.round(megabytes * 1e6)} /dev/urandom >blob && sync`;

export const makeRecent = (name) => `mkdir -p ${FOLDER}/recent && head -c 20000 /dev/urandom >${FOLDER}/recent/${name}`;

/** Prints its hash. */
export const makeDelta = (megabytes) => `mkdir -p ${FOLDER}/delta && head -c ${Math.round(megabytes * 1e6)} /dev/urandom >${FOLDER}/delta/blob && sync && sha256sum <${FOLDER}/delta/blob`;

export const DELTA = './delta/blob';

export const ticksFolder = `${FOLDER}/ticks`;

/** @return paths with their hashes, without the file that is being written */
export async function hashes(machine) {
  const out = await machine.run(`cd ${FOLDER} && find . -type f ! -path './ticks/*' -print0 | sort -z | xargs -0 sha256sum`, { seconds: 180 });
  return new Map(out.split('\n').filter(Boolean).map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** Of the files in `part` that were there `before`, those that are gone or differ. */
export function lost(before, after, part) {
  return [...before].filter(([path, hash]) => path.startsWith(`./${part}/`) && after.get(path) !== hash).map(([path]) => path);
}

/** Which acknowledged lines of the writer are not in the machine's file. */
export async function lostTicks(machine, ticks) {
  const there = new Set((await machine.run(`cat ${ticksFolder}/ticks`)).split('\n'));
  return ticks.filter(({ written }) => !there.has(written));
}
