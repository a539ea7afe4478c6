import { AwsError } from "../protocols/aws-error.ts";

/** Secrets Manager spells the member of its errors' structures `Message`. */
function secretsError(name: string, message: string): AwsError {
  return new AwsError(name, 400, message, { members: { Message: message } });
}

export function notFound(message = "Secrets Manager can't find the specified secret."): AwsError {
  return secretsError("ResourceNotFoundException", message);
}

export function invalidRequest(message: string): AwsError {
  return secretsError("InvalidRequestException", message);
}

export function invalidParameter(message: string): AwsError {
  return secretsError("InvalidParameterException", message);
}

export function alreadyExists(message: string): AwsError {
  return secretsError("ResourceExistsException", message);
}

export function invalidNextToken(): AwsError {
  return secretsError("InvalidNextTokenException", "The NextToken value is invalid.");
}
