import type { RunJournal } from "../../src/core/redrive/journal.ts";
import { recordName, type Scenario, type TrueDocument, type TrueRecord } from "./scenario.ts";
import type { SimulatedDisk } from "./simulated-disk.ts";
import type { World } from "./world.ts";

/** How often a record was processed once more than needed. */
export function duplicatesIn({ processed }: World): number {
  return [...processed.values()].reduce((sum, times) => sum + times - 1, 0);
}

function failedRecords({ documents }: Scenario): readonly TrueRecord[] {
  const names = new Map(documents.flatMap(({ records }) => records).map((each) => [recordName(each.lane, each.offset), each]));
  return [...names.values()];
}

/** Records that are neither processed, with that on disk, nor in a document that is still there. */
export function lostRecords(world: World, journal: Pick<RunJournal, "settled">): string[] {
  const holding = holders(world.scenario);
  return failedRecords(world.scenario)
    .filter(({ lane, offset }) => {
      const name = recordName(lane, offset);
      const documents = holding.get(name) ?? [];
      if (documents.some(({ id }) => world.isPresent(id)) || documents.every(({ id }) => world.stolen.has(id))) return false;
      const [settled] = journal.settled(lane, { first: offset, last: offset });
      return settled?.outcome !== "redriven" || !world.processed.has(name);
    })
    .map(({ lane, offset }) => recordName(lane, offset));
}

/** The documents of each record. */
function holders({ documents }: Scenario): ReadonlyMap<string, readonly TrueDocument[]> {
  const holding = new Map<string, TrueDocument[]>();
  for (const document of documents) {
    for (const { lane, offset } of document.records) {
      const name = recordName(lane, offset);
      holding.set(name, [...(holding.get(name) ?? []), document]);
    }
  }
  return holding;
}

/** Invariant 2: records add up, and nothing remains of a part that is closed. */
export function unaccounted(journal: RunJournal): string[] {
  const { seen, redriven, parked, unrecoverable, filtered, remaining } = journal.counts();
  const open = journal.lanes().flatMap((lane) => journal.parts(lane, undefined, Number.MAX_SAFE_INTEGER));
  const ofParts = open.reduce((sum, { found, claimed, settled }) => sum + (found ?? claimed) - settled, 0);
  const sum = redriven + parked + unrecoverable + filtered + remaining;
  return [
    ...(remaining === ofParts ? [] : [`${remaining} records remain, ${ofParts} in open parts`]),
    ...(seen === sum ? [] : [`${seen} records seen, ${sum} accounted for`]),
  ];
}

/** What must hold at the end of a run. */
export function brokenPromises(world: World, journal: RunJournal, disk: SimulatedDisk): string[] {
  const { scenario, stolen, isMended } = world;
  const { redriven, parked, unrecoverable, possibleDuplicates } = journal.counts();
  const duplicates = duplicatesIn(world);
  const forfeits = [...disk.entries(["closed"])].some((entry) => entry.kind === "closed" && entry.forfeited !== undefined);
  const isWhole = journal.lanes().length === 0 && !forfeits && stolen.size === 0 && unrecoverable === 0;
  const [failed, settled] = [failedRecords(scenario).length, redriven + parked];
  return [
    ...(isWhole && settled !== failed ? [`${failed} records failed, ${settled} are accounted for`] : []),
    ...(duplicates > possibleDuplicates ? [`${duplicates} duplicates, ${possibleDuplicates} explained`] : []),
    // A queue has no order between its windows, and what was parked comes behind all else.
    ...(scenario.source === "bucket" && !isMended ? brokenOrder(world) : []),
  ];
}

/** Invariant 3. */
function brokenOrder({ firstSent }: World): string[] {
  return [...firstSent].flatMap(([lane, offsets]) => {
    const broken = offsets.findIndex((offset, index) => index > 0 && offset < (offsets[index - 1] ?? 0n));
    return broken > 0 ? [`partition ${lane}: ${offsets[broken]} was first sent behind ${offsets[broken - 1]}`] : [];
  });
}
