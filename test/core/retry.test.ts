import fc from "fast-check";
import { expect, it } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import { type Failure, withRetries } from "../../src/core/retry.ts";

const error = new MskctlError("unavailable", "no answer");

/** The pauses that a call makes whose attempts all fail in the given way, and how it ends. */
async function pausesOf(repeat: Failure["repeat"], random: () => number) {
  const sleepsMs: number[] = [];
  const ends: unknown[] = [];
  const work = withRetries<string>({
    attempt: () => Promise.reject(new Error("raw")),
    explain: async () => (repeat === undefined ? { error } : { error, repeat }),
    clock: { now: () => 0, sleep: async (ms) => void sleepsMs.push(ms) },
    random,
    onEnd: (...end) => ends.push(end),
  });
  await expect(work).rejects.toBe(error);
  return { sleepsMs, ends };
}

it("makes five attempts when another one may help, and one when not", async () => {
  expect((await pausesOf({ cause: "transient" }, () => 0.5)).ends).toEqual([[5, error]]);
  expect((await pausesOf(undefined, () => 0.5)).ends).toEqual([[1, error]]);
});

it("gives the answer of the attempt that succeeds", async () => {
  let attempts = 0;
  const answer = await withRetries({
    attempt: () => (++attempts < 3 ? Promise.reject(new Error("raw")) : Promise.resolve("answer")),
    explain: async () => ({ error, repeat: { cause: "transient" } }),
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    random: () => 0.5,
    onEnd: (made, outcome) => expect([made, outcome]).toEqual([3, "answer"]),
  });
  expect(answer).toBe("answer");
});

it("never pauses shorter than the server asks (up to a minute), nor longer than both it and 20 s", async () => {
  const cause = fc.constantFrom("throttled" as const, "transient" as const);
  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  await fc.assert(
    fc.asyncProperty(cause, fc.nat(7_200_000), fraction, async (each, hintMs, random) => {
      const { sleepsMs } = await pausesOf({ cause: each, hintMs }, () => random);
      for (const ms of sleepsMs) {
        expect(ms).toBeGreaterThanOrEqual(Math.min(hintMs, 60_000));
        expect(ms).toBeLessThanOrEqual(Math.max(20_000, Math.min(hintMs, 60_000)));
      }
    }),
  );
});
