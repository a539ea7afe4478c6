/** `npm run check`: everything that needs no running program. Runs all steps, then names the ones that failed. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["lint, format, import boundaries", "biome", "check", "--error-on-warnings", "."],
  ["types", "tsc", "-p", "."],
  ["types of the pure core", "tsc", "-p", "src/core"],
  ["dead code", "knip"],
  ["docs and manifest are fresh", "node", "scripts/docs.ts", "--check"],
];

let failed = 0;
for (const [name, command, ...args] of steps) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  console.log(`${status === 0 ? "✔" : "✖"} ${name}`);
  if (status !== 0) failed++;
}
console.log(`${steps.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
