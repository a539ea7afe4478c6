import { AwsError } from "../protocols/aws-error.ts";

// Names are the service model's, the texts UNCONFIRMED.

export function invalidArn(arn: string): AwsError {
  return new AwsError("InvalidArn", 400, `Invalid Arn: '${arn}'`);
}

export function mapRunNotFound(arn: string): AwsError {
  return new AwsError("ResourceNotFound", 400, `Resource not found: '${arn}'`);
}

export function executionDoesNotExist(arn: string): AwsError {
  return new AwsError("ExecutionDoesNotExist", 400, `Execution Does Not Exist: '${arn}'`);
}

export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", 400, message);
}

export function invalidToken(): AwsError {
  return new AwsError("InvalidToken", 400, "The token is not valid.");
}

export function throttled(): AwsError {
  return new AwsError("ThrottlingException", 400, "Rate exceeded");
}
