import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { markUnder } from "../../../../src/platform/disk/journal/key-mark.ts";

const [salt, other] = ["ab".repeat(32), "cd".repeat(32)];

it("a key has the same mark wherever the salt is the same, and another one elsewhere", () => {
  expect(markUnder(salt)("customer-1")).toBe(markUnder(salt)("customer-1"));
  expect(markUnder(salt)("customer-1")).not.toBe(markUnder(other)("customer-1"));
  expect(markUnder(salt)("customer-1")).not.toBe(markUnder(salt)("customer-2"));
});

it("is the first 128 bits of the HMAC under the salt's bytes", () => {
  const whole = createHmac("sha256", Buffer.from(salt, "hex")).update("customer-1").digest();
  expect(markUnder(salt)("customer-1")).toBe(whole.subarray(0, 16).toString("base64url"));
});
