import { expect } from "vitest";
import type { RunJournal } from "../../../src/core/redrive/journal.ts";
import type { LaneId, Part } from "../../../src/core/redrive/ports.ts";

/** The open parts of a lane, asked for a page at a time. */
export function allParts(journal: RunJournal, lane: LaneId, atOnce: number): Part[] {
  const all: Part[] = [];
  for (;;) {
    const page = journal.parts(lane, all.at(-1), atOnce);
    expect(page.length).toBeLessThanOrEqual(atOnce);
    if (page.length === 0) return all;
    all.push(...page);
  }
}
