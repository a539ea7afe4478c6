import type { AwsError } from "../../protocols/aws-error.ts";
import { invalidParameter } from "../errors.ts";

const supported =
  'The sandbox takes terms (ERROR -timeout ?a ?b), phrases in double quotes and JSON patterns ({ $.level = "WARN" && $.count > 5 }), but no regular expressions and no space-delimited patterns.';

/** A pattern that AWS refuses, or that the sandbox does not know. */
export function invalidPattern(reason: string): AwsError {
  return invalidParameter(`Invalid filter pattern: ${reason}. ${supported}`);
}
