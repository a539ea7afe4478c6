import fc from "fast-check";
import { expect, it } from "vitest";
import { idOf, keyOf } from "../../../src/platform/aws/s3-bucket.ts";

it("an id is its object's key as it is, for all keys that Lambda makes", () => {
  const key = "aws/lambda/1f2e/orders-0/2026/11/23/2026-11-23T11.00.00-5b7c";
  expect(idOf(key, undefined)).toBe(key);
  expect(idOf(key, "3/L4kqtJlcpXroDTDmJ")).toBe(`${key}@3/L4kqtJlcpXroDTDmJ`);
});

it("any key is found again in its id, and no two objects share one", () => {
  const keys = fc.string({ unit: fc.constantFrom("a", "@", "%", "4", "0", "2", "5", "/", "é") });
  const versions = fc.option(fc.stringMatching(/^[\w./-]+$/), { nil: undefined });
  fc.assert(
    fc.property(keys, versions, keys, versions, (key, version, otherKey, otherVersion) => {
      expect(keyOf(idOf(key, version))).toBe(key);
      if (key !== otherKey || version !== otherVersion) expect(idOf(key, version)).not.toBe(idOf(otherKey, otherVersion));
    }),
  );
});
