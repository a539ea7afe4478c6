import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64Meaning } from "../../../../src/core/filter/lint/base64.ts";

describe("texts that are base64", () => {
  it.each(["Hello", "PAID order 7", '{"status":"PAID"}', "Grüße aus Köln", "東京 2024", "line\nline"])("%j is read back", (text) => {
    expect(base64Meaning(Buffer.from(text).toString("base64"))).toBe(text);
  });

  it("gives what Node decodes, or nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.base64String({ minLength: 4, maxLength: 24 }), fc.string()), (text) => {
        const meaning = base64Meaning(text);
        if (meaning !== undefined) expect(meaning).toBe(Buffer.from(text, "base64").toString("utf8"));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    "PAID",
    "SHIPPED=",
    "processing12",
    "customerUpdatedAddress",
    "OrderCreatedEvent",
    "us-east-1",
    "ABCDEFGHIJKLMNOP",
    "deadbeefdeadbeef",
    "JBSWY3DPEHPK3PXP",
    "1234567890123456",
    "",
    "====",
  ])("%j is taken for a word", (text) => {
    expect(base64Meaning(text)).toBeUndefined();
  });
});
