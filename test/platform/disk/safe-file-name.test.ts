import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeFileName } from "../../../src/platform/disk/safe-file-name.ts";

it.each(["orders-0", "a.b.c-12", "_under_score-3", "__proto__-0", "constructor", "0", "console-0"])("leaves %s as it is", (name) => {
  expect(safeFileName(name)).toBe(name);
});

describe("a name that could do harm", () => {
  it.each([
    "",
    ".",
    "..",
    "../../etc/passwd-0",
    "/etc/passwd",
    "a\\b",
    "C:\\x",
    ".hidden-0",
    "-rf",
    "a\0b",
    "\u001b[2J",
    "con",
    "con.x-0",
    "nul",
    "com1.log",
    "lpt9",
    "orders.",
    "Orders-0",
    "größe",
    "\u202egpj.exe",
    "\ud800",
    "%2e%2e",
    "tilde~0",
    "x".repeat(5_000),
  ])("of %j stays in its folder", (text) => {
    const name = safeFileName(text);
    expect(name).not.toBe(text);
    expect(name).toMatch(/^[A-Za-z0-9%_-][A-Za-z0-9%._-]*~[0-9a-f]{12}$|^~[0-9a-f]{12}$/);
  });
});

it("differs for texts that differ, also where case does not count, and leaves room for endings", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("orders", "Orders", "ORDERS", "con", "..", "%4Frders"),
    fc.string({ minLength: 110, maxLength: 130 }),
  );
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      fc.pre(one !== other);
      expect(safeFileName(one).toLowerCase()).not.toBe(safeFileName(other).toLowerCase());
      expect(safeFileName(one).length).toBeLessThan(200);
    }),
  );
});
