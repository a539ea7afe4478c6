import type { Policy } from "../iam.ts";
import type { ExportPlan } from "./export-plan.ts";
import { workerTimeoutMs } from "./handover.ts";
import { machinePolicy, workerPolicy } from "./roles.ts";
import { stackNames } from "./stack-names.ts";
import { workerSubstitution } from "./state-machine.ts";

/** Of the worker: a turn holds the documents of a batch, up to some megabytes each, one at a time. */
export const workerMemoryMb = 1_024;
export const workerArchitecture = "arm64";
const logDays = 30;

/**
 * What `sam deploy` makes, and deleting the stack takes away again; the area in S3 is no part of it, since it is the only account of what was done.
 * The worker has no reserved concurrency: that would be taken from the account's pool, and MaxConcurrency bounds it already.
 */
export function samTemplate(plan: ExportPlan): object {
  const { worker, machine, workerLogGroup } = stackNames(plan);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Transform: "AWS::Serverless-2016-10-31",
    Description: `Redrive ${plan.handover.id}, exported by mskctl`,
    Resources: {
      WorkerLogs: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: workerLogGroup, RetentionInDays: logDays } },
      WorkerRole: role(plan, "lambda.amazonaws.com", workerPolicy(plan)),
      Worker: {
        Type: "AWS::Serverless::Function",
        DependsOn: ["WorkerLogs"],
        Properties: {
          FunctionName: worker,
          CodeUri: "./worker/",
          Handler: "index.handler",
          Runtime: "nodejs22.x",
          Architectures: [workerArchitecture],
          MemorySize: workerMemoryMb,
          Timeout: workerTimeoutMs / 1_000,
          Role: arnOf("WorkerRole"),
        },
      },
      MachineRole: role(plan, "states.amazonaws.com", machinePolicy(plan)),
      Machine: {
        Type: "AWS::Serverless::StateMachine",
        Properties: {
          Name: machine,
          Type: "STANDARD",
          DefinitionUri: "./statemachine.asl.json",
          DefinitionSubstitutions: { [workerSubstitution]: arnOf("Worker") },
          Role: arnOf("MachineRole"),
        },
      },
    },
    Outputs: {
      StateMachineArn: { Description: "Of the state machine, to start an execution", Value: { Ref: "Machine" } },
      WorkerArn: { Description: "Of the worker function", Value: arnOf("Worker") },
    },
  };
}

function arnOf(resource: string): object {
  return { "Fn::GetAtt": [resource, "Arn"] };
}

/**
 * Nobody else's resources may act through the role (IAM user guide, the confused deputy). That Step Functions names the account is documented; for
 * Lambda it is UNCONFIRMED, hence IfExists.
 */
function role({ handover: { place } }: ExportPlan, service: string, policy: Policy): object {
  const operator = service === "states.amazonaws.com" ? "StringEquals" : "StringEqualsIfExists";
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: service },
            Action: "sts:AssumeRole",
            Condition: { [operator]: { "aws:SourceAccount": place.accountId } },
          },
        ],
      },
      Policies: [{ PolicyName: "least", PolicyDocument: policy }],
    },
  };
}
