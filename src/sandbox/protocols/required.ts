import { AwsError } from "./aws-error.ts";

/** The value of a member that has to be given; else AWS's words for a breach of a service model (recorded for several services). */
export function required<T>(value: T | undefined, member: string, errorName: string): T {
  if (value !== undefined) return value;
  const path = member.charAt(0).toLowerCase() + member.slice(1);
  const reason = `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
  throw new AwsError(errorName, 400, `1 validation error detected: ${reason}`);
}
