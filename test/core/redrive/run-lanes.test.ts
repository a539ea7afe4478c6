import { expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { StopRequest } from "../../../src/core/redrive/lane-run-parts.ts";
import { MemoryJournal } from "../../../src/core/redrive/memory-journal/memory-journal.ts";
import type { DocumentRef, Removal } from "../../../src/core/redrive/ports.ts";
import { runLanes } from "../../../src/core/redrive/run-lanes.ts";
import { fakeClock } from "../../support/fakes/clock.ts";
import { planned } from "../../support/redrive/journal-entries.ts";
import { markOf, record, runOptions } from "../../support/redrive-machine.ts";

const clock = fakeClock();

/** A run of one document with one record. */
function runOf(remove: (documents: readonly DocumentRef[]) => Promise<readonly Removal[]>, stop: StopRequest = { listen: () => () => {} }) {
  const journal = new MemoryJournal({ markOf });
  journal.add([planned("a", 7n, 7n)]);
  const end = runLanes({
    journal,
    source: { remove },
    reader: { read: async ({ lane }) => ({ records: [{ ...record(7), ...lane }], runs: [] }) },
    target: { send: async () => ({ kind: "delivered" }) },
    clock,
    random: () => 0.5,
    options: runOptions,
    settleMs: 0,
    live: undefined,
    stop,
    onStep: () => {},
  });
  return { journal, end };
}

const away = () => new MskctlError("unavailable", "the source does not answer");

it("a source that is away for a while gets the removals when it is back, although nothing is left to be sent", async () => {
  let asked = 0;
  const { journal, end } = runOf(async (documents) => {
    asked += 1;
    if (asked < 4) throw away();
    return documents.map(() => ({ kind: "removed" }));
  });
  expect(await end).toEqual({ kind: "finished" });
  expect(asked).toBe(4);
  expect(journal.counts()).toMatchObject({ redriven: 1, removed: 1 });
});

it("a source that stays away ends the run, which can be gone on with: the document is still to be removed", async () => {
  const startedMs = clock.now();
  const { journal, end } = runOf(() => Promise.reject(away()));
  await expect(end).rejects.toThrow("the source does not answer");
  expect(clock.now() - startedMs).toBeGreaterThan(300_000);
  expect(journal.removable(10).map(({ id }) => id)).toEqual(["a"]);
});

it("an answer that waiting cannot mend ends the run at once", async () => {
  let asked = 0;
  const { end } = runOf(() => {
    asked += 1;
    return Promise.reject(new MskctlError("not-permitted", "sqs:DeleteMessage"));
  });
  await expect(end).rejects.toThrow("sqs:DeleteMessage");
  expect(asked).toBe(1);
});

it("a source that is away keeps nobody who wants to stop", async () => {
  let ask = () => {};
  const stop: StopRequest = {
    listen(listener) {
      ask = () => listener("interrupted", "interrupted");
      return () => {};
    },
  };
  let asked = 0;
  const { end } = runOf(() => {
    asked += 1;
    if (asked === 3) ask();
    return Promise.reject(away());
  }, stop);
  await expect(end).rejects.toThrow("the source does not answer");
  expect(asked).toBe(3);
});
