import fc from "fast-check";

/** Up to 20 signs of any kind, lone surrogates and controls among them, and often those that `special` names. */
export function anyText(special: readonly string[] = ["\n", "\u001b"]): fc.Arbitrary<string> {
  const codePoints = [0x7f, 0xffff, 0x10ffff].map((max) => fc.nat(max).map((code) => String.fromCodePoint(code)));
  return fc.array(fc.oneof(fc.constantFrom(...special), ...codePoints), { maxLength: 20 }).map((signs) => signs.join(""));
}
