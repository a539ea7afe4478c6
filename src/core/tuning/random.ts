/** Numbers uniform in [0, 1), the same for a seed on every machine. */
export type Random = () => number;

/** Chris Doty-Humphrey's "small fast counting" generator with 32-bit words (PractRand, sfc32). */
export function randomFrom(seed: number): Random {
  let [a, b, c, count] = [seed | 0, (seed ^ 0x9e3779b9) | 0, 0x243f6a88, 1];
  const next = () => {
    const sum = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // Near seeds have parted by then.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}
