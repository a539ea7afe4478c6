import { describe, expect, it } from "vitest";
import { createFaultQueue } from "../../../src/sandbox/front/fault-queue.ts";

interface Slow {
  readonly what: string;
  readonly times?: number;
}

const is = (what: string) => (fault: Slow) => fault.what === what;

describe("faults that wait", () => {
  it("are taken in the order in which they came, as often as each says", () => {
    const queue = createFaultQueue<Slow>("poll");
    const [twice, always] = [{ what: "a", times: 2 }, { what: "a" }];
    queue.add(twice);
    queue.add(always);
    expect([1, 2, 3, 4].map(() => queue.take(is("a")))).toEqual([twice, twice, always, always]);
    expect(queue.take(is("b"))).toBeUndefined();
  });

  it("have ids, and tell how often they are still to happen", () => {
    const queue = createFaultQueue<Slow>("poll");
    expect(queue.add({ what: "a", times: 2 })).toEqual({ id: "poll-1", fault: { what: "a", times: 2 }, left: 2 });
    queue.add({ what: "b" });
    queue.take(is("a"));
    queue.take(is("b"));
    expect(queue.waiting().map(({ id, left }) => [id, left])).toEqual([
      ["poll-1", 1],
      ["poll-2", undefined],
    ]);
    queue.take(is("a"));
    expect(queue.waiting().map(({ id }) => id)).toEqual(["poll-2"]);
  });

  it("can be taken back, one or all; an id never comes again", () => {
    const queue = createFaultQueue<Slow>("poll");
    expect(queue.isEmpty()).toBe(true);
    queue.add({ what: "a" });
    queue.add({ what: "b" });
    expect(queue.isEmpty()).toBe(false);
    expect([queue.remove("poll-1"), queue.remove("poll-1")]).toEqual([true, false]);
    expect(queue.take(is("a"))).toBeUndefined();
    queue.clear();
    expect([queue.waiting(), queue.add({ what: "c" }).id]).toEqual([[], "poll-3"]);
  });
});
