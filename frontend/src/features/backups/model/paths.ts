export interface Crumb {
  readonly name: string;
  readonly path: string;
}

/** The folders down to this one; the root has an empty name. */
export function crumbsOf(path: string): Crumb[] {
  const crumbs: Crumb[] = [{ name: "", path: "/" }];
  let at = "";
  for (const name of path.split("/").filter((part) => part !== "")) {
    at += `/${name}`;
    crumbs.push({ name, path: at });
  }
  return crumbs;
}

export function parentOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? "/" : path.slice(0, cut);
}

/** The lines that say something. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export function allAbsolute(lines: readonly string[]): boolean {
  return lines.every((line) => line.startsWith("/"));
}
