import { AwsError } from "../protocols/aws-error.ts";

/** Glue spells the member of its errors' structures `Message`. */
function glueError(name: string, message: string): AwsError {
  return new AwsError(name, 400, message, { members: { Message: message } });
}

export function invalidInput(message: string): AwsError {
  return glueError("InvalidInputException", message);
}

/** Glue's serializers tell a missing schema and a missing version apart by these texts (recorded). */
export function notFound(what: "Schema" | "Schema version"): AwsError {
  return glueError("EntityNotFoundException", `${what} is not found.`);
}

/** In the form of the recorded text for one that exists already. */
export function registryNotFound(name: string): AwsError {
  return glueError("EntityNotFoundException", `Registry is not found. RegistryName: ${name}`);
}

export function alreadyExists(message: string): AwsError {
  return glueError("AlreadyExistsException", message);
}
