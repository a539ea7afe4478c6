import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { parseSkippedRecord, type ResetTarget, type SkippedRecord, skippedRecordText } from "../core/mapping/offsets/reset/target.ts";
import { instantFlag } from "./flags.ts";

const wholeNumberFlag = Flags.custom<number>({
  parse: (text) => {
    if (!/^\d{1,9}$/.test(text)) throw new MskctlError("usage", `"${text}" is no partition; write 0, 1, 2…`);
    return Promise.resolve(Number(text));
  },
});

// Kafka's offsets are int64: 19 digits may be one, 18 always are.
const offsetFlag = Flags.custom<bigint>({
  parse: (text) => {
    if (!/^\d{1,18}$/.test(text)) throw new MskctlError("usage", `"${text}" is no offset; write its digits: 60453081`);
    return Promise.resolve(BigInt(text));
  },
});

const shiftFlag = Flags.custom<bigint>({
  parse: (text) => {
    if (!/^[+-]?\d{1,18}$/.test(text) || BigInt(text) === 0n)
      throw new MskctlError("usage", `"${text}" is no shift; write 100, or -100 to go back`);
    return Promise.resolve(BigInt(text));
  },
});

const skipFlag = Flags.custom<SkippedRecord>({
  parse: (text) => {
    const record = parseSkippedRecord(text);
    if (record === undefined)
      throw new MskctlError("usage", `"${text}" is no record's place; write topic-partition:offset, as in orders-0:60453081`);
    return Promise.resolve(record);
  },
});

/** Where to. Exactly one of them is given. */
export const targetFlags = {
  "to-timestamp": instantFlag({ summary: "The first record that is not older.", helpGroup: "WHERE TO" }),
  "to-earliest": Flags.boolean({ summary: "The first record that is kept.", helpGroup: "WHERE TO" }),
  "to-latest": Flags.boolean({ summary: "The end: what waits is skipped.", helpGroup: "WHERE TO" }),
  "to-offset": offsetFlag({ summary: "This offset, on every partition.", helpValue: "OFFSET", helpGroup: "WHERE TO" }),
  "shift-by": shiftFlag({ summary: "So many offsets on, or back: -100.", helpValue: "N", helpGroup: "WHERE TO" }),
  skip: skipFlag({
    summary: "Past this record, on its partition; repeat for one of another partition.",
    helpValue: "TOPIC-PARTITION:OFFSET",
    helpGroup: "WHERE TO",
    multiple: true,
    multipleNonGreedy: true,
  }),
};

export const partitionFlag = {
  partition: wholeNumberFlag({
    summary: "Only this partition; repeat for several.",
    helpValue: "N",
    helpGroup: "WHERE TO",
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** Beside those of every write. */
export const resetFlags = {
  save: Flags.string({
    summary: "Write the old offsets to this new file, not to one in the state folder.",
    helpValue: "FILE",
    helpGroup: "WRITE",
  }),
  confirm: Flags.string({
    summary: "The mapping's name, where more than 1,000 records are skipped or read again.",
    helpValue: "NAME",
    helpGroup: "WRITE",
  }),
};

export interface TargetFlags {
  readonly "to-timestamp": number | undefined;
  readonly "to-earliest": boolean;
  readonly "to-latest": boolean;
  readonly "to-offset": bigint | undefined;
  readonly "shift-by": bigint | undefined;
  readonly skip: readonly SkippedRecord[] | undefined;
  readonly partition: readonly number[] | undefined;
}

/** The one target that was given. Throws `usage`. */
export function targetOf(flags: TargetFlags): ResetTarget {
  const { "to-timestamp": atMs, "to-earliest": earliest, "to-latest": latest, "to-offset": offset, "shift-by": by, skip } = flags;
  const given: (readonly [flag: string, target: ResetTarget])[] = [
    ...(atMs === undefined ? [] : [["--to-timestamp", { kind: "timestamp", atMs }] as const]),
    ...(earliest ? [["--to-earliest", { kind: "earliest" }] as const] : []),
    ...(latest ? [["--to-latest", { kind: "latest" }] as const] : []),
    ...(offset === undefined ? [] : [["--to-offset", { kind: "offset", offset }] as const]),
    ...(by === undefined ? [] : [["--shift-by", { kind: "shift", by }] as const]),
    ...(skip === undefined ? [] : [["--skip", { kind: "skip", records: skip }] as const]),
  ];
  const [only, second] = given;
  if (only === undefined)
    throw new MskctlError(
      "usage",
      `where to? Give one of ${Object.keys(targetFlags)
        .map((name) => `--${name}`)
        .join(", ")}`,
      {
        suggestions: ["mskctl offsets reset --help"],
      },
    );
  if (second !== undefined) throw new MskctlError("usage", `one place at a time: ${given.map(([flag]) => flag).join(" and ")} were given`);
  if (skip !== undefined) checkSkips(skip, flags.partition);
  return only[1];
}

/** Skipped records name the topic, too: the mapping has to read it. Throws `usage`. */
export function assertOfTopic(target: ResetTarget, topic: string): void {
  if (target.kind !== "skip") return;
  const other = target.records.find((record) => record.topic !== topic);
  if (other !== undefined) throw new MskctlError("usage", `--skip ${skippedRecordText(other)}: the mapping reads topic ${topic}`);
}

function checkSkips(records: readonly SkippedRecord[], partitions: readonly number[] | undefined): void {
  if (partitions !== undefined) throw new MskctlError("usage", "--skip says which partition; leave --partition away");
  const twice = records.find(({ partition }, index) => records.findIndex((other) => other.partition === partition) < index);
  if (twice === undefined) return;
  throw new MskctlError(
    "usage",
    `--skip names two records of partition ${twice.partition}: going past the later one would skip all between them, too`,
    { suggestions: ["skip one, let the mapping go on to the other, and skip that one then"] },
  );
}
