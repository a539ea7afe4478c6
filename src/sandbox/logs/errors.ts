import { AwsError } from "../protocols/aws-error.ts";

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", 400, message);
}

/** Text recorded for groups; for streams in the same form. */
export function notFound(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceNotFoundException", 400, `The specified log ${what} does not exist.`);
}

/** The text is UNCONFIRMED. */
export function invalidToken(): AwsError {
  return invalidParameter("The specified nextToken is invalid.");
}
