// The names of the contract's commands, as the page's own code imports them.
import { readFile } from "node:fs/promises";
import ts from "typescript";

const source = await readFile(new URL("../src/lib/contract.ts", import.meta.url), "utf8");
const { outputText } = ts.transpileModule(source, {
  compilerOptions: { module: "ESNext", target: "ES2022" },
});

export const { COMMANDS } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
