import { spawnSync } from "node:child_process";
import { medianTimes, type Row } from "./measure.ts";
import { withFleet } from "./sandbox.ts";

/** 500 mappings read whole, process start included: mskctl beside the AWS CLI on the same endpoint. */
export async function listing(rounds: number): Promise<Row[]> {
  if (spawnSync("aws", ["--version"]).status !== 0) {
    console.error("list: no `aws` on this machine, so there is nothing to compare with");
    return [];
  }
  return withFleet(500, (environment) => {
    const times = medianTimes(
      [
        { name: "mskctl", command: [process.execPath, "bin/run.js", "list", "--json"], environment },
        { name: "aws", command: ["aws", "lambda", "list-event-source-mappings", "--output", "json"], environment },
      ],
      rounds,
    );
    const of = (name: string) => times.get(name) ?? Number.NaN;
    return [
      {
        what: "`mskctl list --json`, 500 mappings",
        medianMs: of("mskctl"),
        peer: "`aws lambda list-event-source-mappings`",
        peerMs: of("aws"),
        target: 0.5,
      },
    ];
  });
}
