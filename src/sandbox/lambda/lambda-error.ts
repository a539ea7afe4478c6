import { AwsError } from "../protocols/aws-error.ts";

/**
 * Lambda's errors: status, how the message member is spelled, and whose fault. Spelling is the service model's
 * (2015-03-31); the last group is not modelled and taken from recorded answers.
 */
const shapes = {
  InvalidParameterValueException: { status: 400, message: "message", type: "User" },
  InvalidRequestContentException: { status: 400, message: "message", type: "User" },
  PreconditionFailedException: { status: 412, message: "message", type: "User" },
  ProvisionedConcurrencyConfigNotFoundException: { status: 404, message: "message", type: "User" },
  RequestTooLargeException: { status: 413, message: "message", type: "User" },
  ResourceConflictException: { status: 409, message: "message", type: "User" },
  ResourceInUseException: { status: 400, message: "Message", type: "User" },
  ResourceNotFoundException: { status: 404, message: "Message", type: "User" },
  TooManyRequestsException: { status: 429, message: "message", type: "User" },

  AccessDeniedException: { status: 403, message: "Message", type: undefined },
  SerializationException: { status: 400, message: "message", type: undefined },
  ValidationException: { status: 400, message: "message", type: undefined },
} as const;

export type LambdaErrorCode = keyof typeof shapes;

/** What Lambda answers instead of a result. `members` stand beside type and message, e.g. `Reason`. */
export function lambdaError(
  code: LambdaErrorCode,
  message: string,
  extras: { readonly members?: Readonly<Record<string, unknown>>; readonly headers?: ReadonlyMap<string, string> } = {},
): AwsError {
  const { status, message: spelling, type } = shapes[code];
  const members = { ...(type === undefined ? {} : { Type: type }), ...extras.members, [spelling]: message };
  return new AwsError(code, status, message, { ...extras, members });
}

export function invalidParameter(message: string): AwsError {
  return lambdaError("InvalidParameterValueException", message);
}

export function notFound(message: string): AwsError {
  return lambdaError("ResourceNotFoundException", message);
}
