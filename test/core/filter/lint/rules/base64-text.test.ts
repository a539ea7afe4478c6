import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK122: texts that are base64 of something", () => {
  it("shows what the filter sees instead", () => {
    expect(said("MSK122", '{"value":["SGVsbG8="]}')).toMatchObject([
      { severity: "warning", at: '"SGVsbG8="', path: "value", fix: '"Hello"', message: expect.stringContaining('base64 of "Hello"') },
    ]);
    // {"status":"PAID"}: no text to be compared with, since it is JSON.
    expect(said("MSK122", '{"value":["eyJzdGF0dXMiOiJQQUlEIn0="]}')).toMatchObject([{ fix: undefined }]);
  });

  it("looks at what is excluded, and not at the beginnings of texts", () => {
    expect(said("MSK122", '{"value":{"a":[{"anything-but":["x","SGVsbG8="]}]}}')).toHaveLength(1);
    expect(said("MSK122", '{"value":{"a":[{"prefix":"SGVsbG8="}]}}')).toEqual([]);
  });
});
