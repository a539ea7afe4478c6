import fc from "fast-check";
import { expect, it } from "vitest";
import { pageToken, tokenPosition } from "../../../src/sandbox/protocols/page-token.ts";

it("gives the position back", () => {
  fc.assert(
    fc.property(fc.nat(999_999_999), (position) => {
      expect(tokenPosition(pageToken(position))).toBe(position);
    }),
  );
});

it.each(["", "12", "zzz", Buffer.from("position:-1").toString("base64url"), Buffer.from("position:1e9").toString("base64url")])(
  "takes no other text, such as %j",
  (token) => expect(tokenPosition(token)).toBeUndefined(),
);
