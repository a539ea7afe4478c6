import type { ByteTools } from "../../record/byte-tools.ts";

/** The part of a needle that is searched for: what is found more seldom takes less time, and the rest is compared where it is found. */
export interface Fragment {
  readonly bytes: Uint8Array;
  /** Where it stands in the needle. */
  readonly offset: number;
}

/** How often each byte comes in a piece of the data that stands for all of it. */
export interface ByteShares {
  readonly sample: Uint8Array;
  readonly counts: Float64Array;
}

const sampleBytes = 1 << 15;

export function byteShares(bytes: Uint8Array): ByteShares {
  const sample = bytes.subarray(0, sampleBytes);
  const counts = new Float64Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  return { sample, counts };
}

/**
 * Node looks for needles of less than 8 bytes by jumping to the next place of their first byte (memchr, some bytes in a
 * nanosecond) and comparing there; for longer ones it makes larger and larger jumps, but never as fast as to a rare byte.
 */
const longestByFirstByte = 7;
const shortestFragment = 3;

/** Nanoseconds, as measured; only how they compare matters, and that only for speed. */
const cost = { jump: 8, hit: 120, byteOfLongNeedle: 5 };
const mostTried = 4;

/** The fragment that is expected to be found fastest in data like this. */
export function bestFragment(needle: Uint8Array, shares: ByteShares, tools: ByteTools): Fragment {
  const whole = { bytes: needle, offset: 0 };
  if (needle.length <= shortestFragment) return whole;
  const candidates: (Fragment & { readonly estimate: number })[] = [];
  const bytesInSample = Math.max(1, shares.sample.length);
  for (let offset = 0; offset + shortestFragment <= needle.length; offset++) {
    const bytes = needle.subarray(offset, offset + longestByFirstByte);
    candidates.push({ bytes, offset, estimate: (shares.counts[bytes[0] as number] as number) * cost.jump });
  }
  if (needle.length > longestByFirstByte) candidates.push({ ...whole, estimate: (bytesInSample * cost.byteOfLongNeedle) / needle.length });
  const cheapest = candidates.toSorted((a, b) => a.estimate - b.estimate).slice(0, mostTried);
  const measured = cheapest.map((each) => ({ ...each, estimate: each.estimate + countOf(each.bytes, shares.sample, tools) * cost.hit }));
  const [best = whole] = measured.toSorted((a, b) => a.estimate - b.estimate);
  return { bytes: best.bytes, offset: best.offset };
}

function countOf(bytes: Uint8Array, sample: Uint8Array, { findBytes }: ByteTools): number {
  let count = 0;
  for (let at = findBytes(sample, bytes, 0); at >= 0; at = findBytes(sample, bytes, at + 1)) count++;
  return count;
}
