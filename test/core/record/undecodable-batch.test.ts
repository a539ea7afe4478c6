import { expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { isUndecodableBatch, undecodableBatch } from "../../../src/core/record/undecodable-batch.ts";

it("says where, and is told from any other refusal", () => {
  const error = undecodableBatch({ topic: "orders", partition: 3, offset: 7n }, "its checksum is wrong");
  expect(error.message).toBe("cannot read topic orders: the records at offset 7 of partition 3 are damaged: its checksum is wrong");
  expect(error.code).toBe("refused");
  expect(isUndecodableBatch(error)).toBe(true);
  expect(isUndecodableBatch(new MskctlError("refused", "no"))).toBe(false);
  expect(isUndecodableBatch(new Error("damaged"))).toBe(false);
});
