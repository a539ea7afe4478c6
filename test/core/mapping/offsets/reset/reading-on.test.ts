import { describe, expect, it } from "vitest";
import { readsFrom, startingOffsets } from "../../../../../src/core/mapping/offsets/reset/reading-on.ts";
import { fakeGroupBroker } from "../../../../support/fakes/group-broker.ts";
import { sampleMapping } from "../../../../support/mappings.ts";

const at = "2026-11-20T00:00:00.000Z";

describe("where reading begins without a commit", () => {
  it.each([
    ["TRIM_HORIZON", {}, [3n, 0n], 0],
    ["LATEST", {}, [9n, 5n], 0],
    ["AT_TIMESTAMP", { StartingPositionTimestamp: at }, [7n, 5n], 1],
    ["AT_TIMESTAMP without a time", {}, [3n, 0n], 0],
    ["SOMETHING_NEW", {}, [3n, 0n], 0],
  ])("is known by %s", async (position, more, offsets, asked) => {
    const StartingPosition = position.split(" ")[0] ?? "";
    const broker = fakeGroupBroker([{ earliest: 3n, end: 9n, atTime: 7n }, { end: 5n }]);
    const stands = [
      { partition: 0, earliest: 3n, end: 9n, committed: undefined },
      { partition: 1, earliest: 0n, end: 5n, committed: undefined },
    ];
    const startOf = await startingOffsets(broker, sampleMapping({ StartingPosition, ...more }), stands);
    expect(stands.map((stand) => readsFrom(stand, startOf))).toEqual(offsets);
    expect(broker.calls).toHaveLength(asked);
  });

  it("is not asked for where every partition has a commit that counts", async () => {
    const broker = fakeGroupBroker([{ end: 9n, atTime: 7n }]);
    const mapping = sampleMapping({ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: at });
    await startingOffsets(broker, mapping, [{ partition: 0, earliest: 0n, end: 9n, committed: 9n }]);
    expect(broker.calls).toEqual([]);
  });
});
