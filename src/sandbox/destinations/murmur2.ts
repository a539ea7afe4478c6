const multiplier = 0x5bd1e995;
const seed = 0x9747b28c;

/** MurmurHash2 of 32 bits as Kafka's Java client computes it (org.apache.kafka.common.utils.Utils.murmur2): signed. */
export function murmur2(bytes: Uint8Array): number {
  const words = bytes.length >> 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = seed ^ bytes.length;
  for (let word = 0; word < words; word++) {
    let mixed = Math.imul(view.getInt32(4 * word, true), multiplier);
    mixed = Math.imul(mixed ^ (mixed >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ mixed;
  }
  const rest = bytes.subarray(4 * words);
  if (rest.length > 0) {
    for (let at = rest.length - 1; at >= 0; at--) hash ^= (rest[at] ?? 0) << (8 * at);
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return (hash ^ (hash >>> 15)) | 0;
}

/** Where Kafka's default partitioner puts a record with a key: the hash without its sign, by the number of partitions. */
export function partitionOfKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fff_ffff) % partitions;
}
