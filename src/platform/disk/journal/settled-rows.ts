import { createHash } from "node:crypto";
import type { Outcome } from "../../../core/redrive/ports.ts";
import type { SettledRow } from "../../../core/redrive/runs.ts";
import type { KnownLane } from "./lanes-table.ts";
import type { Tables } from "./tables.ts";

interface MarkedRow extends SettledRow {
  readonly isForfeited: boolean;
}

/** In order of lane and offset. Among them are parts with forfeited records, each as its range: no offset of it is settled by that. */
export function* settledRows(tables: Tables, outcome?: Outcome): Iterable<SettledRow> {
  for (const { isForfeited: _, ...row } of markedRows(tables, outcome)) yield row;
}

/** SHA-256 over everything that is settled or forfeited: two journals that say the same of the same offsets have the same. */
export function digestOf(tables: Tables): string {
  const hash = createHash("sha256");
  for (const { lane, first, last, records, outcome, reason, isForfeited } of markedRows(tables))
    hash.update(`${JSON.stringify([lane.topic, lane.partition, `${first}`, `${last}`, records, outcome, reason ?? null, isForfeited])}\n`);
  return hash.digest("hex");
}

function* markedRows(tables: Tables, outcome?: Outcome): Iterable<MarkedRow> {
  for (const lane of tables.lanes.all()) yield* inOrder(settledOf(tables, lane, outcome), forfeitedOf(tables, lane, outcome));
}

function* settledOf({ settled }: Tables, { n, id }: KnownLane, outcome: Outcome | undefined): Iterable<MarkedRow> {
  for (const { entry: _, document: __, keyMark: ___, ...row } of outcome === undefined ? settled.ofLane(n) : settled.ofLaneBy(n, outcome))
    yield { ...row, lane: id, isForfeited: false };
}

function* forfeitedOf({ parts }: Tables, { n, id }: KnownLane, outcome: Outcome | undefined): Iterable<MarkedRow> {
  for (const { first, last, forfeited } of parts.forfeited(n)) {
    if (forfeited === undefined || (outcome !== undefined && forfeited.outcome !== outcome)) continue;
    yield { lane: id, first, last, ...forfeited, batch: undefined, isForfeited: true };
  }
}

/** Of two that are each in order of their first offsets. */
function* inOrder(a: Iterable<MarkedRow>, b: Iterable<MarkedRow>): Iterable<MarkedRow> {
  const rest = b[Symbol.iterator]();
  let next = rest.next();
  for (const row of a) {
    for (; next.done !== true && next.value.first < row.first; next = rest.next()) yield next.value;
    yield row;
  }
  for (; next.done !== true; next = rest.next()) yield next.value;
}
