import { expect } from "vitest";
import type { JournalAccount } from "./journal-account.ts";

/** A record that reached the target. */
export interface Delivered {
  /** `partition:offset`. */
  readonly record: string;
  /** Number of the program that brought it. */
  readonly sitting: number;
}

export interface RoundFacts {
  readonly wanted: ReadonlySet<string>;
  /** In the order of their coming. */
  readonly delivered: readonly Delivered[];
  readonly journal: JournalAccount;
  /** Order holds for what is taken together: all of a bucket or topic, and of a queue what one program takes. */
  readonly orderHolds: "always" | "within a sitting" | "never";
}

/** What has to be true when nothing is left to do, whatever was killed. Gives how many records came once more. */
export function checkRound({ wanted, delivered, journal, orderHolds }: RoundFacts): number {
  const times = timesOf(delivered);
  const lost = [...wanted].filter((name) => !times.has(name) && !journal.notDelivered.has(name));
  expect(lost, "lost").toEqual([]);
  expect(
    [...times.keys()].filter((name) => !wanted.has(name)),
    "not asked for",
  ).toEqual([]);
  const unexplained = [...times].filter(([name, count]) => count - 1 > (journal.inDoubt.get(name) ?? 0)).map(([name]) => name);
  expect(unexplained, "twice, and no journal has them in doubt").toEqual([]);
  const duplicates = delivered.length - times.size;
  expect(duplicates, "duplicates").toBeLessThanOrEqual(journal.possibleDuplicates);
  for (const { seen, redriven, parked, unrecoverable, filtered, remaining, documents, removed, kept } of journal.counts) {
    expect(redriven + parked + unrecoverable + filtered + remaining, "seen").toBe(seen);
    expect({ remaining, documents }).toEqual({ remaining: 0, documents: removed + kept });
  }
  expect(sumOf(journal, "seen")).toBe(wanted.size);
  expect(sumOf(journal, "parked") + sumOf(journal, "unrecoverable")).toBe(journal.notDelivered.size);
  if (orderHolds !== "never") expect(outOfOrder(delivered, orderHolds), "out of order").toEqual([]);
  return duplicates;
}

function sumOf({ counts }: JournalAccount, name: "seen" | "parked" | "unrecoverable"): number {
  return counts.reduce((sum, each) => sum + each[name], 0);
}

function timesOf(delivered: readonly Delivered[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { record } of delivered) times.set(record, (times.get(record) ?? 0) + 1);
  return times;
}

/** First deliveries of a partition that came after a later one of it. */
function outOfOrder(delivered: readonly Delivered[], holds: RoundFacts["orderHolds"]): string[] {
  const known = new Set<string>();
  const highest = new Map<string, number>();
  const wrong: string[] = [];
  for (const { record, sitting } of delivered) {
    if (known.has(record)) continue;
    known.add(record);
    const [partition = "", offset = ""] = record.split(":");
    const lane = holds === "always" ? partition : `${partition} of ${sitting}`;
    if (Number(offset) < (highest.get(lane) ?? -1)) wrong.push(record);
    highest.set(lane, Math.max(Number(offset), highest.get(lane) ?? -1));
  }
  return wrong;
}
