import { AwsError } from "../protocols/aws-error.ts";

/** MSK's errors name the parameter that they are about. Names and members from the service model, the texts are UNCONFIRMED. */
export function notFound(parameter: string, message: string): AwsError {
  return new AwsError("NotFoundException", 404, message, { members: { invalidParameter: parameter } });
}

export function badRequest(parameter: string, message: string): AwsError {
  return new AwsError("BadRequestException", 400, message, { members: { invalidParameter: parameter } });
}
