import { expect, it } from "vitest";
import { failureDocument, isoTime } from "../../../src/sandbox/destinations/failure-document.ts";
import { failedBatch, testRecord } from "./failed-batch-fixture.ts";

it("has no response when the function was not invoked", () => {
  const batch = failedBatch([testRecord(0, 1n)], { condition: "MaximumPayloadSizeExceeded", response: null });
  expect(failureDocument(batch, {})).toMatchObject({
    requestContext: { condition: "MaximumPayloadSizeExceeded" },
    responseContext: null,
  });
});

it("names no error of a function that answered", () => {
  const response = { statusCode: 200, executedVersion: "7" };
  expect(failureDocument(failedBatch([testRecord(0, 1n)], { response }), {}).responseContext).toStrictEqual(response);
});

it("writes times with milliseconds, also those that are no date any more", () => {
  expect([0, 1_545_084_650_987, -1, 1.7e18, -1.7e18].map(isoTime)).toEqual([
    "1970-01-01T00:00:00.000Z",
    "2018-12-17T22:10:50.987Z",
    "1969-12-31T23:59:59.999Z",
    "+275760-09-13T00:00:00.000Z",
    "-271821-04-20T00:00:00.000Z",
  ]);
});
