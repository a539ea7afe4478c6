import { describe, expect, it } from "vitest";
import { notesBeside, snippetOf } from "../../../../../src/shell/render/tune/snippet/snippet.ts";
import { hostileTexts, isPlain, reportOf, uuid } from "./subjects.ts";

const pollers = { minimum: 2, maximum: 24 };

it("is the request of UpdateEventSourceMapping", () => {
  expect(snippetOf("json", reportOf({ batchSize: 500, pollers }))).toBe(`{
  "UUID": "${uuid}",
  "ProvisionedPollerConfig": {
    "MinimumPollers": 2,
    "MaximumPollers": 24
  },
  "BatchSize": 500
}`);
  expect(JSON.parse(snippetOf("json", reportOf({ pollers: undefined }, { today: { pollers } })))).toEqual({
    UUID: uuid,
    ProvisionedPollerConfig: {},
  });
});

it("is no request where only the function's setting changes, which is said beside it", () => {
  const mapping = { FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" };
  const report = reportOf({ provisionedConcurrency: 5 }, { mapping });
  expect(snippetOf("json", report)).toBe("{}");
  expect(notesBeside("json", report)).toEqual([
    "Not in here: ProvisionedConcurrentExecutions 5 of orders:live, which is set at the function.",
  ]);
  expect(notesBeside("terraform", report)).toEqual([]);
  const memory = reportOf({ memoryMb: 512 }, { today: { memoryMb: 1_024 }, mapping });
  expect(snippetOf("json", memory)).toBe("{}");
  expect(notesBeside("json", memory)).toEqual(["Not in here: MemorySize 512 of orders:live, which is set at the function."]);
});

describe.each(hostileTexts)("%j", (hostile) => {
  it("breaks out of nothing", () => {
    const text = snippetOf("json", reportOf({ pollers, pollerGroup: hostile }));
    expect(JSON.parse(text)).toMatchObject({ ProvisionedPollerConfig: { PollerGroupName: hostile } });
    expect(isPlain(text)).toBe(true);
  });
});
