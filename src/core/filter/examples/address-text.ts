/** An IP address of its hexadecimal digits (see ip-address.ts), in the usual spelling: `10.0.0.1`, or eight groups. */
export function addressText(digits: string): string {
  if (digits.length === 8) return (digits.match(/../g) ?? []).map((part) => Number.parseInt(part, 16)).join(".");
  return (digits.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}

/** The digits of the address so many further; from one end of all addresses to the other. */
export function neighbour(digits: string, distance: bigint): string {
  const all = 1n << BigInt(4 * digits.length);
  return ((BigInt(`0x${digits}`) + distance + all) % all).toString(16).toUpperCase().padStart(digits.length, "0");
}
