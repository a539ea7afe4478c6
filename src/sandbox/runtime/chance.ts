/**
 * Chance that is a pure function of its inputs: what happens to a record or an invocation depends on the seed and on
 * what it is, never on the order in which things are asked.
 */

/** A 32-bit number from text and numbers (FNV-1a), to tell topics, functions and purposes apart. */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    for (const character of `${part}\u0000`) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
  }
  return hash >>> 0;
}

/** Uniform in [0, 1). `b` may be as large as 2^53: both halves are mixed in. */
export function uniform(seed: number, a: number, b = 0): number {
  let hash = mix(seed ^ Math.imul(a, 0x9e3779b1));
  hash = mix(hash ^ (b >>> 0));
  hash = mix(hash ^ Math.floor(b / 0x1_0000_0000));
  return hash / 0x1_0000_0000;
}

/** A seed for one thing among many of a kind. */
export function childSeed(seed: number, a: number, b = 0): number {
  return mix(mix(seed ^ Math.imul(a + 1, 0x9e3779b1)) ^ (b + 1));
}

/** A UUID of version 4's shape that depends on its inputs only. */
export function uuidOf(...parts: readonly (string | number)[]): string {
  // A seed for each word: one of 32 bits for all four would soon give two things of a large account the same UUID.
  const hex = [0, 1, 2, 3]
    .map((word) =>
      mix(seedOf(word, ...parts))
        .toString(16)
        .padStart(8, "0"),
    )
    .join("");
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A seeded sequence, uniform in [0, 1). */
export function randomSequence(seed: number): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return uniform(seed, 0, drawn);
  };
}

/** The next UUID of version 4's shape from such a sequence. */
export function drawUuid(random: () => number): string {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join("");
  const variant = "89ab".charAt(Math.floor(random() * 4));
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${variant}${digits(3)}-${digits(12)}`;
}

/** MurmurHash3's finalizer: every input bit reaches every output bit. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
