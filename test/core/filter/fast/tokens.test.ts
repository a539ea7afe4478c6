import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { behindBlanks, scalarKind, valueEnd } from "../../../../src/core/filter/fast/tokens.ts";
import { bytesOf } from "../matching.ts";
import { anyEvent } from "../random-patterns.ts";

describe("steps over JSON", () => {
  it.each(['"a"', '""', '"a\\"b"', '"\\\\"', '"{["', "1", "-1.5e3", "true", "null", "{}", "[]", '{"a":[1,{"b":"]}"}]}', '[[],["\\"]"]]'])(
    "end behind %s",
    (value) => {
      for (const rest of [",1", "}", "]", " ", ""]) {
        const bytes = bytesOf(`:${value}${rest}`);
        expect(valueEnd(bytes, 1, bytes.length)).toBe(1 + bytesOf(value).length);
      }
    },
  );

  it("end behind any value", () => {
    fc.assert(
      fc.property(anyEvent, (value) => {
        const bytes = bytesOf(`${value},"x":{`);
        expect(valueEnd(bytes, 0, bytes.length)).toBe(bytesOf(value).length);
      }),
    );
  });

  it("do not look behind the end, whatever the bytes are", () => {
    const bytes = fc.array(fc.constantFrom(...bytesOf('{}[]",:\\a1 ')), { maxLength: 12 }).map((all) => Uint8Array.from(all));
    fc.assert(
      fc.property(bytes, fc.nat({ max: 12 }), (all, end) => {
        const last = Math.min(end, all.length);
        expect(valueEnd(all, 0, last)).toBeLessThanOrEqual(last + 1);
        expect(behindBlanks(all, 0, last)).toBeLessThanOrEqual(last);
      }),
    );
  });

  it.each([
    ["true", "literal"],
    ["null", "literal"],
    ["-1", "number"],
    ["0", "number"],
  ])("%s is a %s", (text, kind) => {
    expect(scalarKind(text.charCodeAt(0))).toBe(kind);
  });
});
