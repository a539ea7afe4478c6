import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunJournal } from "../../../src/core/redrive/journal.ts";
import type { JournalUnderTest } from "./journal-contract.ts";
import { allParts } from "./journal-pages.ts";
import { journalSteps, type Step } from "./journal-steps.ts";
import { ReopenableJournal } from "./reopenable-journal.ts";

/** Plays what an engine may say, and asks the journal and a plain one the same. `open` gives a new one. */
export function describeLikeness(name: string, open: () => Promise<JournalUnderTest>): void {
  describe(`${name}: whatever happens in whatever order`, () => {
    it("says what the plain model says, after every step and after every crash", async () => {
      await fc.assert(
        fc.asyncProperty(journalSteps(), async (steps) => {
          const under = await open();
          let journal = under.journal;
          const model = new ReopenableJournal();
          try {
            for (const step of steps) {
              if (step.kind === "reopen") journal = under.reopen();
              else if (step.kind === "retry") expect(under.retry(step.reasons)).toBe(model.reopen(step.reasons));
              else expect(take(journal, step)).toEqual(take(model, step));
              expectSame(journal, model);
            }
          } finally {
            under.close();
          }
        }),
        { numRuns: 20 },
      );
    });
  });
}

function take(journal: RunJournal, step: Extract<Step, { readonly kind: "add" | "commit" }>) {
  return step.kind === "add" ? journal.add(step.documents) : journal.commit(step.entries);
}

function expectSame(journal: RunJournal, model: RunJournal): void {
  expect(journal.counts()).toEqual(model.counts());
  const { seen, redriven, parked, unrecoverable, filtered, remaining } = journal.counts();
  expect(redriven + parked + unrecoverable + filtered + remaining).toBe(seen);
  expect(journal.lanes()).toEqual(model.lanes());
  for (const each of model.lanes()) {
    expect(allParts(journal, each, 2)).toEqual(model.parts(each, undefined, 100));
    const run = { first: 3n, last: 17n };
    expect(journal.settled(each, run)).toEqual(model.settled(each, run));
    expect(journal.poisonKeys(each)).toEqual(model.poisonKeys(each));
  }
  expect(new Set(journal.removable(100))).toEqual(new Set(model.removable(100)));
  expect(journal.unanswered()).toEqual(model.unanswered());
  expect(journal.nextBatch()).toBe(model.nextBatch());
}
