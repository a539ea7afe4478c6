import { describe, expect, it } from "vitest";
import { committedBeyondEnd, committedExpired, partitionsUncommitted } from "../../../../src/core/mapping/findings/offsets.ts";
import type { MappingOffsets, PartitionPosition } from "../../../../src/core/mapping/offsets/mapping-offsets.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts } from "./samples.ts";

type Place = readonly [earliest: bigint, committed: bigint | undefined, end: bigint];

function offsets(places: readonly Place[], group: Partial<MappingOffsets["group"]> = {}): MappingOffsets {
  const partitions = places.map(
    ([earliest, committed, end], partition): PartitionPosition => ({
      partition,
      earliest,
      committed,
      end,
      lagRecords: undefined,
      oldestUnread: { kind: "none" },
    }),
  );
  return { asOfMs: bareFacts.nowMs, topic: "orders", group: { id: "g", state: "Empty", members: [], ...group }, partitions };
}
const facts = (...places: readonly Place[]) => ({ ...bareFacts, offsets: offsets(places) });
const mapping = sampleMapping();
const calm: Place = [0n, 5n, 10n];

describe("offsets that were not asked for", () => {
  it.each([committedBeyondEnd, committedExpired, partitionsUncommitted])("say nothing", (check) => {
    expect(check(mapping, bareFacts)).toBeUndefined();
    expect(check(mapping, facts(calm, [0n, 10n, 10n], [3n, 3n, 3n]))).toBeUndefined();
  });
});

describe("MSK017", () => {
  it("is a commit beyond the end", () => {
    expect(committedBeyondEnd(mapping, facts(calm, [0n, 11n, 10n]))).toMatchObject({
      id: "MSK017",
      severity: "error",
      message: expect.stringContaining("beyond the end of partition 1 of topic orders"),
      evidence: { partitions: [{ partition: 1, committed: 11n, end: 10n }] },
    });
  });

  it("is set back on its own partitions alone, as long as a command can hold them", () => {
    const beyond: Place = [0n, 11n, 10n];
    const fixOf = (...places: readonly Place[]) =>
      committedBeyondEnd(mapping, { ...facts(...places), updateCommand: "mskctl update orders" })?.fix;
    expect(fixOf(beyond, calm, beyond)).toBe("mskctl offsets reset orders --to-earliest --partition 0 --partition 2");
    expect(fixOf(...Array.from({ length: 9 }, () => beyond))).toBeUndefined();
  });
});

describe("MSK018", () => {
  it("counts what expired unread over all partitions", () => {
    expect(committedExpired(mapping, facts([20n, 5n, 30n], calm, [1_000n, 0n, 1_000n]))).toMatchObject({
      id: "MSK018",
      severity: "warning",
      message: expect.stringMatching(/^1,015 offsets of 2 partitions \(0, 2\) of topic orders expired/),
    });
  });
});

describe("MSK019", () => {
  it("is about partitions that hold records, and says where reading begins", () => {
    const some = facts([0n, undefined, 10n], [10n, undefined, 10n], calm, [2n, undefined, 3n]);
    expect(partitionsUncommitted(mapping, some)).toMatchObject({
      id: "MSK019",
      severity: "info",
      message:
        "The group has committed nothing on 2 partitions (0, 3) of topic orders, which hold records: reading begins at TRIM_HORIZON.",
    });
    expect(partitionsUncommitted({ ...mapping, StartingPosition: "LATEST" }, some)?.message).toContain("when polling starts is skipped");
  });

  it("is not said of a group that may not be seen", () => {
    const unavailable = { code: "not-permitted", message: "no" } as const;
    expect(partitionsUncommitted(mapping, { ...bareFacts, offsets: offsets([[0n, undefined, 10n]], { unavailable }) })).toBeUndefined();
  });
});
