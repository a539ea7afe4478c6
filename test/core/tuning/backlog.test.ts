import fc from "fast-check";
import { expect, it } from "vitest";
import { Backlog } from "../../../src/core/tuning/backlog.ts";

const shares = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.map((part) => part / parts.reduce((sum, each) => sum + each, 0)));
const bounds = fc.record({
  partition: fc.double({ min: 0, max: 50, noNaN: true }),
  poller: fc.double({ min: 1, max: 200, noNaN: true }),
  together: fc.double({ min: 1, max: 400, noNaN: true }),
});
const moment = fc.record({ arriving: fc.double({ min: 0, max: 300, noNaN: true }), bounds, seconds: fc.integer({ min: 1, max: 10 }) });

it("does as much in one go as second by second", () => {
  fc.assert(
    fc.property(shares, fc.integer({ min: 1, max: 12 }), fc.array(moment, { minLength: 1, maxLength: 8 }), (each, pollers, moments) => {
      const [atOnce, singly] = [new Backlog(each), new Backlog(each)];
      for (const backlog of [atOnce, singly]) backlog.dealTo(pollers);
      for (const { seconds, arriving, bounds: most } of moments) {
        const processed = atOnce.steps(seconds, arriving, most);
        let one = 0;
        for (let second = 0; second < seconds; second += 1) one += singly.steps(1, arriving, most);
        expect(processed).toBeCloseTo(one, 3);
        expect(atOnce.total).toBeCloseTo(singly.total, 3);
        for (const [index, { lag }] of atOnce.cells.entries()) expect(lag).toBeCloseTo(singly.cells[index]?.lag ?? -1, 3);
      }
    }),
  );
});

it("loses no record", () => {
  const backlog = new Backlog([0.5, 0.3, 0.2]);
  backlog.dealTo(2);
  const processed = backlog.steps(10, 100, { partition: 20, poller: 30, together: 1_000 });
  expect(processed + backlog.total).toBeCloseTo(1_000, 6);
  // The first poller has two partitions and a bound of 30, the second one of 20.
  expect(processed).toBeCloseTo(500, 6);
});
