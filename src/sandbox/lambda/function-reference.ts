import { functionNameShape } from "../../core/mapping/rules/kafka-shapes.ts";
import type { AwsError } from "../protocols/aws-error.ts";
import type { SandboxFunction, World } from "../world.ts";
import { invalidParameter, lambdaError, notFound } from "./lambda-error.ts";
import { requireShape } from "./model-constraints.ts";
import { type Call, labelOf } from "./rest-json.ts";

/** What a name, ARN or partial ARN points at; nothing says yet that it exists. */
interface FunctionReference {
  readonly name: string;
  /** `$LATEST`, a version or an alias; undefined when the request names none. */
  readonly qualifier: string | undefined;
  /** With the qualifier when there is one. */
  readonly arn: string;
}

export interface ResolvedFunction extends FunctionReference {
  readonly fn: SandboxFunction;
  /** The version that runs: an alias is followed. */
  readonly version: string;
}

export const qualifierShape = { kind: "string", minimumLength: 1, maximumLength: 128, pattern: "(|[a-zA-Z0-9$_-]+)" } as const;

/** The parts of the service model's function name pattern. */
const nameForm =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?<region>[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_.]+)(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;

/** Reads a name, ARN or partial ARN. Texts of the refusals: recorded answers. */
export function functionReference(world: World, text: string, givenQualifier?: string | null): FunctionReference {
  requireShape(functionNameShape, text, "FunctionName");
  const { region, account, name = "", qualifier } = nameForm.exec(text)?.groups ?? {};
  if (name.length > 64) {
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  }
  if (region !== undefined && region !== world.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${world.region}')`);
  }
  if (account !== undefined && account !== world.accountId) throw lambdaError("AccessDeniedException", "");
  const asked = givenQualifier ?? undefined;
  if (asked !== undefined && qualifier !== undefined && asked !== qualifier) {
    throw invalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
  }
  const chosen = asked ?? qualifier;
  return { name, qualifier: chosen, arn: functionArn(world, name, chosen) };
}

export function functionArn(world: World, name: string, qualifier?: string): string {
  return `arn:aws:lambda:${world.region}:${world.accountId}:function:${name}${qualifier === undefined ? "" : `:${qualifier}`}`;
}

/** The function with the version that its qualifier picks; undefined when either does not exist. */
export function resolveFunction(world: World, reference: FunctionReference): ResolvedFunction | undefined {
  const fn = world.functions.get(reference.name);
  if (fn === undefined) return undefined;
  const version = versionOf(fn, reference.qualifier);
  return version === undefined ? undefined : { ...reference, fn, version };
}

/** The function that the path and `Qualifier` name; 404 with Lambda's text when there is none. */
export function requireFunction(call: Call): ResolvedFunction {
  const qualifier = call.query.get("Qualifier");
  requireShape(qualifierShape, qualifier, "Qualifier");
  const reference = functionReference(call.world, labelOf(call, "FunctionName"), qualifier);
  const resolved = resolveFunction(call.world, reference);
  if (resolved === undefined) throw functionNotFound(reference.arn);
  return resolved;
}

export function functionNotFound(arn: string): AwsError {
  return notFound(`Function not found: ${arn}`);
}

type Aliased = { readonly aliases: ReadonlyMap<string, string> };

/** Versions count up from 1, so all below the newest that an alias points at exist too. */
export function versionExists(fn: Aliased, version: string): boolean {
  if (version === "$LATEST") return true;
  const newest = Math.max(0, ...[...fn.aliases.values()].map(Number).filter(Number.isSafeInteger));
  return /^[1-9]\d*$/.test(version) && Number(version) <= newest;
}

/** The version that a qualifier picks; undefined when there is no such version or alias. */
export function versionOf(fn: Aliased, qualifier: string | undefined): string | undefined {
  if (qualifier === undefined) return "$LATEST";
  if (versionExists(fn, qualifier)) return qualifier;
  return fn.aliases.get(qualifier);
}
