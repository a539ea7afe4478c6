import type { MappingDocument } from "./model.ts";

/** Where a mapping is. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** The Region that an ARN names; undefined where it names none, or is no ARN. */
export function regionOf(arn: string): string | undefined {
  return /^arn:[^:]+:[^:]+:([^:]+):/.exec(arn)?.[1];
}

/** A mapping's own ARN tells, so nobody has to be asked. undefined where the answer has no ARN. */
export function placeOf(mapping: MappingDocument): Place | undefined {
  const [, region, accountId] = /^arn:[^:]+:lambda:([^:]+):(\d+):/.exec(mapping.EventSourceMappingArn ?? mapping.FunctionArn ?? "") ?? [];
  return region === undefined || accountId === undefined ? undefined : { region, accountId };
}
