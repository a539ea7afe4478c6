import { describe, expect, it } from "vitest";
import { resetNotes } from "../../../../../src/core/mapping/offsets/reset/reset-notes.ts";
import { planReset } from "../../../../../src/core/mapping/offsets/reset/reset-plan.ts";
import type { ResetTarget } from "../../../../../src/core/mapping/offsets/reset/target.ts";
import { fakeClock } from "../../../../support/fakes/clock.ts";
import { type FakeLog, fakeGroupBroker, fakeMember } from "../../../../support/fakes/group-broker.ts";
import { sampleMapping } from "../../../../support/mappings.ts";

async function notes(
  logs: readonly FakeLog[],
  target: ResetTarget,
  { State = "Enabled", StartingPosition = "TRIM_HORIZON", members = 0 } = {},
) {
  const broker = fakeGroupBroker(
    logs,
    Array.from({ length: members }, (_, index) => fakeMember(`reader-${index}`)),
  );
  const mapping = sampleMapping({ State, StartingPosition });
  return resetNotes(await planReset({ broker, clock: fakeClock() }, { mapping, name: "orders", target }));
}

const paused = "orders is paused until its pollers have left the group, then resumed; records wait in the topic. ";
const disabled = "orders is disabled and stays so; mskctl resume orders lets it read from there.";

describe("the sentences of a plan", () => {
  it.each<[string, FakeLog[], ResetTarget, string[]]>([
    [
      "what is skipped",
      [{ end: 1_900n, committed: 100n }, { end: 5n, committed: 5n }], // biome-ignore format: a table
      { kind: "latest" },
      ["Up to 1,800 records are skipped, and not processed by orders unless its offsets are set back."],
    ],
    [
      "one record",
      [{ end: 9n, committed: 5n }],
      { kind: "skip", records: [{ topic: "orders", partition: 0, offset: 5n }] },
      ["Up to 1 record is skipped, and not processed by orders unless its offsets are set back."],
    ],
    [
      "what is read again, and where the log begins later",
      [{ earliest: 3n, end: 9n, committed: 5n }],
      { kind: "offset", offset: 1n },
      [
        "Up to 2 records are read again: what was processed is processed twice, which cannot be undone.",
        "The log of partition 0 begins later than that: the earliest offset is taken.",
      ],
    ],
    [
      "where the log ends before",
      [{ end: 9n, committed: 5n }, { end: 8n, committed: 7n }], // biome-ignore format: a table
      { kind: "offset", offset: 10n },
      [
        "Up to 5 records are skipped, and not processed by orders unless its offsets are set back.",
        "The log of partitions 0, 1 ends before that: its end is taken.",
      ],
    ],
    [
      "where no record is as new",
      [{ end: 9n, committed: 5n }, { end: 9n, committed: 9n, atTime: 8n }], // biome-ignore format: a table
      { kind: "timestamp", atMs: 5 },
      [
        "Up to 4 records are skipped, and not processed by orders unless its offsets are set back.",
        "Up to 1 record is read again: what was processed is processed twice, which cannot be undone.",
        "No record of partition 0 is as new as that: the end is taken.",
      ],
    ],
    [
      "what is committed beyond the end",
      [{ end: 9n, committed: 50n }],
      { kind: "earliest" },
      ["What is committed on partition 0 lies beyond the end: the topic was made anew, or cut off."],
    ],
  ])("%s", async (_, logs, target, expected) => {
    const meanwhile = "Until then it reads on: more may be read again than is shown here, never more skipped.";
    expect(await notes(logs, target)).toEqual([...expected, paused + meanwhile]);
  });

  it("what nothing is committed on, and what no commit tells of", async () => {
    expect(await notes([{ end: 9n }], { kind: "earliest" }, { StartingPosition: "LATEST", State: "Disabled" })).toEqual([
      "Up to 9 records are read that would be passed over; whether they were processed before, no commit tells.",
      "Nothing is committed on partition 0: without this, reading begins at LATEST.",
      disabled,
    ]);
  });

  it("what a shift counts from, and what cannot be shifted", async () => {
    expect(await notes([{ end: 9n, committed: 5n }, { end: 9n }], { kind: "shift", by: -1n })).toEqual([
      "Up to 1 record is read again: what was processed is processed twice, which cannot be undone.",
      "Nothing is committed on partition 1: there is nothing to shift from, and it stays so.",
      `${paused}The shift counts from where the group stands then.`,
    ]);
  });

  it("who reads with the group of a mapping that is disabled", async () => {
    expect(await notes([{ end: 9n, committed: 5n }], { kind: "latest" }, { State: "Disabled", members: 2 })).toEqual([
      expect.stringContaining("skipped"),
      "The group has 2 members (reader-0, reader-1) all the same: offsets can be set once nobody is left.",
      disabled,
    ]);
  });

  it("nothing but what is left out, where nothing is changed", async () => {
    expect(await notes([{ end: 9n, committed: 9n }], { kind: "latest" })).toEqual([]);
    expect(await notes([{ end: 9n }], { kind: "shift", by: 1n })).toEqual([expect.stringContaining("nothing to shift from")]);
  });
});
