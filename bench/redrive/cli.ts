import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { cpuSecondsOf, peakMibOf } from "../processes.ts";
import { mappingUuid, region } from "./place.ts";

export const program = fileURLToPath(new URL("../../bin/run.js", import.meta.url));

/** One `mskctl redrive` from its start to its end; all times are Date.now(). */
export interface CliRun {
  readonly startedAtMs: number;
  /** When it had its plan, and began. */
  readonly plannedAtMs: number;
  readonly endedAtMs: number;
  readonly redriven: number;
  readonly removed: number;
  readonly peakMib: number;
  /** Of all of its threads, from the plan to the end. */
  readonly cpuSeconds: number;
}

/** What the program reaches: the port of a bare AWS, and brokers. */
export interface Reached {
  readonly port: string;
  readonly bootstrap: string;
}

interface EventLine {
  readonly type: string;
  readonly counts?: { readonly redriven: number; readonly removed: number };
}

/** Redrives all of the mapping, as a user would. `flags` are for speed only; it fails when a record is left behind. */
export async function redriveByCli({ port, bootstrap }: Reached, flags: readonly string[], records: number): Promise<CliRun> {
  const state = stateFolder(bootstrap);
  const startedAtMs = Date.now();
  const child = spawn(
    process.execPath,
    [...nodeFlags(), program, "redrive", mappingUuid, "--ndjson", "--yes", "--confirm", mappingUuid, ...flags],
    { env: environmentOf(port, state), stdio: ["ignore", "pipe", "inherit"] },
  );
  const exit = once(child, "exit") as Promise<[number | null]>;
  let [plannedAtMs, endedAtMs, peakMib, cpuSeconds] = [0, 0, 0, 0];
  let counts: EventLine["counts"];
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as EventLine;
      if (event.type === "plan") {
        plannedAtMs = Date.now();
        cpuSeconds = -cpuSecondsOf(child);
      }
      if (event.type !== "end") continue;
      endedAtMs = Date.now();
      peakMib = peakMibOf(child);
      cpuSeconds += cpuSecondsOf(child);
      counts = event.counts;
    }
    const [exitCode] = await exit;
    const { redriven = 0, removed = 0 } = counts ?? {};
    if (exitCode !== 0 || redriven !== records) throw new Error(`redrive ended with ${exitCode} and ${redriven} of ${records} records`);
    return { startedAtMs, plannedAtMs, endedAtMs, redriven, removed, peakMib, cpuSeconds };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** A home for the program, with the brokers in its configuration; whoever asks for it removes it. */
export function stateFolder(bootstrap: string): string {
  const state = mkdtempSync(join(tmpdir(), "mskctl-bench-"));
  mkdirSync(join(state, "mskctl"));
  writeFileSync(join(state, "mskctl", "config.yaml"), `kafka:\n  - cluster: ${bootstrap}\n    encryption: none\n`);
  return state;
}

/** `MSKCTL_BENCH_NODE_FLAGS="--cpu-prof --cpu-prof-dir=…"` looks into the runs. */
export function nodeFlags(): readonly string[] {
  return (process.env["MSKCTL_BENCH_NODE_FLAGS"] ?? "").split(" ").filter((flag) => flag !== "");
}

export function environmentOf(port: string, state: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: state,
    XDG_STATE_HOME: state,
    XDG_CONFIG_HOME: state,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
  };
}
