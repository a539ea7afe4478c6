import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { medianTimes } from "../measure.ts";
import { withFleet } from "../sandbox.ts";

const mappings = 50;
const mostMs = 800;
const node = process.execPath;

/** Process start to the whole of `mskctl lag`, beside a process that only makes the same calls with the SDK's clients. */
export function firstPicture(rounds: number): Promise<string> {
  return withFleet(mappings, (environment) => {
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
    const outcome = overMs <= mostMs ? "met" : `missed by ${(overMs - mostMs).toFixed(0)} ms`;
    return [
      `${mappings} mappings, ${ours} calls, whole processes in turn, medians of ${rounds} rounds`,
      "",
      "| figure | median | beside | median | difference | target | |",
      "| --- | ---: | --- | ---: | ---: | ---: | --- |",
      `| start to the first picture of \`mskctl lag\` | ${lagMs.toFixed(0)} ms | the same calls by bare SDK clients | ${bareMs.toFixed(0)} ms | ${overMs.toFixed(0)} ms | ≤ ${mostMs} ms | ${outcome} |`,
    ].join("\n");
  });
}
