// The packages that the two programs and the window are built from, as the lock files name them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const TOP = new URL("../../", import.meta.url);
const PROGRAMS = ["baton-desktop", "baton-cli"];
/** What of the window's development packages ends up in the page. */
const COMPILED_IN = ["svelte"];

/** The list that the app shows. */
export const LIST = fileURLToPath(new URL("src-tauri/third-party.txt", TOP));

export function readTop(path) {
  return readFileSync(new URL(path, TOP), "utf8");
}

/**
 * Everything Cargo.lock names for the programs, on any platform. It does not tell what only building and testing need, so
 * that is listed too. Sorted `{ name, version }`.
 */
export function rustPackages(lock) {
  const all = lock.split("[[package]]").slice(1).map(rustPackage);
  const found = new Map();
  const visit = (one) => {
    const key = `${one.name} ${one.version}`;
    if (found.has(key)) return;
    found.set(key, one);
    for (const wanted of one.dependencies) visit(named(all, wanted));
  };
  for (const program of PROGRAMS) visit(named(all, program));
  return sorted([...found.values()].filter((one) => one.foreign));
}

function rustPackage(text) {
  const field = (name) => text.match(new RegExp(`^${name} = "(.*)"$`, "m"))?.[1];
  const dependencies = [...text.matchAll(/^ "(.*)",$/gm)].map((match) => match[1]);
  const foreign = field("source") !== undefined;
  return { name: field("name"), version: field("version"), dependencies, foreign };
}

/** A dependency is `name`, or `name version` where there are several. */
function named(all, wanted) {
  const [name, version] = wanted.split(" ");
  const found = all.find((one) => one.name === name && (!version || one.version === version));
  if (!found) throw new Error(`Cargo.lock does not say what ${wanted} is`);
  return found;
}

/** Everything package-lock.json names for the page. Sorted `{ name, version, licence }`. */
export function pagePackages(lock) {
  const root = lock.packages[""];
  const found = new Map();
  const visit = (name) => {
    const entry = lock.packages[`node_modules/${name}`];
    if (!entry || found.has(name)) return;
    found.set(name, { name, version: entry.version, licence: entry.license });
    for (const wanted of Object.keys(entry.dependencies ?? {})) visit(wanted);
  };
  for (const name of [...Object.keys(root.dependencies), ...COMPILED_IN]) visit(name);
  return sorted([...found.values()]);
}

/** The packages of a written list, in its order. */
export function listed(text) {
  const lines = text.matchAll(/^@package (\S+) (\S+)$/gm);
  return [...lines].map(([, name, version]) => ({ name, version }));
}

function sorted(packages) {
  const key = (one) => `${one.name} ${one.version}`;
  return packages.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
