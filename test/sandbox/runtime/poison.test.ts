import { describe, expect, it } from "vitest";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import { offsetRange } from "../../../src/sandbox/runtime/offsets.ts";
import { poisonIn } from "../../../src/sandbox/runtime/poison.ts";
import type { FunctionBehaviour } from "../../../src/sandbox/world.ts";

const startedMs = 1_000_000_000_000;
const traffic = { shape: { kind: "constant", perSecond: 10 }, recordBytes: 1_024, keySkew: 0, filterPassShare: 1 } as const;
const topic = embeddedTopic({ name: "orders", partitions: 1, traffic }, { seed: 1, startedMs, createdMs: startedMs - 100_000_000 });
const poisonous = { kind: "simulated", baseMs: 1, perRecordMs: 1, poisonShare: 0.01, errorShare: 0 } as const;

const offsetsOf = (behaviour: FunctionBehaviour, from = 0, until = 100_000): number[] =>
  poisonIn(behaviour, [{ partition: 0, offsets: offsetRange(from, until) }], { seed: 4, startedMs, topic }).map(({ offset }) => offset);

describe("poison", () => {
  const bad = offsetsOf(poisonous);

  it("is in its share of the records", () => {
    expect(Math.abs(bad.length - 1_000)).toBeLessThan(5 * Math.sqrt(990));
  });

  it("stays in the same records, whichever others are asked about", () => {
    expect(offsetsOf(poisonous, 500, 900)).toEqual(bad.filter((offset) => offset >= 500 && offset < 900));
  });

  it("is absent from modules, from clean functions, and from records before it began", () => {
    expect(offsetsOf({ kind: "module", file: "/f.js" })).toEqual([]);
    expect(offsetsOf({ ...poisonous, poisonShare: 0 })).toEqual([]);
    const [first = 0, second = 0] = bad;
    const secondsAgo = (startedMs - topic.timestampOf(0, second)) / 1_000;
    expect(offsetsOf({ ...poisonous, poisonStartedSecondsAgo: secondsAgo })[0]).toBe(second);
    expect(first).toBeLessThan(second);
  });
});
