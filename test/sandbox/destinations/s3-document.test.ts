import fc from "fast-check";
import { expect, it } from "vitest";
import { s3Document, s3Key } from "../../../src/sandbox/destinations/s3-document.ts";
import { documentedBatch, documentedMetadata } from "./documented-batch.ts";
import { failedBatch, testRecord } from "./failed-batch-fixture.ts";
import { valuesIn } from "./read-back.ts";

it("writes what SQS gets, and behind it the whole event as text", () => {
  const payload = `"payload": "{\\"eventSource\\":\\"aws:kafka\\",\\"records\\":{\\"Topic-0\\":[{\\"value\\":\\"SGVsbG8=\\"}]}}"`;
  const expected = documentedMetadata.replace(/\n}$/, `,\n  ${payload}\n}`);
  expect(JSON.stringify(JSON.parse(s3Document(documentedBatch)), undefined, 2)).toBe(expected);
});

it("is named by mapping, first partition and the second in which Lambda gave up", () => {
  const batch = failedBatch([testRecord(4, 1n), testRecord(2, 1n)], { topic: "eu.orders-v2" });
  expect(s3Key(batch, "6fa3c8e2-1111-4222-8333-444455556666")).toBe(
    "aws/lambda/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9/eu.orders-v2-4/2026/11/23/2026-11-23T12.00.00-6fa3c8e2-1111-4222-8333-444455556666",
  );
});

it("gives every record that failed to whoever reads it", () => {
  const values = fc.array(fc.option(fc.uint8Array(), { nil: null }), { minLength: 1 });
  fc.assert(
    fc.property(values, (all) => {
      const records = all.map((value, index) => testRecord(0, BigInt(index), { value }));
      expect(valuesIn([s3Document(failedBatch(records))])).toEqual(
        all.map((value) => (value === null ? null : Buffer.from(value).toString("base64"))),
      );
    }),
  );
});
