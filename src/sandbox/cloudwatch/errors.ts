import { AwsError } from "../protocols/aws-error.ts";

/** CloudWatch's errors; names and query codes from the service model. */
export function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", 400, message, { queryCode: "InvalidParameterValue" });
}

function missingParameter(name: string): AwsError {
  return new AwsError("MissingRequiredParameterException", 400, `The parameter ${name} is required.`, { queryCode: "MissingParameter" });
}

export function invalidCombination(message: string): AwsError {
  return new AwsError("InvalidParameterCombinationException", 400, message, { queryCode: "InvalidParameterCombination" });
}

/** Not modelled, yet what GetMetricData answers to a query that does not hold together. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", 400, message);
}

export function invalidNextToken(): AwsError {
  return new AwsError("InvalidNextToken", 400, "The provided NextToken is not valid.");
}

/** The value of a parameter that has to be given. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw missingParameter(name);
  return value;
}
