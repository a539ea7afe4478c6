import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import type { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { secondsSince } from "../processes.ts";
import { environmentOf, nodeFlags, program, type Reached, stateFolder } from "./cli.ts";
import { mappingUuid } from "./place.ts";

/** One `mskctl redrive export` as a whole process. */
export interface ExportRun {
  readonly seconds: number;
  /** Of all of its threads. */
  readonly cpuSeconds: number;
  readonly peakMib: number;
}

interface Usage {
  readonly peakKib: number;
  readonly cpuSeconds: number;
}

/** Runs in the program as it ends, when all that it took is known. Linux counts the memory; elsewhere it is not known. */
const usageAtExit = `import { existsSync, readFileSync, writeSync } from "node:fs";
process.on("exit", () => {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ peakKib: Number(/^VmHWM:\\s+(\\d+) kB$/m.exec(status)?.[1]), cpuSeconds: (user + system) / 1e6 }));
});`;

/** Exports all of the mapping, as a user would; it fails when a document is left out. */
export async function exportByCli({ port, bootstrap }: Reached, flags: readonly string[], documents: number): Promise<ExportRun> {
  const state = stateFolder(bootstrap);
  const startedAt = performance.now();
  const looking = ["--import", `data:text/javascript,${encodeURIComponent(usageAtExit)}`];
  const child = spawn(
    process.execPath,
    [...nodeFlags(), ...looking, program, "redrive", "export", mappingUuid, "--json", "--anyway", "--out", `${state}/handover`, ...flags],
    { env: environmentOf(port, state), stdio: ["ignore", "pipe", "inherit", "pipe"] },
  );
  const exit = once(child, "exit") as Promise<[number | null]>;
  try {
    const [answer, usage, [exitCode]] = await Promise.all([json(child.stdout as Readable), json(child.stdio[3] as Readable), exit]);
    const seconds = secondsSince(startedAt);
    const { peakKib, cpuSeconds } = usage as Usage;
    const exported = (answer as { readonly documents?: number }).documents;
    if (exitCode !== 0 || exported !== documents)
      throw new Error(`export ended with ${exitCode} and ${exported} of ${documents} documents`);
    return { seconds, cpuSeconds, peakMib: peakKib / 1_024 };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}
