import type { SdkFailure } from "./sdk-failure.ts";

/** Where IAM's action is called otherwise than the operation (Service Authorization Reference). */
const actions = new Map([
  ["s3:ListObjectsV2", "s3:ListBucket"],
  ["lambda:Invoke", "lambda:InvokeFunction"],
  ["s3:HeadObject", "s3:GetObject"],
  ["s3:DeleteObjects", "s3:DeleteObject"],
  ["sqs:DeleteMessageBatch", "sqs:DeleteMessage"],
  ["sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"],
]);

/**
 * The action that is not allowed. AWS names it in most denials: "User: … is not authorized to perform: lambda:X on resource: …";
 * SQS says by the error's name that it is the key's.
 */
export function actionOf(
  { name, message }: Pick<SdkFailure, "name" | "message">,
  { service, operation }: { readonly service: string; readonly operation: string },
): string {
  const named = /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(message)?.[1];
  if (named !== undefined) return named;
  return /^kms/i.test(name) ? "kms:Decrypt" : (actions.get(`${service}:${operation}`) ?? `${service}:${operation}`);
}

/** The KMS key of a denial that names one. */
export function keyIn(message: string): string | undefined {
  return /\barn:[\w-]+:kms:[\w:/-]+/.exec(message)?.[0];
}
