// Rewrites package-lock.json after a change of dependencies: `npm run lock`.
// A registry mirror may lack packages for other platforms; npm then leaves them out of the lock file and `npm ci`
// refuses it. They are put back by name and version, so that the same lock file installs on every platform.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const FILE = "package-lock.json";
const SYSTEMS = ["android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "win32"];
const CHIPS = ["arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "x64"];

execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts"], { stdio: "inherit" });
const lock = JSON.parse(readFileSync(FILE, "utf8"));
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === "") continue;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    lock.packages[`node_modules/${name}`] ??= platformPackage(name, version, entry.dev);
  }
}
for (const entry of Object.values(lock.packages)) delete entry.resolved;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);

function platformPackage(name, version, dev) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = CHIPS.filter((chip) => words.includes(chip));
  const libc = words.includes("musl") ? ["musl"] : undefined;
  return {
    version,
    cpu: cpu.length ? cpu : undefined,
    dev,
    libc,
    optional: true,
    os: os.length ? os : undefined,
  };
}
