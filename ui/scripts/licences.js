// Writes the list of the packages that Baton is built from, with their licences: `npm run licences`.
// It reads the sources that `cargo fetch` and `npm ci` put on this machine.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LIST, pagePackages, readTop, rustPackages } from "./packages.js";

const HEAD = `The packages that Baton is built from, with their licences. Written by \`cargo xtask licences\`; do not edit.

Baton uses each under one of the licences it offers. A text that several share stands here once.
`;
const TEXT_FILE = /^(licen[cs]e|copying|unlicense|notice)/i;
const REGISTRY = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/src");
const NODE_MODULES = fileURLToPath(new URL("../node_modules/", import.meta.url));

function rust({ name, version }) {
  const folder = readdirSync(REGISTRY)
    .map((index) => join(REGISTRY, index, `${name}-${version}`))
    .find((path) => existsSync(path));
  if (!folder) throw new Error(`the sources of ${name} ${version} are not here: run \`cargo fetch\` first`);
  const manifest = readFileSync(join(folder, "Cargo.toml"), "utf8");
  const field = (wanted) => manifest.match(new RegExp(`^${wanted} = "(.*)"$`, "m"))?.[1];
  const authors = manifest.match(/^authors = \[([^\]]*)\]/m)?.[1] ?? "";
  const people = [...authors.matchAll(/"([^"<]*?)\s*(?:<[^"]*)?"/g)].map((match) => match[1]);
  return { name, version, licence: field("license"), texts: texts(folder), people };
}

function page({ name, version, licence }) {
  return { name, version, licence, texts: texts(join(NODE_MODULES, name)), people: [] };
}

/** The shortest of the licences offered where one of them is MIT; else everything that is there. */
function texts(folder) {
  const files = readdirSync(folder).filter(
    (name) => TEXT_FILE.test(name) && statSync(join(folder, name)).isFile(),
  );
  const mit = files.filter((name) => /mit/i.test(name));
  const read = (name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim();
  return (mit.length > 0 ? mit.slice(0, 1) : files.sort()).map(read).filter((text) => text !== "");
}

/** What a package without a text of its own is used under. */
function standard({ name, version, licence, people }, all) {
  const holders = people.length > 0 ? people.join(", ") : `the authors of ${name}`;
  const words = licence ?? "";
  if (/\bMIT\b/.test(words)) return mitOf(holders);
  if (words.includes("Apache-2.0")) return readTop("LICENSE").trim();
  const same = all.find((one) => one.licence === licence && one.texts.length > 0);
  if (!same) throw new Error(`no text is known for the licence of ${name} ${version}: ${licence}`);
  return same.texts[0];
}

function mitOf(holders) {
  return `MIT License

Copyright (c) ${holders}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}

const packages = [
  ...rustPackages(readTop("Cargo.lock")).map(rust),
  ...pagePackages(JSON.parse(readTop("ui/package-lock.json"))).map(page),
];
for (const one of packages) {
  if (one.texts.length === 0) one.texts = [standard(one, packages)];
}
const numbers = new Map();
const bodies = [];
const numberOf = (text) => {
  const key = text.replaceAll(/\s+/g, " ");
  if (!numbers.has(key)) {
    bodies.push(
      text
        .split("\n")
        .map((line) => (line.startsWith("@") ? ` ${line}` : line))
        .join("\n"),
    );
    numbers.set(key, bodies.length);
  }
  return numbers.get(key);
};
const entries = packages.map(
  ({ name, version, licence, texts }) =>
    `@package ${name} ${version}\n@licence ${licence ?? "see its text"}\n@texts ${texts.map(numberOf).join(" ")}\n`,
);
const written = bodies.map((text, index) => `@text ${index + 1}\n${text}\n`);
writeFileSync(LIST, [HEAD, entries.join(""), ...written].join("\n"));
console.log(`${packages.length} packages, ${bodies.length} texts in ${LIST}`);
