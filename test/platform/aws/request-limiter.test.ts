import { describe, expect, it } from "vitest";
import { requestLimiter } from "../../../src/platform/aws/request-limiter.ts";

/** Work that ends when it is told to. */
function workbench() {
  const open: { readonly item: number; readonly end: (error?: Error) => void }[] = [];
  let most = 0;
  return {
    open,
    most: () => most,
    work: (item: number) =>
      new Promise<string>((resolve, reject) => {
        open.push({ item, end: (error) => (error === undefined ? resolve(`done ${item}`) : reject(error)) });
        most = Math.max(most, open.length);
      }),
    /** The oldest that is open ends. */
    async endOne(error?: Error) {
      open.shift()?.end(error);
      await settled();
    },
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("requests at once", () => {
  it("are as many as may be, and their results come in the order of the items", async () => {
    const bench = workbench();
    const results = requestLimiter(3).map(upTo(7), bench.work);
    await settled();
    expect(bench.open.map(({ item }) => item)).toEqual([0, 1, 2]);
    bench.open.splice(1, 1)[0]?.end();
    await settled();
    while (bench.open.length > 0) await bench.endOne();
    expect(await results).toEqual(upTo(7).map((item) => `done ${item}`));
    expect(bench.most()).toBe(3);
  });

  it("are shared by all who ask", async () => {
    const bench = workbench();
    const limiter = requestLimiter(2);
    const both = Promise.all([limiter.map([1, 2], bench.work), limiter.map([3, 4], bench.work)]);
    await settled();
    while (bench.open.length > 0) await bench.endOne();
    expect(bench.most()).toBe(2);
    expect(await both).toEqual([
      ["done 1", "done 2"],
      ["done 3", "done 4"],
    ]);
  });

  it("end with the first failure: nothing more is begun, and what was begun is awaited", async () => {
    const bench = workbench();
    let outcome: unknown;
    const ended = requestLimiter(2)
      .map(upTo(9), bench.work)
      .catch((error: unknown) => {
        outcome = error;
      });
    await settled();
    const denied = new Error("denied");
    await bench.endOne(denied);
    expect(outcome).toBeUndefined();
    await bench.endOne();
    await ended;
    expect(outcome).toBe(denied);
    expect(bench.open).toEqual([]);
  });
});

describe("when AWS asks for less", () => {
  it("half as many go at once, and one more after as many successes as go at once", async () => {
    const bench = workbench();
    const limiter = requestLimiter(4);
    const results = limiter.map(upTo(30), bench.work);
    await settled();
    limiter.slowDown();
    const openAfter = async (ended: number) => {
      for (let each = 0; each < ended; each++) await bench.endOne();
      return bench.open.length;
    };
    // Those that were under way when it was told say nothing of what goes now.
    expect(await openAfter(4)).toBe(2);
    expect(await openAfter(1)).toBe(2);
    expect(await openAfter(1)).toBe(3);
    expect(await openAfter(2)).toBe(3);
    expect(await openAfter(1)).toBe(4);
    expect(await openAfter(4)).toBe(4);
    while (bench.open.length > 0) await bench.endOne();
    expect(await results).toHaveLength(30);
  });

  it("falls once for all that were under way, and never below one", async () => {
    const bench = workbench();
    const limiter = requestLimiter(8);
    const results = limiter.map(upTo(20), bench.work);
    await settled();
    limiter.slowDown();
    limiter.slowDown();
    limiter.slowDown();
    for (let ended = 0; ended < 8; ended++) await bench.endOne();
    expect(bench.open).toHaveLength(4);
    while (bench.open.length > 0) {
      limiter.slowDown();
      await bench.endOne();
    }
    expect(await results).toHaveLength(20);
  });
});
