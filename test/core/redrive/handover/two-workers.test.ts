import fc from "fast-check";
import { expect, it } from "vitest";
import type { Begun, Ended } from "../../../../src/core/redrive/handover/ledger.ts";
import type { TurnParts } from "../../../../src/core/redrive/handover/turn.ts";
import { workTurn } from "../../../../src/core/redrive/handover/turn.ts";
import type { Delivery, DocumentRef, OutgoingBatch } from "../../../../src/core/redrive/ports.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { planned } from "../../../support/redrive/journal-entries.ts";
import { MemoryLedger } from "../../../support/redrive/memory-ledger.ts";
import { batchOf, settingsOf } from "../../../support/redrive/turn-world.ts";
import { markOf } from "../../../support/redrive-machine.ts";

const documents = [planned("a", 0n, 3n), planned("b", 2n, 7n)];
const records = 8;
const lifeMs = 900_000;

/** Workers that have one batch, whose every effect comes when the schedule says. */
class SharedBatch {
  readonly ledger = new MemoryLedger();
  readonly problems: string[] = [];
  readonly #delivered = new Map<bigint, number>();
  readonly #when: <Answer>(apply: () => Answer) => Promise<Answer>;
  #nowMs = 0;

  constructor(when: <Answer>(apply: () => Answer) => Promise<Answer>) {
    this.#when = when;
  }

  /** A worker whose clock is ahead by this, as if the others had died. */
  async work(token: string, aheadMs: number): Promise<{ readonly redriven: number; readonly isDone: boolean } | "refused"> {
    const now = () => this.#nowMs + aheadMs;
    const parts: TurnParts = {
      ledger: this.ledger.seenThrough(this.#when),
      settings: settingsOf(),
      source: { remove: (gone) => this.#when(() => gone.map((each) => this.#removed(each))) },
      reader: {
        read: async ({ lane, first, last }) => ({
          records: Array.from({ length: Number(last - first) + 1 }, (_, index) => ({
            ...lane,
            offset: first + BigInt(index),
            timestampMs: 0,
            json: new Uint8Array(1),
            key: undefined,
          })),
          runs: [],
        }),
      },
      target: { send: (batch) => this.#when(() => this.#send(batch)) },
      // Nothing here waits for time to pass.
      clock: { now, sleep: () => new Promise(() => {}) },
      random: () => 0.5,
      markOf,
      bytes: nodeBytes,
      token,
      deadlineMs: now() + lifeMs,
    };
    try {
      return await workTurn(batchOf(documents), parts);
    } catch {
      return "refused";
    }
  }

  /** Whatever was begun before is over. */
  later(): void {
    this.#nowMs += 10 * lifeMs;
  }

  ends(): readonly Ended[] {
    return this.#objects().flatMap((object) => (object?.kind === "ended" ? [object] : []));
  }

  begins(): readonly Begun[] {
    return this.#objects().flatMap((object) => (object?.kind === "begun" ? [object] : []));
  }

  #objects() {
    return this.ledger.names().map((name) => this.ledger.read(name));
  }

  #send({ records: sent }: OutgoingBatch): Delivery {
    for (const { offset } of sent) this.#delivered.set(offset, (this.#delivered.get(offset) ?? 0) + 1);
    return { kind: "delivered" };
  }

  #removed({ id }: DocumentRef): { readonly kind: "removed" } {
    if (!this.ends().some(({ isDone }) => isDone)) this.problems.push(`${id} was removed before the ledger had an end`);
    if (this.#delivered.size < records) this.problems.push(`${id} was removed, ${this.#delivered.size} records were delivered`);
    return { kind: "removed" };
  }
}

/** Offsets that the ledger says were redriven. */
function redrivenIn(ends: readonly Ended[]): number {
  return ends.flatMap(({ entries }) => entries).reduce((sum, entry) => sum + (entry.kind === "settled" ? entry.records : 0), 0);
}

it("workers that have one batch at the same time never both count, whatever comes when", async () => {
  const ahead = fc.constantFrom(0, 0, 2 * lifeMs, 4 * lifeMs);
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(ahead, { minLength: 2, maxLength: 3 }), async (scheduler, clocks) => {
      const shared = new SharedBatch(async (apply) => {
        await scheduler.schedule(Promise.resolve());
        return apply();
      });
      const working = clocks.map((aheadMs, index) => shared.work(`worker ${index}`, aheadMs));
      const answers = await scheduler.waitFor(Promise.all(working));
      const counted = answers.reduce((sum, answer) => sum + (answer === "refused" ? 0 : answer.redriven), 0);
      expect(counted).toBe(redrivenIn(shared.ends()));
      expect(counted).toBeLessThanOrEqual(records);
      for (let more = 0; more < 9 && !shared.ends().some(({ isDone }) => isDone); more++) {
        shared.later();
        await scheduler.waitFor(shared.work(`later ${more}`, 0));
      }
      expect(redrivenIn(shared.ends())).toBe(records);
      expect(new Set(shared.begins().map(({ turn }) => turn)).size).toBe(shared.begins().length);
      expect(shared.problems).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
