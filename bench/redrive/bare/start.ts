import { fileURLToPath } from "node:url";
import { ended, started } from "../../processes.ts";
import type { BareCounts, BareSetup } from "./setup.ts";

export interface BareAws {
  readonly port: string;
  counts(): Promise<BareCounts>;
}

/** Runs `work` beside a bare AWS of its own, which begins with all of its documents. */
export async function withBareAws<T>(setup: BareSetup, work: (aws: BareAws) => Promise<T>): Promise<T> {
  const aws = await started([fileURLToPath(new URL("aws.ts", import.meta.url)), JSON.stringify(setup)]);
  try {
    const counts = async () => (await (await fetch(`http://127.0.0.1:${aws.line}/_bench/counts`)).json()) as BareCounts;
    return await work({ port: aws.line, counts });
  } finally {
    await ended(aws.process);
  }
}
