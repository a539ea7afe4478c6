import { describe, expect, it } from "vitest";
import { planReset } from "../../../src/core/mapping/offsets/reset/reset-plan.ts";
import type { ResetTarget } from "../../../src/core/mapping/offsets/reset/target.ts";
import { renderResetDone, renderResetPlan, renderSettledMoves } from "../../../src/shell/render/offsets-reset.ts";
import { fakeClock } from "../../support/fakes/clock.ts";
import { fakeGroupBroker } from "../../support/fakes/group-broker.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { plainLook } from "./look.ts";

const mapping = sampleMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v1" } });

async function planned(target: ResetTarget) {
  const broker = fakeGroupBroker([
    { earliest: 60_000_000n, end: 60_484_215n, committed: 60_453_081n, atTime: 60_453_000n },
    { end: 12n },
    { end: 7n, committed: 7n },
  ]);
  return planReset({ broker, clock: fakeClock() }, { mapping, name: "orders", target });
}

describe("the plan of a reset", () => {
  it.each([
    [
      125,
      [
        "topic orders · group orders-v1 Empty, 0 members · to 2026-11-23 11:00:00 UTC · as of 2026-11-23 12:00:10 UTC",
        "",
        "PARTITION    EARLIEST         NOW            NEW  DIFFERENCE         END",
        "        0  60,000,000  60,453,081  →  60,453,000         −81  60,484,215",
        "        1           0           –  →          12           –          12",
        "and 1 partition without a change",
      ],
    ],
    [
      60,
      [
        "topic orders · group orders-v1 Empty, 0 members",
        "to 2026-11-23 11:00:00 UTC · as of 2026-11-23 12:00:10 UTC",
        "",
        "PARTITION         NOW         NEW  DIFFERENCE         END",
        "        0  60,453,081  60,453,000         −81  60,484,215",
        "        1           –          12           –          12",
        "and 1 partition without a change",
      ],
    ],
    [
      45,
      [
        "topic orders",
        "group orders-v1 Empty, 0 members",
        "to 2026-11-23 11:00:00 UTC",
        "as of 2026-11-23 12:00:10 UTC",
        "",
        "PARTITION         NOW         NEW  DIFFERENCE",
        "        0  60,453,081  60,453,000         −81",
        "        1           –          12           –",
        "and 1 partition without a change",
      ],
    ],
  ])("on %i columns", async (columns, lines) => {
    const plan = await planned({ kind: "timestamp", atMs: Date.parse("2026-11-23T11:00:00Z") });
    expect(renderResetPlan(plan, plainLook(columns))).toEqual(lines);
  });

  it.each<[string, ResetTarget]>([
    ["to the earliest offsets", { kind: "earliest" }],
    ["to the end", { kind: "latest" }],
    ["to offset 60,453,000", { kind: "offset", offset: 60_453_000n }],
    ["by −1,000", { kind: "shift", by: -1_000n }],
    ["by +1,000", { kind: "shift", by: 1_000n }],
    ["past orders-0:60453081", { kind: "skip", records: [{ topic: "orders", partition: 0, offset: 60_453_081n }] }],
    ["to the saved offsets", { kind: "saved", offsets: new Map([[0, 60_453_000n]]) }],
  ])("says where to: %s", async (phrase, target) => {
    expect(renderResetPlan(await planned(target), plainLook(125))[0]).toContain(` · ${phrase} · as of `);
  });

  it("lets nothing of a topic's name steer the terminal", async () => {
    const plan = { ...(await planned({ kind: "latest" })), topic: "or\u001b[2Jders" };
    expect(renderResetPlan(plan, plainLook(125)).join("\n")).not.toContain("\u001b");
  });
});

describe("what is set once nobody reads", () => {
  it("is told only where it is not what was planned", async () => {
    const { moves } = await planned({ kind: "offset", offset: 60_453_000n });
    const [first] = moves;
    if (first === undefined) return expect.unreachable("no move");
    expect(renderSettledMoves(moves, moves, plainLook())).toEqual([]);
    expect(renderSettledMoves([first], [], plainLook())).toEqual(["Now that it is paused, there is nothing left to set."]);
    expect(renderSettledMoves([first], [{ ...first, now: 60_453_100n, readsFrom: 60_453_100n }], plainLook())).toEqual([
      "Now that it is paused:",
      "PARTITION    EARLIEST         NOW            NEW  DIFFERENCE         END",
      "        0  60,000,000  60,453,100  →  60,453,000        −100  60,484,215",
      "Up to 0 records skipped, 100 records read again.",
    ]);
  });
});

it.each([
  ["seen", "orders: offsets of 2 partitions set; enabled and committing again"],
  ["nothing-to-read", "orders: offsets of 2 partitions set; enabled; nothing waits on them"],
  ["not-resumed", "orders: offsets of 2 partitions set; enabled"],
] as const)("The end of a reset, first commits %s", async (firstCommits, line) => {
  const { moves } = await planned({ kind: "latest" });
  expect(renderResetDone("orders", { mapping, moves, rollbackFile: "a.json", firstCommits })).toBe(line);
  expect(renderResetDone("orders", { mapping, moves: [], rollbackFile: undefined, firstCommits })).toBe(
    "orders: nothing had to be set; enabled",
  );
});
