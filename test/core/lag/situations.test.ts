import { beforeAll, describe, expect, it } from "vitest";
import { type Judgement, judged } from "../../support/lag/judged.ts";
import { play, type Situation } from "../../support/lag/situation.ts";
import { situation } from "../../support/lag/situations.ts";

const situations = 200;
/** Of verdict and cause together. */
const leastRightShare = 0.95;

/** Some seconds of CPU each dozen. */
const timeoutMs = 300_000;

let seen: readonly { readonly one: Situation; readonly judgement: Judgement }[];

beforeAll(async () => {
  const all: { readonly one: Situation; readonly judgement: Judgement }[] = [];
  // One after the other: nothing of a sandbox is kept but what was said of it.
  for (let number = 0; number < situations; number++) {
    const one = situation(number);
    all.push({ one, judgement: await judged(play(one)) });
  }
  seen = all;
}, timeoutMs);

function missLine({ one, judgement: { report } }: (typeof seen)[number]): string {
  const { verdicts, causes } = one.truth;
  const said = `${report.verdict}, ${report.cause?.id ?? "no cause"}`;
  return `  number ${one.number}, ${one.kind}: ${said}; right: ${verdicts.join(" or ")}, ${causes.map((cause) => cause ?? "no cause").join(" or ")}`;
}

describe("200 situations that the sandbox plays", () => {
  it("are given their verdict and cause, in 95 of 100 at least", () => {
    const misses = seen.filter(({ judgement }) => !(judgement.isRightVerdict && judgement.isRightCause));
    if (misses.length > 0)
      process.stdout.write(`${misses.length} of ${situations} situations are judged wrongly:\n${misses.map(missLine).join("\n")}\n`);
    expect(misses.length).toBeLessThanOrEqual(situations * (1 - leastRightShare));
  });

  it("are never called fine when they are not", () => {
    expect(seen.filter(({ judgement }) => judgement.isFalseComfort).map(missLine)).toEqual([]);
  });

  it("have each kind of trouble named more often than not", () => {
    const byKind = [...Map.groupBy(seen, ({ one }) => one.kind)];
    const mostlyMissed = byKind.filter(([, all]) => all.filter(({ judgement }) => judgement.isRightCause).length * 2 <= all.length);
    expect(mostlyMissed.map(([kind]) => kind)).toEqual([]);
  });
});
