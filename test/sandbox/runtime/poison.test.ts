import { describe, expect, it } from "vitest";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import { failuresAhead, meanPoisonFailures } from "../../../src/sandbox/runtime/poison.ts";
import { everythingPasses } from "../../../src/sandbox/runtime/share-filter.ts";

const startedMs = 1_000_000_000_000;
const traffic = { shape: { kind: "constant", perSecond: 10 }, recordBytes: 1_024, keySkew: 0, filterPassShare: 1 } as const;
const topic = embeddedTopic({ name: "orders", partitions: 1, traffic }, { seed: 1, startedMs, createdMs: startedMs - 100_000_000 });
const source = { seed: 4, startedMs, topic, filter: everythingPasses };
const poisonous = { kind: "simulated", baseMs: 1, perRecordMs: 1, poisonShare: 0.01, errorShare: 0 } as const;

const failuresOf = (behaviour: Parameters<typeof failuresAhead>[0], offset: number): number =>
  failuresAhead(behaviour, [{ partition: 0, from: offset, until: offset + 1, passing: 1 }], source);

describe("poison", () => {
  const each = Array.from({ length: 100_000 }, (_, offset) => failuresOf(poisonous, offset));

  it("is in its share of the records and fails them four to nine times, evenly", () => {
    const bad = each.filter((failures) => failures > 0);
    expect(Math.abs(bad.length - 1_000)).toBeLessThan(5 * Math.sqrt(990));
    expect(new Set(bad)).toEqual(new Set([4, 5, 6, 7, 8, 9]));
    expect(bad.reduce((sum, failures) => sum + failures, 0) / bad.length).toBeCloseTo(meanPoisonFailures, 0);
  });

  it("makes a batch fail as often as its worst record", () => {
    const worst = Math.max(...each.slice(500, 900));
    expect(failuresAhead(poisonous, [{ partition: 0, from: 500, until: 900, passing: 400 }], source)).toBe(worst);
  });

  it("is absent from modules, from clean functions, and from records before it began", () => {
    expect(failuresOf({ kind: "module", file: "/f.js" }, 0)).toBe(0);
    const offset = each.findIndex((failures) => failures > 0);
    expect(failuresOf({ ...poisonous, poisonShare: 0 }, offset)).toBe(0);
    const writtenMs = topic.timestampOf(0, offset);
    const secondsAgo = (startedMs - writtenMs) / 1_000;
    expect(failuresOf({ ...poisonous, poisonStartedSecondsAgo: secondsAgo }, offset)).toBeGreaterThan(0);
    expect(failuresOf({ ...poisonous, poisonStartedSecondsAgo: secondsAgo - 1 }, offset)).toBe(0);
  });
});
