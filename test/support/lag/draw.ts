import { randomSequence } from "../../../src/sandbox/runtime/chance.ts";

/** Chance by a seed: the same seed draws the same. */
export interface Draw {
  between(low: number, high: number): number;
  /** Each order of magnitude is as likely as the next; both ends above zero. */
  magnitude(low: number, high: number): number;
  /** A whole number; both ends can be drawn. */
  whole(low: number, high: number): number;
  oneOf<Value>(values: readonly [Value, ...Value[]]): Value;
  isLucky(share: number): boolean;
}

export function createDraw(seed: number): Draw {
  const next = randomSequence(seed);
  const between = (low: number, high: number): number => low + next() * (high - low);
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  return {
    between,
    magnitude: (low, high) => Math.exp(between(Math.log(low), Math.log(high))),
    whole,
    oneOf: (values) => values[whole(0, values.length - 1)] ?? values[0],
    isLucky: (share) => next() < share,
  };
}
