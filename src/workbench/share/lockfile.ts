import type { LockEntry, LockedPackages } from "./project-parts.ts";

export interface LockfileRoot {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** A `package-lock.json` for these packages alone. A package that is not in `locked` is left for npm to find. */
export function lockfile(root: LockfileRoot, locked: LockedPackages): string {
  const always = placesOf(Object.keys(root.dependencies), locked);
  const all = placesOf(Object.keys({ ...root.dependencies, ...root.devDependencies }), locked);
  const packages = [...all].sort().flatMap((place) => {
    const entry = locked[place];
    return entry === undefined ? [] : [[place, always.has(place) ? entry : { ...entry, dev: true }] as const];
  });
  const { name } = root;
  const parts = {
    name,
    lockfileVersion: 3,
    requires: true,
    packages: { "": root, ...Object.fromEntries(packages) },
  };
  return `${JSON.stringify(parts, null, 2)}\n`;
}

/** The places of these packages and of all that they need. */
export function placesOf(names: readonly string[], locked: LockedPackages): Set<string> {
  const found = new Set<string>();
  const add = (name: string, from: string) => {
    const place = placesFrom(from, name).find((path) => path in locked);
    const entry = place === undefined ? undefined : locked[place];
    if (place === undefined || entry === undefined || found.has(place)) return;
    found.add(place);
    for (const next of neededBy(entry)) add(next, place);
  };
  for (const name of names) add(name, "");
  return found;
}

/** npm installs what a package depends on, and the peers that it does not call optional. */
function neededBy({
  dependencies,
  optionalDependencies,
  peerDependencies,
  peerDependenciesMeta,
}: LockEntry): string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter(
    (name) => peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/** Where Node looks for a package: beside the one that needs it, then further and further up. */
function placesFrom(place: string, name: string): string[] {
  const steps = place === "" ? [] : place.split("/node_modules/");
  const upwards = steps.map((_, index) => steps.slice(0, index + 1).join("/node_modules/")).reverse();
  return [...upwards.map((above) => `${above}/node_modules/${name}`), `node_modules/${name}`];
}
