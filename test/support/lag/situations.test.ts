import { beforeAll, describe, expect, it } from "vitest";
import { lagRecords, type Played, play, type Situation } from "./situation.ts";
import { situation, situationKinds } from "./situations.ts";

const minuteMs = 60_000;
const eachOfAKind = 2;
/** As long ago is what a trend is told by. */
const trendMinutes = 3;

interface Looked extends Played {
  readonly lagNow: number;
  /** Some minutes ago. */
  readonly lagBefore: number;
}

function lookedAt(one: Situation): Looked {
  let lagBefore = 0;
  const played = play(one, {
    atMinutes: one.minutes - trendMinutes,
    look: (account, mapping) => {
      lagBefore = lagRecords(account, mapping);
    },
  });
  return { ...played, lagBefore, lagNow: lagRecords(played.account, played.mapping) };
}

/** The sum of a metric since the sandbox started, of the mapping or of its function. */
function counted({ account: { world, clock }, mapping }: Played, name: string, of: "mapping" | "function"): number {
  const dimensions = of === "mapping" ? { EventSourceMappingUUID: mapping.document.UUID } : { FunctionName: "orders" };
  const identity = { namespace: "AWS/Lambda", name, dimensions: new Map(Object.entries(dimensions)) };
  return world.metrics.read(identity, clock.originMs - (clock.originMs % minuteMs), clock.now()).reduce((sum, { set }) => sum + set.sum, 0);
}

/** What must be there for a cause to be right, and for no other. */
const signs = [
  { cause: "throttled", name: "Throttles", of: "function" },
  { cause: "function-errors", name: "Errors", of: "function" },
  { cause: "commit-errors", name: "CommitErrorCount", of: "mapping" },
  { cause: "polling-errors", name: "PollingErrorCount", of: "mapping" },
  { cause: "destination-errors", name: "OnFailureDestinationDeliveryErrorCount", of: "mapping" },
] as const;

/** A destination gets what a function failed at, and a broker that is lost takes no commits either. */
const implied: ReadonlyMap<string, string> = new Map([
  ["destination-errors", "Errors"],
  ["polling-errors", "CommitErrorCount"],
]);

describe.each(situationKinds.map((kind, index) => ({ kind, index })))("$kind", ({ kind, index }) => {
  let all: readonly Looked[] = [];
  beforeAll(() => {
    all = Array.from({ length: eachOfAKind }, (_, round) => situation(index + round * situationKinds.length)).map(lookedAt);
  });

  it("has the lag that its truth says", () => {
    for (const { situation: one, lagNow, lagBefore } of all) {
      const { truth, number, inFlightRecords } = one;
      const says = `${kind}, number ${number}: ${lagBefore} → ${lagNow}, in flight ${inFlightRecords}`;
      const [verdict] = truth.verdicts;
      if (verdict === "ok" || verdict === "idle") expect(lagNow, says).toBeLessThanOrEqual(inFlightRecords);
      if (verdict === "catching up" || verdict === "rewound") expect(lagNow, says).toBeLessThan(lagBefore);
      if (verdict === "stalled" || verdict === "stopped") expect(lagNow, says).toBeGreaterThan(lagBefore);
      if (truth.verdicts.every((each) => each === "falling behind" || each === "stalled")) expect(lagNow, says).toBeGreaterThan(lagBefore);
      if (!["ok", "idle", "disabled", "no data", "stopped"].some((each) => truth.verdicts.some((may) => may === each))) {
        // What can be known is some minutes old.
        expect(Math.max(lagBefore, lagNow), says).toBeGreaterThan(inFlightRecords / 2);
      }
    }
  });

  it("has the signs of its cause, and those of no other", () => {
    for (const played of all) {
      const { truth, number } = played.situation;
      const named = truth.causes.filter((cause) => cause !== undefined);
      for (const { cause, name, of } of signs) {
        const count = counted(played, name, of);
        const says = `${kind}, number ${number}: ${count} ${name}`;
        if (truth.causes.length === 1 && named.includes(cause)) expect(count, says).toBeGreaterThan(0);
        const isImplied = named.includes(cause) || named.some((each) => implied.get(each) === name);
        if (!isImplied) expect(count, says).toBe(0);
      }
    }
  });
});

describe("a situation", () => {
  it("is the same whenever it is made", () => {
    for (const number of [0, 18, 32]) {
      const [one, other] = [lookedAt(situation(number)), lookedAt(situation(number))];
      expect(one.situation).toEqual({ ...other.situation, ...(other.situation.steps === undefined ? {} : { steps: expect.anything() }) });
      expect([one.lagBefore, one.lagNow]).toEqual([other.lagBefore, other.lagNow]);
    }
  });

  it("is another one by each number", () => {
    const [one, other] = [situation(0), situation(situationKinds.length)];
    expect(one.kind).toBe(other.kind);
    expect(one.scenario).not.toEqual(other.scenario);
  });
});
