import { required } from "../protocols/required.ts";
import type { World } from "../world.ts";
import { invalidParameter, notFound } from "./errors.ts";
import type { LogGroup } from "./log-store.ts";

interface GroupNames {
  readonly logGroupName?: string | undefined;
  /** Name or ARN. */
  readonly logGroupIdentifier?: string | undefined;
}

/** The group that a call names, in one of two ways. */
export function knownGroup(world: World, { logGroupName, logGroupIdentifier }: GroupNames): LogGroup {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw invalidParameter("LogGroup name and identifier are mutually exclusive parameters.");
  const name = required(logGroupName ?? logGroupIdentifier, "LogGroupName", "InvalidParameterException");
  const group = world.logs.groups.get(/^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(name)?.[1] ?? name);
  if (group === undefined) throw notFound("group");
  return group;
}

export function groupArn({ region, accountId }: World, group: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
}

/** `given` when it is a whole number within the service model's bounds. */
export function limitWithin(given: number | undefined, maximum: number): number {
  if (given === undefined) return maximum;
  if (Number.isInteger(given) && given >= 1 && given <= maximum) return given;
  const bound = given < 1 ? "greater than or equal to 1" : `less than or equal to ${maximum}`;
  throw invalidParameter(
    `1 validation error detected: Value '${given}' at 'limit' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
