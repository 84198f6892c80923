import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative, so that the page works under any protocol the shell serves it with.
  base: "./",
  plugins: [svelte()],
  clearScreen: false,
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  build: {
    target: ["safari15", "chrome105"],
    // The content security policy allows no inline data for scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The fake host with its recorded answers, in the page for tests alone; the page itself is half as large.
    chunkSizeWarningLimit: 800,
  },
  // A grammar that is loaded for the first time on a busy machine takes longer than five seconds.
  test: { include: ["src/**/*.test.ts", "scripts/*.test.js"], environment: "node", testTimeout: 60_000 },
});
