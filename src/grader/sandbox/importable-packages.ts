import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bundledPackages, isImportable } from "../../engine/inpage/package-list.ts";

interface Description {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Names of the folders in `modules` that programs need: the packages that they may import, and what those import in
 * their turn. What else lies there is none of theirs: tools keep texts of the course beside the packages.
 * `without`: packages that come from elsewhere.
 */
export async function importablePackages(modules: string, without: ReadonlySet<string>): Promise<string[]> {
  const places = new Set<string>();
  const visit = async (name: string, from: string): Promise<void> => {
    const place = placeOf(name, from, modules);
    if (place === undefined || places.has(place)) return;
    places.add(place);
    const { dependencies, optionalDependencies } = JSON.parse(
      await readFile(join(place, "package.json"), "utf8"),
    ) as Description;
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) await visit(each, place);
  };
  for (const { name } of bundledPackages.filter(isImportable))
    if (!without.has(name)) await visit(name, modules);
  // One inside of another goes with that one.
  return [...places]
    .map((place) => place.slice(modules.length + 1))
    .filter((name) => !name.includes("/node_modules/"))
    .sort();
}

/** As Node finds it: in the package that imports it, or above. */
function placeOf(name: string, from: string, modules: string): string | undefined {
  for (let folder = from; folder.length > modules.length; folder = dirname(folder)) {
    const place = join(folder, "node_modules", name);
    if (existsSync(join(place, "package.json"))) return place;
  }
  const place = join(modules, name);
  return existsSync(join(place, "package.json")) ? place : undefined;
}
