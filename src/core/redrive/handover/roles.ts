import { allow, type Policy, type Statement } from "../iam.ts";
import { partitionOf } from "../source-name.ts";
import type { ExportPlan } from "./export-plan.ts";
import { areaFiles } from "./handover.ts";
import { stackNames } from "./stack-names.ts";

/** The least that the worker function has to be allowed. */
export function workerPolicy(plan: ExportPlan): Policy {
  const { worker, ledger } = areaObjects(plan);
  const { region, accountId } = plan.handover.place;
  const { workerLogGroup } = stackNames(plan);
  const logs = `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${workerLogGroup}:*`;
  return policy([
    ...namesOfWorker(plan),
    ...documents(plan),
    ofAccount(plan, allow("Handover", ["s3:GetObject"], worker)),
    ofAccount(plan, allow("Ledger", ["s3:GetObject", "s3:PutObject"], ledger)),
    allow("Invoke", ["lambda:InvokeFunction"], plan.targetArn),
    ...keys(plan),
    allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], logs),
  ]);
}

/**
 * The least that the state machine has to be allowed (Step Functions Developer Guide, IAM policies for a Distributed Map). Its executions are not named
 * before they are started, so their names end with a star.
 */
export function machinePolicy(plan: ExportPlan): Policy {
  const { workerArn, machineArn, executions } = stackNames(plan);
  const { results } = areaObjects(plan);
  const writing = ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"];
  return policy([
    allow("Work", ["lambda:InvokeFunction"], workerArn),
    items(plan),
    ofAccount(plan, allow("Results", writing, results)),
    ...keys(plan),
    allow("StartChildren", ["states:StartExecution"], machineArn),
    allow("FollowChildren", ["states:DescribeExecution", "states:StopExecution"], [`${executions.own}*`, `${executions.children}*`]),
    allow("RedriveChildren", ["states:RedriveExecution"], `${executions.children}*`),
  ]);
}

function policy(statements: readonly Statement[]): Policy {
  return { Version: "2012-10-17", Statement: statements };
}

function bucketArn({ handover: { place } }: ExportPlan, bucket: string): string {
  return `arn:${partitionOf(place.region)}:s3:::${bucket}`;
}

function areaObjects(plan: ExportPlan): { readonly worker: string[]; readonly ledger: string; readonly results: string } {
  const { bucket, prefix } = plan.handover.area;
  const below = (name: string) => `${bucketArn(plan, bucket)}/${prefix}${name}`;
  const lanes = plan.handover.order === "partition" ? [below("lanes/*")] : [];
  return { worker: [below(areaFiles.handover), ...lanes], ledger: below(`${areaFiles.ledger}*`), results: below(`${areaFiles.results}*`) };
}

/** A bucket's ARN names no account: one that was deleted and taken by somebody else would be read and written. */
function ofAccount({ handover: { place } }: ExportPlan, statement: Statement): Statement {
  return { ...statement, Condition: { ...statement.Condition, StringEquals: { "aws:ResourceAccount": place.accountId } } };
}

function listing(plan: ExportPlan, sid: string, bucket: string, prefixes: readonly string[], operator: string): Statement {
  const statement = allow(sid, ["s3:ListBucket"], bucketArn(plan, bucket));
  const condition = prefixes.includes("") ? {} : { Condition: { [operator]: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } } };
  return ofAccount(plan, { ...statement, ...condition });
}

/**
 * S3 says 404 for an object that is gone only to who may list the bucket, else 403. Whether it asks that with a prefix is UNCONFIRMED, hence IfExists;
 * so a listing of the whole bucket is possible, too.
 */
function namesOfWorker(plan: ExportPlan): Statement[] {
  const { source } = plan;
  const { area } = plan.handover;
  const operator = "StringLikeIfExists";
  if (source.bucket === area.bucket) return [listing(plan, "Names", source.bucket, [source.prefix, area.prefix], operator)];
  return [
    listing(plan, "SourceNames", source.bucket, [source.prefix], operator),
    listing(plan, "AreaNames", area.bucket, [area.prefix], operator),
  ];
}

/** Of an archive nothing is removed. */
function documents(plan: ExportPlan): Statement[] {
  const { source, handover } = plan;
  const removal = source.kind === "archive" ? "none" : handover.settings.removal;
  const changes = { delete: ["s3:DeleteObject"], tag: ["s3:GetObjectTagging", "s3:PutObjectTagging"], none: [] }[removal];
  const objects = `${bucketArn(plan, source.bucket)}/${source.prefix}*`;
  return [ofAccount(plan, allow("Documents", ["s3:GetObject", "s3:GetObjectVersion", ...changes], objects))];
}

function items(plan: ExportPlan): Statement {
  const { source, handover } = plan;
  if (handover.order === "none") return listing(plan, "Items", source.bucket, [source.prefix], "StringLike");
  const lanes = `${bucketArn(plan, handover.area.bucket)}/${handover.area.prefix}${areaFiles.lanes}`;
  return ofAccount(plan, allow("Items", ["s3:GetObject"], lanes));
}

/** Reading needs Decrypt, writing GenerateDataKey, and parts of an upload both (S3 user guide, SSE-KMS). Only through S3. */
function keys({ kmsKeyArn, handover: { place } }: ExportPlan): Statement[] {
  if (kmsKeyArn === undefined) return [];
  const via = `s3.${place.region}.amazonaws.com`;
  return [{ ...allow("Key", ["kms:Decrypt", "kms:GenerateDataKey"], kmsKeyArn), Condition: { StringEquals: { "kms:ViaService": via } } }];
}
