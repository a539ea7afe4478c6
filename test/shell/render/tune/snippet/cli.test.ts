import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { safeText } from "../../../../../src/core/record/safe-text.ts";
import { snippetOf } from "../../../../../src/shell/render/tune/snippet/snippet.ts";
import { hostileTexts, reportOf, uuid } from "./subjects.ts";

const pollers = { minimum: 2, maximum: 24 };
const place = { EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid}` };
const live = { ...place, FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" };

it("is one command", () => {
  expect(snippetOf("cli", reportOf({ batchSize: 500, windowMs: 2_000, pollers }, { mapping: place }))).toBe(
    `aws lambda update-event-source-mapping --region eu-central-1 --uuid ${uuid} --batch-size 500 --maximum-batching-window-in-seconds 2 --provisioned-poller-config '{"MinimumPollers":2,"MaximumPollers":24}'`,
  );
});

it.each([
  ["goes on demand", { pollers: undefined }, { pollers }, " --provisioned-poller-config '{}'"],
  [
    "leaves a group",
    { pollerGroup: undefined },
    { pollers, pollerGroup: "shared" },
    ` --provisioned-poller-config '{"MinimumPollers":2,"MaximumPollers":24,"PollerGroupName":""}'`,
  ],
])("%s", (_, wanted, today, end) => {
  expect(snippetOf("cli", reportOf(wanted, { today, mapping: place }))).toBe(
    `aws lambda update-event-source-mapping --region eu-central-1 --uuid ${uuid}${end}`,
  );
});

it("sets the function's provisioned concurrency by a command of its own", () => {
  expect(snippetOf("cli", reportOf({ batchSize: 500, provisionedConcurrency: 5 }, { mapping: live })).split("\n")).toEqual([
    `aws lambda update-event-source-mapping --region eu-central-1 --uuid ${uuid} --batch-size 500`,
    "aws lambda put-provisioned-concurrency-config --region eu-central-1 --function-name orders --qualifier live --provisioned-concurrent-executions 5",
  ]);
  expect(snippetOf("cli", reportOf({ provisionedConcurrency: 0 }, { today: { provisionedConcurrency: 5 }, mapping: live }))).toBe(
    "aws lambda delete-provisioned-concurrency-config --region eu-central-1 --function-name orders --qualifier live",
  );
});

it("sets the function's memory by a command of its own", () => {
  const report = reportOf({ memoryMb: 512 }, { today: { memoryMb: 1_024 }, mapping: live });
  expect(snippetOf("cli", report)).toBe(
    "aws lambda update-function-configuration --region eu-central-1 --function-name orders --memory-size 512",
  );
});

describe.each(hostileTexts)("%j", (hostile) => {
  it("is one word of a shell, whatever it holds", () => {
    const mapping = { ...place, UUID: hostile };
    const text = snippetOf("cli", reportOf({ pollers, pollerGroup: hostile }, { mapping }));
    expect(text.split("\n")).toHaveLength(1);
    const words = execFileSync("sh", ["-c", `printf '%s\\n' ${text}`])
      .toString()
      .trimEnd()
      .split("\n");
    expect(words.slice(0, -1)).toEqual([
      ...["aws", "lambda", "update-event-source-mapping", "--region", "eu-central-1", "--uuid"],
      safeText(hostile),
      "--provisioned-poller-config",
    ]);
    expect(JSON.parse(words.at(-1) ?? "")).toEqual({ MinimumPollers: 2, MaximumPollers: 24, PollerGroupName: hostile });
  });
});
