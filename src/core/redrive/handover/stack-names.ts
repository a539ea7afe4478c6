import { MskctlError } from "../../errors.ts";
import { partitionOf } from "../source-name.ts";
import type { ExportPlan } from "./export-plan.ts";

/** Of the Map state, within the names of its Map Run and of its children. */
export const mapLabel = "redrive";

/** What the stack's parts are called: policies name them before they exist. */
export interface StackNames {
  readonly worker: string;
  readonly workerArn: string;
  readonly workerLogGroup: string;
  readonly machine: string;
  readonly machineArn: string;
  /** Of the execution that the handover's id names. */
  readonly executionArn: string;
  /** Of executions, to the name of one: of the machine itself, and of its Map's children. */
  readonly executions: { readonly own: string; readonly children: string };
}

/** CloudFormation's form of a stack's name; the worker's, which is 7 longer, must fit 64 characters (Lambda API, FunctionName). */
const stackNameForm = /^[A-Za-z][A-Za-z0-9-]{0,56}$/;

/** Throws `usage` for a name that no stack, or not its function, can have. */
export function checkStackName(name: string): void {
  if (stackNameForm.test(name)) return;
  throw new MskctlError("usage", "the stack's name needs a letter first, then letters, digits and hyphens, 57 characters at most", {
    suggestions: ["mskctl-redrive-shipments"],
  });
}

/** Throws `usage` for a name that no stack can have. */
export function stackNames({ stackName, handover: { id, place } }: Pick<ExportPlan, "stackName" | "handover">): StackNames {
  checkStackName(stackName);
  const worker = `${stackName}-worker`;
  const account = `${place.region}:${place.accountId}`;
  const partition = partitionOf(place.region);
  const executions = `arn:${partition}:states:${account}:execution:${stackName}`;
  return {
    worker,
    workerArn: `arn:${partition}:lambda:${account}:function:${worker}`,
    workerLogGroup: `/aws/lambda/${worker}`,
    machine: stackName,
    machineArn: `arn:${partition}:states:${account}:stateMachine:${stackName}`,
    executionArn: `${executions}:${id}`,
    executions: { own: `${executions}:`, children: `${executions}/${mapLabel}:` },
  };
}
