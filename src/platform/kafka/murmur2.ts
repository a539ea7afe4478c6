// Constants of MurmurHash2 and of its seed in Kafka's Java client (org.apache.kafka.common.utils.Utils.murmur2).
const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;
const shift = 24;

/**
 * The hash by which Kafka's Java client spreads keys over partitions, as a signed 32-bit integer. The library's own grows
 * a BigInt with the key's length.
 */
export function murmur2(key: Uint8Array): number {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const wordsEnd = key.length - (key.length % 4);
  let hash = seed ^ key.length;
  for (let at = 0; at < wordsEnd; at += 4) {
    let word = Math.imul(view.getInt32(at, true), multiplier);
    word = Math.imul(word ^ (word >>> shift), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  if (wordsEnd < key.length) {
    for (let at = key.length - 1; at >= wordsEnd; at--) hash ^= (key[at] ?? 0) << (8 * (at - wordsEnd));
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

/** The partition of a record with a key, as the Java client chooses it. */
export function partitionOfKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount;
}
