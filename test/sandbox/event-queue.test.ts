import fc from "fast-check";
import { expect, it } from "vitest";
import { createEventQueue } from "../../src/sandbox/event-queue.ts";

it("gives events by time, those of one time in the order of insertion, without the cancelled ones", () => {
  const events = fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 20 }), isCancelled: fc.boolean() }), { maxLength: 200 });
  fc.assert(
    fc.property(events, (given) => {
      const queue = createEventQueue();
      const taken: number[] = [];
      for (const [order, { atMs, isCancelled }] of given.entries()) {
        const cancel = queue.add(atMs, () => taken.push(order));
        if (isCancelled) cancel();
      }
      for (let event = queue.take(); event !== undefined; event = queue.take()) event.callback();
      const expected = [...given.entries()].filter(([, { isCancelled }]) => !isCancelled).toSorted(([, a], [, b]) => a.atMs - b.atMs);
      expect(taken).toEqual(expected.map(([order]) => order));
      expect(queue.nextAtMs()).toBeUndefined();
    }),
  );
});

it("lets an event be cancelled after it ran", () => {
  const queue = createEventQueue();
  const cancel = queue.add(1, () => undefined);
  queue.add(2, () => undefined);
  queue.take();
  cancel();
  expect(queue.nextAtMs()).toBe(2);
});
