import type { FileEntry } from "@/api/types.ts";
import { iso, T0 } from "./samples.ts";

const FILES: readonly (readonly [path: string, size: number, change?: Partial<FileEntry>])[] = [
  ["/root/.bashrc", 3_106],
  ["/root/notes.txt", 812],
  ["/root/project/train.py", 14_233],
  ["/root/project/README.md", 2_048],
  ["/root/project/latest", 0, { type: "symlink", target: "checkpoints/step-9000.pt", mode: "0777" }],
  ["/root/project/checkpoints/step-8000.pt", 2_400_000_000],
  ["/root/project/checkpoints/step-9000.pt", 2_400_000_000, { fuzzy: true }],
  ["/root/project/data/part-0001.bin", 180_000_000],
  ["/root/project/data/part-0002.bin", 180_000_000],
  ["/root/project/data/a very long name that somebody once gave to a file of results, final version 3.csv", 44_120],
  ["/home/ana/.profile", 807],
];

function entry(path: string, change: Partial<FileEntry>): FileEntry {
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    type: "file",
    size: 0,
    mode: "0644",
    uid: 0,
    gid: 0,
    mtime: iso(T0 - 7_200_000 - path.length * 61_000),
    fuzzy: false,
    target: null,
    children: null,
    bytes_below: null,
    ...change,
  };
}

/** A small tree as every version of the fake has it. */
export const ALL_FILES: FileEntry[] = FILES.map(([path, size, change]) => entry(path, { size, ...change }));

export const ALL_BYTES = FILES.reduce((sum, [, size]) => sum + size, 0);

export function filesBelow(path: string): FileEntry[] {
  const prefix = path === "/" ? "/" : `${path}/`;
  return ALL_FILES.filter((file) => file.path.startsWith(prefix) || file.path === path);
}

/** One folder as the API lists it: its files, and its folders with what is below them. */
export function listFolder(path: string): FileEntry[] {
  const prefix = path === "/" ? "/" : `${path}/`;
  const names = new Set(filesBelow(path).map((file) => file.path.slice(prefix.length).split("/")[0] ?? ""));
  return [...names]
    .filter((name) => name !== "")
    .sort()
    .map((name) => {
      const own = prefix + name;
      const file = ALL_FILES.find((one) => one.path === own);
      if (file) return file;
      const below = filesBelow(own);
      const children = new Set(below.map((one) => one.path.slice(own.length + 1).split("/")[0])).size;
      return entry(own, { type: "directory", mode: "0755", children, bytes_below: below.reduce((sum, one) => sum + one.size, 0) });
    });
}

export function searchFiles(text: string): FileEntry[] {
  return ALL_FILES.filter((file) => file.name.toLowerCase().includes(text.toLowerCase()));
}
