import { describe, expect, it } from "vitest";
import { playRound } from "../support/handover/round.ts";

// `npm run handover` plays more of them.
describe("a redrive that is handed over to Step Functions", () => {
  it.each(["none", "partition"] as const)(
    "accounts for every record of 300 documents in order %s, whatever dies and fails on the way",
    async (order) => {
      const result = await playRound({ seed: 7, documents: 300, order, concurrency: 4 });
      expect(result).toMatchObject({ documents: 300, lost: [], problems: [] });
      // Without any, there was nothing to be accounted for in spite of.
      expect(result.deaths + result.faults).toBeGreaterThan(0);
    },
    240_000,
  );
});
