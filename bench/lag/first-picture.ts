import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { quantile } from "../../src/core/statistics.ts";
import type { Environment } from "../../test/support/program.ts";
import { medianTimes } from "../measure.ts";
import { withFleet } from "../sandbox.ts";

const mappings = 50;
const mostMs = 800;
const node = process.execPath;

/** Process start to the whole of `mskctl lag`, beside a process that only makes the same calls with the SDK's clients. */
export function firstPicture(rounds: number): Promise<string> {
  return withFleet(mappings, async (environment) => {
    const bare = { name: "bare", command: [node, fileURLToPath(new URL("bare-calls.ts", import.meta.url))], environment };
    const lag = { name: "lag", command: [node, "bin/run.js", "lag"], environment };
    const printed = [[...lag.command, "--json"], bare.command].map(([program = "", ...argv]) => {
      const { status, stdout, stderr } = spawnSync(program, argv, { encoding: "utf8", env: { ...process.env, ...environment } });
      if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
      return stdout;
    });
    const [ours, theirs] = [(JSON.parse(printed[0] ?? "") as { readonly calls: number }).calls, Number(printed[1])];
    if (ours !== theirs) throw new Error(`mskctl lag made ${ours} calls, and the bare script ${theirs}: not the same work`);
    const times = medianTimes([lag, bare], rounds);
    const [lagMs, bareMs] = [times.get("lag") ?? Number.NaN, times.get("bare") ?? Number.NaN];
    const overMs = lagMs - bareMs;
    const frames: number[] = [];
    for (let round = 0; round < rounds; round++) frames.push(await firstFrameMs(environment));
    const frameMs = quantile(frames, 0.5) ?? Number.NaN;
    return [
      `${mappings} mappings, ${ours} calls, whole processes in turn, medians of ${rounds} rounds`,
      "",
      "| figure | median | beside | median | difference | target | |",
      "| --- | ---: | --- | ---: | ---: | ---: | --- |",
      `| start to the first picture of \`mskctl lag\` | ${lagMs.toFixed(0)} ms | the same calls by bare SDK clients | ${bareMs.toFixed(0)} ms | ${overMs.toFixed(0)} ms | ≤ ${mostMs} ms | ${outcomeOf(overMs)} |`,
      `| start to the first full frame of \`mskctl lag --watch\` | ${frameMs.toFixed(0)} ms | the same | ${bareMs.toFixed(0)} ms | ${(frameMs - bareMs).toFixed(0)} ms | ≤ ${mostMs} ms | ${outcomeOf(frameMs - bareMs)} |`,
    ].join("\n");
  });
}

function outcomeOf(overMs: number): string {
  return overMs <= mostMs ? "met" : `missed by ${(overMs - mostMs).toFixed(0)} ms`;
}

/** On a pseudo-terminal, which `script` of util-linux makes: until the screen counts the verdicts. */
async function firstFrameMs(environment: Environment): Promise<number> {
  const command = `stty cols 120 rows 40; exec ${node} bin/run.js lag --watch`;
  const startedMs = performance.now();
  const child = spawn("script", ["--quiet", "--return", "--flush", "--command", command, "/dev/null"], {
    env: { ...process.env, SHELL: "/bin/sh", TERM: "xterm-256color", LANG: "C.UTF-8", ...environment },
    stdio: "pipe",
  });
  let output = "";
  let frameMs = Number.NaN;
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    output += chunk;
    if (!/● \d+ (ok|idle)/.test(output)) continue;
    frameMs = performance.now() - startedMs;
    break;
  }
  child.kill();
  if (child.exitCode === null) await once(child, "exit");
  if (Number.isNaN(frameMs)) throw new Error(`no full frame came: ${output}`);
  return frameMs;
}
