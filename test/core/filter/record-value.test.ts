import { describe, expect, it } from "vitest";
import { readRecordValue } from "../../../src/core/filter/record-value.ts";
import { decodeUtf8 } from "./matching.ts";

function kindOf(value: string | Uint8Array | null): string {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return readRecordValue(bytes, new Set(["value", "a"]), decodeUtf8).kind;
}

describe("the value of a record", () => {
  it.each([
    ['{"a":1}', "json"],
    [' [1, {"a":2}]\n', "json"],
    ["", "text"],
    ["plain", "text"],
    ["{broken", "text"],
    ['{"a":1} {"a":2}', "text"],
    // Nothing of a text can get out of it into the event.
    ['{"a":1},"b":{"a":2}', "text"],
    // Scalars are plain text: an assumption.
    ["5", "text"],
    ['"quoted"', "text"],
    [null, "null"],
    [new Uint8Array([0x7b, 0xff, 0x7d]), "not-utf8"],
  ])("%j is %s", (value, kind) => {
    expect(kindOf(value)).toBe(kind);
  });

  it("is a string when it is text", () => {
    const value = readRecordValue(new TextEncoder().encode("5"), new Set(), decodeUtf8);
    expect(value.kind === "text" && value.values.get("value")).toMatchObject([{ kind: "string", text: "5" }]);
  });
});
