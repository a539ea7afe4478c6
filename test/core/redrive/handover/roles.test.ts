import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExportPlan } from "../../../../src/core/redrive/handover/export-plan.ts";
import type { Handover } from "../../../../src/core/redrive/handover/handover.ts";
import { machinePolicy, workerPolicy } from "../../../../src/core/redrive/handover/roles.ts";
import type { Policy } from "../../../../src/core/redrive/iam.ts";
import { anyPlan, orderedPlan, sampleHandover, samplePlan, sourcePrefix } from "../../../support/states/export-plans.ts";

const bucket = "arn:aws:s3:::shop-failed-records";
const area = `mskctl/${sampleHandover().id}/`;
const account = "eu-central-1:123456789012";
const ofAccount = { StringEquals: { "aws:ResourceAccount": "123456789012" } };
const removing = (removal: Handover["settings"]["removal"]): ExportPlan =>
  samplePlan({ handover: sampleHandover({ settings: { ...sampleHandover().settings, removal } }) });
const statement = (policy: Policy, sid: string) => policy.Statement.find(({ Sid }) => Sid === sid);
const actions = (policy: Policy) => policy.Statement.flatMap(({ Action }) => Action);

describe("workerPolicy", () => {
  it("is the least for documents that are deleted", () =>
    expect(workerPolicy(samplePlan()).Statement).toEqual([
      {
        Sid: "Names",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: bucket,
        Condition: { StringLikeIfExists: { "s3:prefix": [`${sourcePrefix}*`, `${area}*`] }, ...ofAccount },
      },
      {
        Sid: "Documents",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject"],
        Resource: `${bucket}/${sourcePrefix}*`,
        Condition: ofAccount,
      },
      { Sid: "Handover", Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${bucket}/${area}handover.json`], Condition: ofAccount },
      {
        Sid: "Ledger",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: `${bucket}/${area}ledger/*`,
        Condition: ofAccount,
      },
      { Sid: "Invoke", Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: `arn:aws:lambda:${account}:function:shipments:live` },
      {
        Sid: "Log",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `arn:aws:logs:${account}:log-group:/aws/lambda/mskctl-redrive-shipments-worker:*`,
      },
    ]));

  it("changes documents only as they are removed, and those of an archive never", () => {
    expect(statement(workerPolicy(removing("tag")), "Documents")?.Action).toEqual([
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:GetObjectTagging",
      "s3:PutObjectTagging",
    ]);
    expect(statement(workerPolicy(removing("none")), "Documents")?.Action).toEqual(["s3:GetObject", "s3:GetObjectVersion"]);
    const archive = samplePlan({ source: { kind: "archive", bucket: "b", prefix: "a/" } });
    expect(statement(workerPolicy(archive), "Documents")?.Action).toEqual(["s3:GetObject", "s3:GetObjectVersion"]);
  });

  it("reads lanes of an ordered one", () =>
    expect(statement(workerPolicy(orderedPlan()), "Handover")?.Resource).toEqual([
      `${bucket}/${area}handover.json`,
      `${bucket}/${area}lanes/*`,
    ]));

  it("lists each of two buckets by its own prefix", () => {
    const handover = sampleHandover({ area: { bucket: "shop-redrives", prefix: "r/" } });
    const policy = workerPolicy(samplePlan({ handover }));
    expect(statement(policy, "SourceNames")?.Resource).toBe(bucket);
    expect(statement(policy, "AreaNames")).toMatchObject({
      Resource: "arn:aws:s3:::shop-redrives",
      Condition: { StringLikeIfExists: { "s3:prefix": ["r/*"] } },
    });
  });
});

describe("machinePolicy", () => {
  it("is the least for a listing", () => {
    const machine = `arn:aws:states:${account}:stateMachine:mskctl-redrive-shipments`;
    const executions = `arn:aws:states:${account}:execution:mskctl-redrive-shipments`;
    expect(machinePolicy(samplePlan()).Statement).toEqual([
      {
        Sid: "Work",
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        Resource: `arn:aws:lambda:${account}:function:mskctl-redrive-shipments-worker`,
      },
      {
        Sid: "Items",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: bucket,
        Condition: { StringLike: { "s3:prefix": [`${sourcePrefix}*`] }, ...ofAccount },
      },
      {
        Sid: "Results",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
        Resource: `${bucket}/${area}results/*`,
        Condition: ofAccount,
      },
      { Sid: "StartChildren", Effect: "Allow", Action: ["states:StartExecution"], Resource: machine },
      {
        Sid: "FollowChildren",
        Effect: "Allow",
        Action: ["states:DescribeExecution", "states:StopExecution"],
        Resource: [`${executions}:*`, `${executions}/redrive:*`],
      },
      { Sid: "RedriveChildren", Effect: "Allow", Action: ["states:RedriveExecution"], Resource: `${executions}/redrive:*` },
    ]);
  });

  it("reads the manifest of an ordered one, and lists nothing", () => {
    const policy = machinePolicy(orderedPlan());
    expect(statement(policy, "Items")).toMatchObject({ Action: ["s3:GetObject"], Resource: `${bucket}/${area}lanes.jsonl` });
    expect(actions(policy)).not.toContain("s3:ListBucket");
  });
});

describe("both", () => {
  it("use a key only where there is one, and only through S3", () => {
    const kmsKeyArn = `arn:aws:kms:${account}:key/1234`;
    for (const policyOf of [workerPolicy, machinePolicy]) {
      expect(statement(policyOf(samplePlan()), "Key")).toBeUndefined();
      expect(statement(policyOf(samplePlan({ kmsKeyArn })), "Key")).toEqual({
        Sid: "Key",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: kmsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
      });
    }
  });

  it("never allow everything, anywhere, nor S3 of another account", () =>
    fc.assert(
      fc.property(anyPlan, (plan) => {
        for (const { Action, Resource, Condition } of [...workerPolicy(plan).Statement, ...machinePolicy(plan).Statement]) {
          expect([Resource].flat()).not.toContain("*");
          expect(Action.filter((action) => action.includes("*"))).toEqual([]);
          if (Action.some((action) => action.startsWith("s3:"))) expect(Condition).toMatchObject(ofAccount);
        }
      }),
    ));

  it("have each statement once", () =>
    fc.assert(
      fc.property(anyPlan, (plan) => {
        for (const { Statement } of [workerPolicy(plan), machinePolicy(plan)])
          expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
      }),
    ));
});
