/** Addresses between two of the same family, as upper-case hexadecimal digits: 8 of them for IPv4, 32 for IPv6. */
export interface AddressRange {
  /** Both ends belong to the range. */
  readonly lowest: string;
  readonly highest: string;
}

const ipv4Shape = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;
const ipv6Shape = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

/**
 * An IP literal as hexadecimal digits; undefined for any other text. IPv4 parts are decimal, with or without leading zeros;
 * an IPv6 address that stands for an IPv4 one (`::ffff:a00:1`) becomes that (event-ruler's CIDR on Java's InetAddress).
 */
export function addressDigits(text: string): string | undefined {
  if (ipv4Shape.test(text)) return ipv4Digits(text);
  return ipv6Shape.test(text) ? ipv6Digits(text) : undefined;
}

function ipv4Digits(text: string): string | undefined {
  if (text.length > "255.255.255.255".length) return undefined;
  const parts = text.split(".").map(Number);
  return parts.every((part) => part <= 255) ? parts.map((part) => hex(part, 2)).join("") : undefined;
}

function ipv6Digits(text: string): string | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [front = [], back = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - front.length - back.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => "0"), ...back];
  const values = groups.map((group) => (group === "" ? Number.NaN : Number.parseInt(group, 16)));
  if (!values.every((value) => value <= 0xffff)) return undefined;
  const digits = values.map((value) => hex(value, 4)).join("");
  return digits.startsWith(mappedPrefix) ? digits.slice(mappedPrefix.length) : digits;
}

const mappedPrefix = `${"0".repeat(20)}FFFF`;

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

/** The range of a single address. */
export function singleAddress(digits: string): AddressRange {
  return { lowest: digits, highest: digits };
}

/** `10.0.0.0/8` as a range, host bits ignored; or what is wrong with it, in the words of AWS's library. */
export function parseCidr(text: string): AddressRange | { readonly error: string } {
  // As Java's split: slashes at the end make no further part.
  const parts = text.replace(/\/+$/, "").split("/");
  const [address = "", mask = ""] = parts;
  if (parts.length !== 2) return { error: "Malformed CIDR, one '/' required" };
  if (!/^[+-]?[0-9]+$/.test(mask) || Math.abs(Number(mask)) > 0x7fffffff) return { error: "Malformed CIDR, mask bits must be an integer" };
  const bits = Number(mask);
  if (bits < 0) return { error: "Malformed CIDR, mask bits must not be negative" };
  const digits = addressDigits(address);
  if (digits === undefined) return { error: `Nonstandard IP address: ${address}` };
  const family = digits.length === 8 ? { name: "IPv4", bits: 32 } : { name: "IPv6", bits: 128 };
  if (bits >= family.bits) return { error: `${family.name} mask bits must be < ${family.bits}` };
  const hostBits = (1n << BigInt(family.bits - bits)) - 1n;
  const value = BigInt(`0x${digits}`);
  const toDigits = (each: bigint) => each.toString(16).toUpperCase().padStart(digits.length, "0");
  return { lowest: toDigits(value & ~hostBits), highest: toDigits(value | hostBits) };
}

/**
 * Whether the digits of a value lie in a range. AWS's library compares digit by digit and stops at the first that decides,
 * so that addresses of the other family can match too: a longer value by its first digits, a shorter one when it decides
 * before it ends.
 */
export function inAddressRange(digits: string, { lowest, highest }: AddressRange): boolean {
  if (digits.length >= lowest.length) {
    const compared = digits.slice(0, lowest.length);
    return compared >= lowest && compared <= highest;
  }
  return digits > lowest.slice(0, digits.length) && digits < highest.slice(0, digits.length);
}
