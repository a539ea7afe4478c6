import { checkShape, modelViolation, type Shape } from "../../core/mapping/rules/shape.ts";
import type { Violation } from "../../core/mapping/rules/violation.ts";
import type { AwsError } from "../protocols/aws-error.ts";
import { lambdaError } from "./lambda-error.ts";

/** Throws the error that Lambda's front gives for a value that does not fit the service model. Absent values fit. */
export function requireShape(shape: Shape, value: unknown, name: string): void {
  const violations = checkShape(shape, value, [name]);
  if (violations.length > 0) throw modelRefusal(violations);
}

/** The same for a member that must be there. */
export function requireMember(shape: Shape, value: unknown, name: string): void {
  if (value === undefined || value === null) throw modelRefusal([modelViolation({ kind: "not-null" }, value, [name])]);
  requireShape(shape, value, name);
}

/** A whole number from the query, checked; undefined when it is not given. */
export function integerFrom(query: URLSearchParams, name: string, minimum: number, maximum: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = /^-?\d+$/.test(text) ? Number(text) : text;
  requireShape({ kind: "integer", minimum, maximum }, value, name);
  return Number(value);
}

/**
 * One error for all breaches of the service model: "2 validation errors detected: …; …". The sentences are recorded
 * answers; that a value of another JSON type is a SerializationException is how the protocol's other services answer
 * (assumption), and its text is Lambda's JSON reader's for numbers.
 */
export function modelRefusal(violations: readonly Violation[]): AwsError {
  const unreadable = violations.find((violation) => violation.constraint.kind === "type");
  if (unreadable?.constraint.kind === "type") {
    return lambdaError("SerializationException", `${unreadable.wirePath} can not be converted to ${unreadable.constraint.expected}`);
  }
  const sentences = violations.map(
    (violation) =>
      `Value ${valueText(violation.value)} at '${violation.wirePath}' failed to satisfy constraint: ${constraintText(violation)}`,
  );
  const count = sentences.length === 1 ? "1 validation error" : `${sentences.length} validation errors`;
  return lambdaError("ValidationException", `${count} detected: ${sentences.join("; ")}`);
}

/** Enums are sets to AWS; where a recorded answer shows their order it is kept. */
const recordedEnumOrder = new Map([["startingPosition", ["LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"]]]);

function constraintText({ constraint, wirePath }: Violation): string {
  switch (constraint.kind) {
    case "minimum":
      return `Member must have value greater than or equal to ${constraint.limit}`;
    case "maximum":
      return `Member must have value less than or equal to ${constraint.limit}`;
    case "minimum-length":
      return `Member must have length greater than or equal to ${constraint.limit}`;
    case "maximum-length":
      return `Member must have length less than or equal to ${constraint.limit}`;
    case "pattern":
      return `Member must satisfy regular expression pattern: ${constraint.pattern}`;
    case "enum":
      return `Member must satisfy enum value set: [${(recordedEnumOrder.get(wirePath) ?? constraint.members).join(", ")}]`;
    default:
      return "Member must not be null";
  }
}

/** Java's text of a value: lists in brackets, nothing as a bare null. */
function valueText(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (Array.isArray(value))
    return `'[${value.map((item) => (typeof item === "object" ? JSON.stringify(item) : String(item))).join(", ")}]'`;
  return `'${typeof value === "object" ? JSON.stringify(value) : String(value)}'`;
}
