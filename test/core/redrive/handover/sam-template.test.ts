import { describe, expect, it } from "vitest";
import { machinePolicy, workerPolicy } from "../../../../src/core/redrive/handover/roles.ts";
import { samTemplate } from "../../../../src/core/redrive/handover/sam-template.ts";
import { samplePlan } from "../../../support/states/export-plans.ts";

interface Resource {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly Properties: Record<string, unknown>;
}

const template = samTemplate(samplePlan()) as {
  readonly Transform: string;
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, unknown>;
};
const properties = (name: string) => template.Resources[name]?.Properties;

describe("samTemplate", () => {
  it("makes a worker, a machine, their roles and a log group, all of which go with the stack", () => {
    expect(Object.entries(template.Resources).map(([name, { Type }]) => [name, Type])).toEqual([
      ["WorkerLogs", "AWS::Logs::LogGroup"],
      ["WorkerRole", "AWS::IAM::Role"],
      ["Worker", "AWS::Serverless::Function"],
      ["MachineRole", "AWS::IAM::Role"],
      ["Machine", "AWS::Serverless::StateMachine"],
    ]);
    expect(JSON.stringify(template)).not.toMatch(/DeletionPolicy|Retain/);
    expect(Object.keys(template.Outputs)).toEqual(["StateMachineArn", "WorkerArn"]);
  });

  it("gives the worker the longest time that Lambda has, and takes none of the account's concurrency", () => {
    expect(properties("Worker")).toMatchObject({
      Timeout: 900,
      MemorySize: 1_024,
      Runtime: "nodejs22.x",
      Architectures: ["arm64"],
      CodeUri: "./worker/",
      Handler: "index.handler",
    });
    expect(properties("Worker")).not.toHaveProperty("ReservedConcurrentExecutions");
  });

  it("has a log group before the worker would make one without an end", () => {
    expect(template.Resources["Worker"]?.DependsOn).toEqual(["WorkerLogs"]);
    expect(properties("WorkerLogs")).toEqual({ LogGroupName: "/aws/lambda/mskctl-redrive-shipments-worker", RetentionInDays: 30 });
  });

  it("tells the definition the worker's ARN", () =>
    expect(properties("Machine")).toMatchObject({
      Type: "STANDARD",
      DefinitionUri: "./statemachine.asl.json",
      DefinitionSubstitutions: { WorkerArn: { "Fn::GetAtt": ["Worker", "Arn"] } },
      Role: { "Fn::GetAtt": ["MachineRole", "Arn"] },
    }));

  it.each([
    ["WorkerRole", "lambda.amazonaws.com", "StringEqualsIfExists", workerPolicy(samplePlan())],
    ["MachineRole", "states.amazonaws.com", "StringEquals", machinePolicy(samplePlan())],
  ])("lets %s be taken by %s for this account alone, with the least policy", (name, Service, operator, policy) =>
    expect(properties(name)).toEqual({
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service },
            Action: "sts:AssumeRole",
            Condition: { [operator]: { "aws:SourceAccount": "123456789012" } },
          },
        ],
      },
      Policies: [{ PolicyName: "least", PolicyDocument: policy }],
    }),
  );
});
