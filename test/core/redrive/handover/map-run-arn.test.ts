import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { readMapRunArn } from "../../../../src/core/redrive/handover/map-run-arn.ts";
import { executionArn, mapRunArn } from "../../../support/redrive/map-runs.ts";

function refusal(text: string): MskctlError {
  try {
    readMapRunArn(text);
  } catch (error) {
    if (error instanceof MskctlError) return error;
  }
  return expect.unreachable("it should have been refused");
}

describe("the ARN of a Map Run", () => {
  it.each([
    [mapRunArn, "eu-central-1", "redrive/Map:run-1"],
    ["arn:aws-cn:states:cn-north-1:123456789012:mapRun:a:4fbc8e5d", "cn-north-1", "a:4fbc8e5d"],
  ])("%s says where it is and how it is called", (arn, region, name) => {
    expect(readMapRunArn(arn)).toEqual({ arn, region, accountId: "123456789012", name });
  });

  it.each([
    ["an execution's", executionArn, [`aws stepfunctions list-map-runs --execution-arn ${executionArn} --region eu-central-1`]],
    [
      "a child execution's",
      executionArn.replace("redrive:", "redrive/Map:"),
      [
        `aws stepfunctions describe-execution --execution-arn ${executionArn.replace("redrive:", "redrive/Map:")} --region eu-central-1`,
        "and take its mapRunArn",
      ],
    ],
    [
      "a state machine's",
      "arn:aws:states:eu-central-1:123456789012:stateMachine:redrive",
      [
        "aws stepfunctions list-executions --state-machine-arn arn:aws:states:eu-central-1:123456789012:stateMachine:redrive --region eu-central-1",
      ],
    ],
  ])("is told from %s, with the command that leads to one", (_, text, suggestions) => {
    const error = refusal(text);
    expect(error.code).toBe("usage");
    expect(error.message).toContain("not a Map Run's");
    expect(error.suggestions).toEqual(suggestions);
  });

  it.each([
    "redrive",
    "",
    "arn:aws:lambda:eu-central-1:123456789012:function:orders",
    "arn:aws:states:eu-central-1:1:mapRun:redrive/Map:run-1",
    "arn:aws:states:eu-central-1:123456789012:mapRun:",
    `${mapRunArn} `,
    `${mapRunArn}${"1".repeat(2_000)}`,
    "arn:aws:states:eu-central-1:123456789012:activity:redrive",
  ])("%j is none, and how one looks is said", (text) => {
    const error = refusal(text);
    expect(error.code).toBe("usage");
    expect(error.suggestions[0]).toContain("mapRun:STATE_MACHINE/MAP:ID");
  });
});
