import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { thousands, within } from "./rates.ts";

/** The second sitting of a run, behind a crash halfway. */
export interface SittingOfMany {
  readonly runId: string;
  /** From the start of the process to the first batch that leaves. */
  readonly firstSendMs: number;
  /** Resident memory after a tenth of its records, and after all. */
  readonly earlyMib: number;
  readonly lateMib: number;
  readonly sent: number;
  readonly redriven: number;
}

const program = fileURLToPath(new URL("million-run.ts", import.meta.url));
/** What the allocator keeps back and forth (assumption); a document costs nothing that stays. */
const flatWithinMib = 20;
const mostResumeMs = 5_000;

/** Very many documents of one record, without network: what journal, machine and lanes take. */
export function manyDocuments(documents: number): string {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-bench-"));
  try {
    const runId = sitting("begin", folder, documents).trim();
    const { firstSendMs, earlyMib, lateMib, redriven } = JSON.parse(sitting("resume", folder, documents, runId)) as SittingOfMany;
    if (redriven !== documents) throw new Error(`${redriven} of ${documents} documents were redriven`);
    const more = lateMib - earlyMib;
    return [
      `| ${thousands(documents)} documents, killed halfway, on the engine alone | | target | |`,
      "| --- | ---: | --- | --- |",
      `| resume, from the start of the process to the first batch | ${(firstSendMs / 1_000).toFixed(1)} s | ≤ 5 s | ${within(firstSendMs, mostResumeMs)} |`,
      `| memory, from a tenth of the second half to its end | ${earlyMib.toFixed(0)} → ${lateMib.toFixed(0)} MiB | flat (≤ ${flatWithinMib} MiB more) | ${within(more, flatWithinMib)} |`,
    ].join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sitting(...given: readonly (string | number)[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...given.map(String)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${given[0]} ended with ${status}: ${stderr}`);
  return stdout;
}
