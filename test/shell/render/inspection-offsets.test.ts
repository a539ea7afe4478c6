import { describe, expect, it } from "vitest";
import type { MappingOffsets, OffsetsFact, PartitionPosition } from "../../../src/core/mapping/offsets/mapping-offsets.ts";
import { offsetsGroups, offsetsLines } from "../../../src/shell/render/inspection-offsets.ts";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import { nowMs } from "../../core/mapping/findings/samples.ts";
import { sampleInspection } from "./inspections.ts";
import { plainLook } from "./look.ts";

const partition = (number: number, changes: Partial<PartitionPosition> = {}): PartitionPosition => ({
  partition: number,
  earliest: 1_200_000n,
  end: 2_500_000n,
  committed: 2_400_000n,
  lagRecords: 100_000,
  oldestUnread: { kind: "known", atMs: nowMs - 14 * 60_000 },
  ...changes,
});
const shipments: MappingOffsets = {
  asOfMs: nowMs,
  topic: "shipments",
  group: {
    id: "shipments-v2",
    state: "Stable",
    members: [
      { memberId: "a-1", clientId: "consumer-lambda-shipments-1", host: "/10.0.3.7", partitions: [0, 1] },
      { memberId: "b-2", clientId: "consumer-lambda-shipments-2", host: "/10.0.3.8", partitions: [] },
    ],
  },
  partitions: [
    partition(0),
    partition(1, { committed: 2_500_000n, lagRecords: 0, oldestUnread: { kind: "none" } }),
    partition(2, { committed: undefined, lagRecords: undefined, oldestUnread: { kind: "no-data", reason: "nothing is committed" } }),
  ],
};
const known = (value: MappingOffsets): OffsetsFact => ({ kind: "known", value });
const table = (offsets: OffsetsFact, columns?: number) => offsetsLines({ ...sampleInspection, offsets }, plainLook(columns));
const groups = (offsets: OffsetsFact) => offsetsGroups({ ...sampleInspection, offsets });

describe("offsets of a mapping", () => {
  it("stand partition by partition, then by member", () => {
    expect(table(known(shipments), 125)).toEqual([
      "",
      "PARTITION   EARLIEST  COMMITTED        END      LAG  OLDEST UNREAD  READ BY",
      "        0  1,200,000  2,400,000  2,500,000  100,000         14 min  consumer-lambda-shipments-1",
      "        1  1,200,000  2,500,000  2,500,000        0              –  consumer-lambda-shipments-1",
      "        2  1,200,000          –  2,500,000        –        no data  –",
      "",
      "MEMBER                       HOST      PARTITIONS",
      "consumer-lambda-shipments-1  10.0.3.7  0–1",
      "consumer-lambda-shipments-2  10.0.3.8  –",
    ]);
  });

  it("fit 80 columns", () => {
    expect(table(known(shipments), 80).slice(0, 3)).toEqual([
      "",
      "PARTITION   EARLIEST  COMMITTED        END      LAG  OLDEST UNREAD  READ BY",
      "        0  1,200,000  2,400,000  2,500,000  100,000         14 min  consumer-la…",
    ]);
  });

  it("keep what is committed and the lag where there is no room", () => {
    const lines = table(known(shipments), 40);
    expect(lines.slice(0, 3)).toEqual(["", "PARTITION  COMMITTED        END      LAG", "        0  2,400,000  2,500,000  100,000"]);
    expect(lines.every((line) => textWidth(line) <= 40)).toBe(true);
  });

  it("are summed up in a line", () => {
    expect(groups(known(shipments))).toEqual([
      {
        label: "Offsets",
        facts: [
          "group shipments-v2 Stable",
          "2 members",
          "lag 100,000 records",
          "no commit on 1 partition",
          "oldest unread 14 min",
          "as of 12:00:00 UTC",
        ],
        below: [],
      },
    ]);
  });

  it("are no zero without data", () => {
    const group = { id: "g", state: undefined, members: [] };
    const partitions = [
      partition(0, { committed: undefined, lagRecords: undefined, oldestUnread: { kind: "no-data", reason: "nothing is committed" } }),
    ];
    expect(groups(known({ ...shipments, group, partitions }))[0]?.facts).toEqual([
      "group g unknown to the brokers",
      "0 members",
      "no data on lag",
      "no commit on 1 partition",
      "as of 12:00:00 UTC",
    ]);
  });

  it("show the partitions that are most behind where there are many", () => {
    const partitions = Array.from({ length: 45 }, (_, index) => partition(index, { lagRecords: index }));
    const lines = table(known({ ...shipments, partitions }));
    expect(lines[2]).toMatch(/^ {8}5 /);
    expect(lines[42]).toBe("and 5 partitions with less lag; --json has all");
  });

  it("say why an age is not known, once, and escaped", () => {
    const oldestUnread = { kind: "no-data", reason: "no \u001b[31mpermission" } as const;
    const lines = table(known({ ...shipments, partitions: [partition(0, { oldestUnread }), partition(1, { oldestUnread })] }));
    expect(lines.filter((line) => line.startsWith("no data on the oldest unread"))).toEqual([
      "no data on the oldest unread: no \\x1b[31mpermission",
    ]);
  });
});

describe("offsets that are not to be had", () => {
  const unavailable = { code: "unavailable", message: "b:9098 does not answer", next: "let this machine in" } as const;

  it("have the reason and the way on in their place", () => {
    expect(groups({ kind: "unavailable", ...unavailable })).toEqual([
      { label: "Offsets", facts: [], below: ["not read: b:9098 does not answer", "let this machine in"] },
    ]);
    expect(table({ kind: "unavailable", ...unavailable })).toEqual([]);
  });

  it("may be those of the group only", () => {
    const group = { id: "g", state: undefined, members: [], unavailable };
    expect(groups(known({ ...shipments, group }))).toEqual([
      { label: "Offsets", facts: ["group g", "as of 12:00:00 UTC"], below: ["not read: b:9098 does not answer", "let this machine in"] },
    ]);
  });

  it("are nothing where nobody asked", () => {
    expect(offsetsGroups(sampleInspection)).toEqual([]);
    expect(offsetsLines(sampleInspection, plainLook())).toEqual([]);
  });
});
