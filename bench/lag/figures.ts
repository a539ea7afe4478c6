import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { quantile } from "../../src/core/statistics.ts";
import { errorOf, predictionsOf } from "../../test/support/lag/outages.ts";
import type { Refreshes } from "./refreshes.ts";

const targets = { refreshMs: 50, growthMib: 5, residentMib: 200, predictionError: 0.15 };

/** What watching a fleet takes, and how good its predictions are. */
export async function lagFigures(smoke: boolean): Promise<string> {
  const [mappings, refreshes, outages] = smoke ? [50, 20, 5] : [500, 1_000, 100];
  const taken = refreshesOf(mappings, refreshes);
  const both = taken.computedMs.map((computedMs, index) => computedMs + (taken.drawnMs[index] ?? 0));
  const [warm, last] = [taken.memory[0], taken.memory.at(-1)];
  const growthMib = (last?.heapMib ?? Number.NaN) - (warm?.heapMib ?? Number.NaN);
  const errors: number[] = [];
  for (let number = 0; number < outages; number++) errors.push(...(await predictionsOf(number)).map(errorOf));
  const ms = (values: readonly number[], share: number): string => `${(quantile(values, share) ?? Number.NaN).toFixed(1)} ms`;
  const percent = (share: number): string => `${((quantile(errors, share) ?? Number.NaN) * 100).toFixed(1)} %`;
  return [
    `${mappings} mappings, 60 minutes of each (${Object.entries(taken.verdicts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(", ")}), ${refreshes} refreshes, a terminal of 120 × 40`,
    "",
    "| figure | median | 9 of 10 within | target | |",
    "| --- | ---: | ---: | ---: | --- |",
    `| CPU of a refresh, computed | ${ms(taken.computedMs, 0.5)} | ${ms(taken.computedMs, 0.9)} | | |`,
    `| CPU of a refresh, drawn | ${ms(taken.drawnMs, 0.5)} | ${ms(taken.drawnMs, 0.9)} | | |`,
    `| both | ${ms(both, 0.5)} | ${ms(both, 0.9)} | ≤ ${targets.refreshMs} ms | ${outcome(quantile(both, 0.5), targets.refreshMs)} |`,
    `| JavaScript's memory, from refresh ${warm?.refreshes} to ${last?.refreshes} | ${growthMib.toFixed(1)} MiB more | | ≤ ${targets.growthMib} MiB | ${outcome(growthMib, targets.growthMib)} |`,
    `| memory of the process at the end | ${(last?.residentMib ?? Number.NaN).toFixed(0)} MiB | | ≤ ${targets.residentMib} MiB | ${outcome(last?.residentMib, targets.residentMib)} |`,
    `| error of ${errors.length} predictions of the way back from ${outages} outages | ${percent(0.5)} | ${percent(0.9)} | ≤ ${targets.predictionError * 100} % | ${outcome(quantile(errors, 0.5), targets.predictionError)} |`,
  ].join("\n");
}

function outcome(value: number | undefined, target: number): string {
  if (value === undefined) return "not measured";
  return value <= target ? "met" : `missed by ${((value / target - 1) * 100).toFixed(0)} %`;
}

/** In a process of its own, whose memory is all theirs, and bundled like mskctl itself: Node needs much memory to take types away. */
function refreshesOf(mappings: number, refreshes: number): Refreshes {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-bench-"));
  try {
    buildSync({
      entryPoints: [fileURLToPath(new URL("refreshes.ts", import.meta.url))],
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      // What is imported only in some cases stays apart.
      splitting: true,
      format: "esm",
      platform: "node",
      mainFields: ["module", "main"],
      minify: true,
      keepNames: true,
      external: ["react-devtools-core"],
      define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"' },
      banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
      logLevel: "error",
    });
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--expose-gc", join(folder, "refreshes.mjs"), `${mappings}`, `${refreshes}`],
      {
        encoding: "utf8",
        maxBuffer: 1 << 28,
      },
    );
    if (status !== 0) throw new Error(`refreshes ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as Refreshes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
