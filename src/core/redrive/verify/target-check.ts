import { formatCount, plural } from "../../figures.ts";
import { type OffsetSet, offsetSet } from "../offset-set.ts";
import type { LaneId } from "../ports.ts";
import type { OpenRun, SettledRow } from "../runs.ts";
import { type Check, createMismatches, type Mismatches, type NotAsked, notChecked } from "./check.ts";

/** A record of the run as it stands in the target. */
export interface DeliveredRecord {
  /** Where it was taken from. */
  readonly lane: LaneId;
  readonly offset: bigint;
  /** A partition, a file: order is only kept within one. */
  readonly place: string;
}

/** A target that can be read again. */
export interface TargetEvidence {
  /** What this run has written, in the order in which it stands in each place. */
  delivered(): AsyncIterable<DeliveredRecord>;
}

interface LaneDelivery {
  readonly seen: OffsetSet;
  /** By place: the furthest offset so far. */
  readonly furthest: Map<string, bigint>;
  twice: bigint;
  outOfOrder: bigint;
}

/** Everything that is called redriven is in the target, twice at most as often as may be, first deliveries in order. Throws as the target does. */
export async function checkTarget(run: OpenRun, target: TargetEvidence | NotAsked): Promise<Check> {
  if ("why" in target) return notChecked("target", target);
  const mismatches = createMismatches();
  const lanes = await readTarget(target);
  const [redriven, missing] = compareRows(run, lanes, mismatches);
  const twice = [...lanes.values()].reduce((sum, lane) => sum + lane.twice, 0n);
  const { possibleDuplicates } = run.journal.counts();
  if (twice > BigInt(possibleDuplicates))
    mismatches.add(`${formatCount(twice)} are there twice, at most ${formatCount(possibleDuplicates)} may be`);
  const retried = lanesOutOfOrder(run);
  for (const [lane, { outOfOrder }] of lanes) {
    if (outOfOrder > 0n && !retried.has(lane)) mismatches.add(`${lane}: ${formatCount(outOfOrder)} out of order`);
  }
  const says = [
    `${plural(redriven, "redriven record")} looked for, ${formatCount(missing)} missing, ${formatCount(twice)} there twice`,
    ...(retried.size === 0 ? [] : [`order not compared in ${plural(retried.size, "partition")}, where parked records were sent later`]),
  ];
  return mismatches.check("target", says.join("; "));
}

async function readTarget(target: TargetEvidence): Promise<ReadonlyMap<string, LaneDelivery>> {
  const lanes = new Map<string, LaneDelivery>();
  for await (const { lane, offset, place } of target.delivered()) {
    const key = `${lane.topic}-${lane.partition}`;
    const delivery = lanes.get(key) ?? { seen: offsetSet(), furthest: new Map<string, bigint>(), twice: 0n, outOfOrder: 0n };
    lanes.set(key, delivery);
    if (delivery.seen.has(offset)) {
      delivery.twice += 1n;
      continue;
    }
    delivery.seen.add({ first: offset, last: offset });
    if (offset < (delivery.furthest.get(place) ?? -1n)) delivery.outOfOrder += 1n;
    else delivery.furthest.set(place, offset);
  }
  return lanes;
}

function compareRows(
  run: OpenRun,
  lanes: ReadonlyMap<string, LaneDelivery>,
  mismatches: Mismatches,
): readonly [redriven: number, missing: number] {
  let [redriven, missing] = [0, 0];
  for (const row of run.rows("redriven")) {
    const key = `${row.lane.topic}-${row.lane.partition}`;
    const there = lanes.get(key)?.seen.common(row) ?? 0n;
    redriven += row.records;
    const lacking = row.records - Number(there);
    if (lacking <= 0) continue;
    missing += lacking;
    mismatches.add(`${key} ${missingIn(row, lanes.get(key)?.seen)}: ${plural(lacking, "record")} missing`);
  }
  return [redriven, missing];
}

/** The first offset that is not there, and where the run ends. */
function missingIn({ first, last }: SettledRow, seen: OffsetSet | undefined): string {
  let offset = first;
  while (offset < last && seen?.has(offset) === true) offset += 1n;
  return offset === last ? String(offset) : `${offset}..${last}`;
}

/** Lanes whose records were not redriven in ascending order: parked ones were tried again. */
function lanesOutOfOrder(run: OpenRun): ReadonlySet<string> {
  const furthest = new Map<string, bigint>();
  const found = new Set<string>();
  for (const entry of run.entries(["settled"])) {
    if (entry.kind !== "settled" || entry.outcome !== "redriven") continue;
    const key = `${entry.lane.topic}-${entry.lane.partition}`;
    if (entry.first < (furthest.get(key) ?? -1n)) found.add(key);
    else furthest.set(key, entry.last);
  }
  return found;
}
