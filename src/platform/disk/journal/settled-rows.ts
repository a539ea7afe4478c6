import { createHash } from "node:crypto";
import type { Outcome } from "../../../core/redrive/ports.ts";
import type { SettledRow } from "../../../core/redrive/runs.ts";
import type { Tables } from "./tables.ts";

/** In order of lane and offset. */
export function* settledRows({ lanes, settled }: Tables, outcome?: Outcome): Iterable<SettledRow> {
  for (const { n, id: lane } of lanes.all())
    for (const row of outcome === undefined ? settled.ofLane(n) : settled.ofLaneBy(n, outcome)) {
      const { entry: _, ...rest } = row;
      yield { ...rest, lane };
    }
}

/** SHA-256 over everything that is settled: two journals that say the same of the same offsets have the same. */
export function digestOf(tables: Tables): string {
  const hash = createHash("sha256");
  for (const { lane, first, last, records, outcome, reason } of settledRows(tables))
    hash.update(`${JSON.stringify([lane.topic, lane.partition, `${first}`, `${last}`, records, outcome, reason ?? null])}\n`);
  return hash.digest("hex");
}
