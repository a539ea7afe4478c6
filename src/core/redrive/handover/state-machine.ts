import { partitionOf } from "../source-name.ts";
import type { ExportPlan } from "./export-plan.ts";
import { areaFiles, workerTimeoutMs } from "./handover.ts";
import { mapLabel } from "./stack-names.ts";

/** Of a state's input or output (Step Functions quotas). */
export const stateBytes = 262_144;
/** What a child's state has beside its items: the worker's last answer, and the names around both. */
export const turnBytes = 1_024;
/** Where `sam deploy` puts the worker's ARN (`DefinitionSubstitutions`). */
export const workerSubstitution = "WorkerArn";

/** The states of a child; `child-work.ts` counts what they cost. */
const childStates = { work: "Work", decide: "Decide", pause: "Pause", done: "Done" } as const;

/**
 * The state machine in Amazon States Language, with JSONPath. As a whole it has no TimeoutSeconds: a redrive may run for days, and one that is ended by
 * a clock would be redriven for nothing. Standard executions end after a year anyway.
 */
export function stateMachine(plan: ExportPlan): object {
  const { handover, toleratedFailurePercentage, maxConcurrency } = plan;
  return {
    Comment: `Redrive ${handover.id}, exported by mskctl`,
    QueryLanguage: "JSONPath",
    StartAt: "Redrive",
    States: {
      Redrive: {
        Type: "Map",
        Label: mapLabel,
        ...(handover.order === "none" ? unorderedItems(plan) : orderedItems(plan)),
        MaxConcurrency: maxConcurrency,
        ToleratedFailurePercentage: toleratedFailurePercentage,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: childStates.work,
          States: child(partitionOf(handover.place.region)),
        },
        ResultWriter: {
          Resource: serviceArn(plan, "s3:putObject"),
          Parameters: { Bucket: handover.area.bucket, Prefix: resultsPrefix(plan) },
        },
        End: true,
      },
    },
  };
}

/** Without a slash at its end: Step Functions puts one behind it (Developer Guide, ResultWriter). */
function resultsPrefix({ handover: { area } }: Pick<ExportPlan, "handover">): string {
  return `${area.prefix}${areaFiles.results}`.replace(/\/$/, "");
}

function serviceArn({ handover: { place } }: ExportPlan, action: string): string {
  return `arn:${partitionOf(place.region)}:states:::${action}`;
}

function unorderedItems(plan: ExportPlan): object {
  const { bucket, prefix } = plan.source;
  return {
    ItemReader: {
      Resource: serviceArn(plan, "s3:listObjectsV2"),
      Parameters: prefix === "" ? { Bucket: bucket } : { Bucket: bucket, Prefix: prefix },
    },
    ItemBatcher: { MaxItemsPerBatch: plan.documentsPerBatch, MaxInputBytesPerBatch: stateBytes - turnBytes },
  };
}

/** A lane is worked off by one child, so that its order is kept; there is nothing to batch. */
function orderedItems(plan: ExportPlan): object {
  const { bucket, prefix } = plan.handover.area;
  return {
    ItemReader: {
      Resource: serviceArn(plan, "s3:getObject"),
      ReaderConfig: { InputType: "JSONL" },
      Parameters: { Bucket: bucket, Key: `${prefix}${areaFiles.lanes}` },
    },
  };
}

function child(partition: string): object {
  const { work, decide, pause, done } = childStates;
  return {
    [work]: {
      Type: "Task",
      Resource: `arn:${partition}:states:::lambda:invoke`,
      Parameters: { FunctionName: `\${${workerSubstitution}}`, "Payload.$": "$" },
      ResultSelector: Object.fromEntries(turnFields.map((field) => [`${field}.$`, `$.Payload.${field}`])),
      ResultPath: "$.turn",
      // Lambda ends the worker before that; this is for an answer that never comes.
      TimeoutSeconds: workerTimeoutMs / 1_000 + 60,
      Retry: retries,
      Next: decide,
    },
    [decide]: {
      Type: "Choice",
      Choices: [
        { Variable: "$.turn.isDone", BooleanEquals: true, Next: done },
        { Variable: "$.turn.waitSeconds", NumericGreaterThan: 0, Next: pause },
      ],
      Default: work,
    },
    [pause]: { Type: "Wait", SecondsPath: "$.turn.waitSeconds", Next: work },
    // The output stays small: the items stand in the result's input already.
    [done]: { Type: "Succeed", OutputPath: "$.turn" },
  };
}

/** Those of `TurnAnswer`. */
const turnFields = ["isDone", "waitSeconds", "chunk", "redriven", "parked", "removed"] as const;

/** For each, attempts are counted on their own. The ledger makes every one of them safe. */
const retries = [
  {
    // Nothing was begun, or nobody knows (Step Functions Developer Guide, handling Lambda service exceptions).
    ErrorEquals: [
      "Lambda.TooManyRequestsException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.ClientExecutionTimeoutException",
    ],
    ...backOff({ firstSeconds: 2, attempts: 20 }),
  },
  // The worker's own words for what another try may get around.
  { ErrorEquals: ["Mskctl.Unavailable", "Mskctl.Conflict"], ...backOff({ firstSeconds: 5, attempts: 12 }) },
  {
    // The worker died or was ended. Which of these names Step Functions has for it is an assumption: Lambda's answers have any of them.
    ErrorEquals: ["Lambda.Unknown", "Sandbox.Timedout", "Runtime.ExitError", "Runtime.OutOfMemory", "States.Timeout"],
    ...backOff({ firstSeconds: 5, attempts: 6 }),
  },
];

function backOff({ firstSeconds, attempts }: { readonly firstSeconds: number; readonly attempts: number }): object {
  return { IntervalSeconds: firstSeconds, MaxAttempts: attempts, BackoffRate: 2, MaxDelaySeconds: 300, JitterStrategy: "FULL" };
}
