import type { Ended } from "../program.ts";
import type { FailedAccount } from "./failed-account.ts";

/** What came of a round's records and documents. */
export interface RoundOutcome {
  readonly documents: number;
  readonly records: number;
  readonly redriven: number;
  readonly parked: number;
  /** Deliveries beyond the first of each record. */
  readonly duplicates: number;
  /** As the run says: at most so many. */
  readonly possibleDuplicates: number;
  /** Records that no invocation has taken and that the run does not call parked. */
  readonly lost: readonly string[];
  /** What does not hold. */
  readonly problems: readonly string[];
}

interface Report {
  readonly run: { readonly id: string };
  readonly counts: Readonly<
    Record<"seen" | "redriven" | "parked" | "remaining" | "unrecoverable" | "possibleDuplicates" | "documents" | "removed" | "kept", number>
  >;
  readonly parked: readonly { readonly partition: number; readonly first: string; readonly last: string; readonly reason: string | null }[];
}

type Program = (...argv: readonly string[]) => Promise<Ended>;

/** Compares the imported run with what the function has taken, and the source with what the run says of its documents. */
export async function roundOutcome({ drawn, delivered, sourceKeys }: FailedAccount, program: Program): Promise<RoundOutcome> {
  const report = JSON.parse((await program("redrive", "report", "--json")).stdout) as Report;
  const { counts } = report;
  const parked = new Set(report.parked.flatMap(placesOf));
  const lost = [...drawn.records].filter((record) => !delivered.has(record) && !parked.has(record));
  const verified = await verifiedBy(program, report.run.id);
  const duplicates = [...delivered.values()].reduce((sum, count) => sum + count - 1, 0);
  const left = new Set(await sourceKeys());
  const problems = [
    ...verified,
    ...(counts.remaining === 0 && counts.unrecoverable === 0 ? [] : [`${counts.remaining} remain, ${counts.unrecoverable} unrecoverable`]),
    ...(counts.seen === drawn.records.size ? [] : [`${counts.seen} seen, ${drawn.records.size} stand in the documents`]),
    ...(duplicates <= counts.possibleDuplicates ? [] : [`${duplicates} duplicates, the run knows of ${counts.possibleDuplicates}`]),
    ...[...parked]
      .filter((record) => drawn.poison.has(record) && delivered.has(record))
      .map((record) => `${record} is poison and delivered`),
    ...drawn.documents.flatMap(({ key, records }) => {
      const stays = records.length === 0 || records.some((record) => parked.has(record));
      return left.has(key) === stays
        ? []
        : [`${key} ${stays ? "is gone" : "is there"}, and ${records.length} records of it: ${records.join(" ")}`];
    }),
  ];
  const { redriven, possibleDuplicates } = counts;
  return {
    documents: drawn.documents.length,
    records: drawn.records.size,
    redriven,
    parked: counts.parked,
    duplicates,
    possibleDuplicates,
    lost,
    problems,
  };
}

interface Verification {
  readonly checks: readonly {
    readonly id: string;
    readonly result: string;
    readonly says: string;
    readonly mismatches: readonly string[];
  }[];
}

/** CloudWatch is in the sandbox's time, of which the workers' is a multiple: what it counts of the function is of other minutes. */
async function verifiedBy(program: Program, run: string): Promise<readonly string[]> {
  const { checks } = JSON.parse((await program("redrive", "verify", run, "--json")).stdout) as Verification;
  const broken = checks.filter(({ id, result }) => result === "broken" && id !== "function");
  const ledger = checks.some(({ id, result }) => id === "ledger" && result === "holds") ? [] : ["verify has not looked at the ledger"];
  return [...ledger, ...broken.map(({ id, says, mismatches }) => `verify: ${id} is broken: ${says}: ${mismatches.join("; ")}`)];
}

function placesOf({ partition, first, last }: Report["parked"][number]): string[] {
  const places: string[] = [];
  for (let offset = BigInt(first); offset <= BigInt(last); offset++) places.push(`${partition}:${offset}`);
  return places;
}
