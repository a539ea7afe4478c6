import { expect, it } from "vitest";
import { isInDoubt, isWaitedFor } from "../../../../src/core/redrive/memory-journal/memory-doubt.ts";
import { offsetSet } from "../../../../src/core/redrive/offset-set.ts";
import { lane, sent, settled } from "../../../support/redrive/journal-entries.ts";

const far = 10n ** 15n;

function doubtOf(sentAgain: readonly (readonly [bigint, bigint])[], done: readonly (readonly [bigint, bigint])[]) {
  const sentAfter = offsetSet();
  for (const [first, last] of sentAgain) sentAfter.add({ first, last });
  const doubt = { sent: sent(1, 0n, far) as Parameters<typeof isInDoubt>[0]["sent"], sentAfter };
  const known = { id: lane, parts: [], doubts: new Map(), settled: done.map(([first, last]) => settled("a", first, last)) };
  const of = known as unknown as Parameters<typeof isInDoubt>[1];
  return { inDoubt: isInDoubt(doubt, of), waitedFor: isWaitedFor(doubt, of) };
}

it.each([
  ["untouched", [], [], true, true],
  ["settled but for its last offset", [], [[0n, far - 1n]], true, true],
  ["settled all", [], [[0n, far]], false, false],
  ["sent again all", [[0n, far]], [], true, false],
  ["sent again where it is not settled", [[5n, far]], [[0n, 4n]], true, false],
  ["sent again where it is settled", [[0n, 4n]], [[0n, 4n]], true, true],
  ["settled after some of it was sent again", [[7n, 7n]], [[0n, far]], true, false],
] as const)("a batch over very many offsets that is %s", (_, sentAgain, done, inDoubt, waitedFor) => {
  expect(doubtOf(sentAgain, done)).toEqual({ inDoubt, waitedFor });
});
