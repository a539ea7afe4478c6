// ULID: 48 bits of time and 80 random ones, so that ids sort by time (github.com/ulid/spec). Crockford's base 32.
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeDigits = 10;
const randomDigits = 16;

/** An id for a run that begins at `atMs`; `random` is uniform in [0, 1). */
export function newRunId(atMs: number, random: () => number): string {
  const time = Array.from({ length: timeDigits }, (_, index) => digitOf(Math.floor(atMs / digits.length ** (timeDigits - 1 - index))));
  return [...time, ...Array.from({ length: randomDigits }, () => digitOf(Math.floor(random() * digits.length)))].join("");
}

/** When the run of this id began, in epoch milliseconds. */
export function runBegan(id: string): number {
  return [...id.slice(0, timeDigits)].reduce((time, digit) => time * digits.length + Math.max(0, digits.indexOf(digit)), 0);
}

/** What a user typed as the beginning of an id, in the ids' own spelling; undefined when no id begins so. */
export function runIdPrefix(typed: string): string | undefined {
  const prefix = typed.toUpperCase();
  return /^[0-9A-HJKMNP-TV-Z]{1,26}$/.test(prefix) ? prefix : undefined;
}

function digitOf(number: number): string {
  return digits[number % digits.length] ?? "0";
}
