import { describe, expect, it } from "vitest";
import { playRound } from "../support/handover/round.ts";

// `npm run handover` plays more of them.
describe("a redrive that is handed over to Step Functions", () => {
  it.each(["none", "partition"] as const)(
    "accounts for every record of 300 documents in order %s, whatever dies and fails on the way",
    async (order) => {
      // Stopped and redriven once, whatever else is drawn.
      expect(await playRound({ seed: 7, documents: 300, order, concurrency: 4 })).toMatchObject({
        documents: 300,
        redrives: 1,
        lost: [],
        problems: [],
      });
    },
    240_000,
  );
});
