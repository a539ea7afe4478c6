import { createHash } from "node:crypto";
import type { Outcome } from "../../../core/redrive/ports.ts";
import type { SettledRow } from "../../../core/redrive/runs.ts";
import type { Tables } from "./tables.ts";

/** In order of lane and offset. Records that were given up unread stand there with all offsets of their part. */
export function* settledRows(tables: Tables, outcome?: Outcome): Iterable<SettledRow> {
  for (const { n, id: lane } of tables.lanes.all()) {
    const forfeits = forfeitsOf(tables, n, outcome)[Symbol.iterator]();
    let next = forfeits.next();
    for (const row of outcome === undefined ? tables.settled.ofLane(n) : tables.settled.ofLaneBy(n, outcome)) {
      for (; next.done !== true && next.value.first < row.first; next = forfeits.next()) yield { ...next.value, lane };
      const { entry: _, document: __, ...rest } = row;
      yield { ...rest, lane };
    }
    for (; next.done !== true; next = forfeits.next()) yield { ...next.value, lane };
  }
}

function* forfeitsOf({ parts }: Tables, lane: number, outcome: Outcome | undefined): Iterable<Omit<SettledRow, "lane">> {
  for (const { first, last, forfeited } of parts.forfeited(lane)) {
    if (forfeited === undefined || (outcome !== undefined && forfeited.outcome !== outcome)) continue;
    yield { first, last, ...forfeited, batch: undefined };
  }
}

/** SHA-256 over everything that is settled: two journals that say the same of the same offsets have the same. */
export function digestOf(tables: Tables): string {
  const hash = createHash("sha256");
  for (const { lane, first, last, records, outcome, reason } of settledRows(tables))
    hash.update(`${JSON.stringify([lane.topic, lane.partition, `${first}`, `${last}`, records, outcome, reason ?? null])}\n`);
  return hash.digest("hex");
}
