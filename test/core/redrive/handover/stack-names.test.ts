import { describe, expect, it } from "vitest";
import { isError } from "../../../../src/core/errors.ts";
import { checkStackName, stackNames } from "../../../../src/core/redrive/handover/stack-names.ts";
import { sampleHandover, samplePlan } from "../../../support/states/export-plans.ts";

describe("stackNames", () => {
  it("names what the stack makes, in the Region's partition", () => {
    const handover = sampleHandover({ place: { region: "cn-north-1", accountId: "1" } });
    expect(stackNames(samplePlan({ handover, stackName: "s" }))).toEqual({
      worker: "s-worker",
      workerArn: "arn:aws-cn:lambda:cn-north-1:1:function:s-worker",
      workerLogGroup: "/aws/lambda/s-worker",
      machine: "s",
      machineArn: "arn:aws-cn:states:cn-north-1:1:stateMachine:s",
      executionArn: `arn:aws-cn:states:cn-north-1:1:execution:s:${handover.id}`,
      executions: { own: "arn:aws-cn:states:cn-north-1:1:execution:s:", children: "arn:aws-cn:states:cn-north-1:1:execution:s/redrive:" },
    });
  });

  it("takes a name whose worker's fits 64 characters, and no longer one", () => {
    const longest = "s".repeat(57);
    expect(stackNames(samplePlan({ stackName: longest })).worker).toHaveLength(64);
    expect(() => checkStackName(`${longest}s`)).toThrow("57 characters at most");
  });

  it.each(["", "9lives", "a_b", "a b", "-a", "a$(b)"])("refuses %j as a usage error", (name) => {
    try {
      checkStackName(name);
      expect.unreachable();
    } catch (error) {
      expect(isError(error, "usage")).toBe(true);
    }
  });
});
