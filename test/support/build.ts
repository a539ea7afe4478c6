import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** End-to-end tests run the built program: it has to be the one of these sources. */
export function setup(): void {
  execFileSync(process.execPath, ["scripts/build.ts"], { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: "inherit" });
}
