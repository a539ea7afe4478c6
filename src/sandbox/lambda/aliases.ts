import type { SandboxFunction, World } from "../world.ts";
import { revisionOf } from "./fingerprint.ts";
import { functionArn, functionNotFound, requireFunction, versionExists } from "./function-reference.ts";
import { invalidParameter, lambdaError, notFound } from "./lambda-error.ts";
import { requireShape } from "./model-constraints.ts";
import { pageOf } from "./paging.ts";
import { type Call, inputOf, labelOf } from "./rest-json.ts";

/** What the world does not keep about an alias: nobody but this API reads it. */
const descriptions = new WeakMap<SandboxFunction, Map<string, string>>();

export function getAlias(call: Call): unknown {
  const { fn, alias } = requireAlias(call);
  return aliasDocument(call.world, fn, alias);
}

export function listAliases(call: Call): unknown {
  const { fn } = requireFunction(call);
  const wanted = call.query.get("FunctionVersion");
  const aliases = [...fn.aliases].filter(([, version]) => wanted === null || version === wanted);
  const page = pageOf(
    aliases.map(([alias]) => aliasDocument(call.world, fn, alias)),
    call.query,
    50,
  );
  return { ...page.next, Aliases: page.items };
}

/** Moves an alias to another version. Weighted routing is refused: the runtime runs one version an alias. */
export function updateAlias(call: Call): unknown {
  const { world } = call;
  const { FunctionVersion: version, Description: description, RevisionId: revision, RoutingConfig: routing } = inputOf(call);
  requireShape(
    { kind: "string", minimumLength: 1, maximumLength: 1_024, pattern: "(\\$LATEST(\\.PUBLISHED)?|[0-9]+)" },
    version,
    "FunctionVersion",
  );
  requireShape({ kind: "string", maximumLength: 256 }, description, "Description");
  const { fn, alias } = requireAlias(call);
  if (revision !== undefined && revision !== aliasDocument(world, fn, alias).RevisionId) {
    throw lambdaError(
      "PreconditionFailedException",
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    );
  }
  if (typeof routing === "object" && routing !== null && Object.keys(routing).length > 0) {
    throw invalidParameter("The sandbox runs one version an alias: RoutingConfig is not supported.");
  }
  if (typeof version === "string") {
    if (!versionExists(fn, version)) throw functionNotFound(functionArn(world, fn.name, version));
    fn.aliases.set(alias, version);
  }
  if (typeof description === "string") descriptions.set(fn, (descriptions.get(fn) ?? new Map()).set(alias, description));
  return aliasDocument(world, fn, alias);
}

function requireAlias(call: Call): { fn: SandboxFunction; alias: string } {
  const { fn } = requireFunction(call);
  const alias = labelOf(call, "Name");
  if (!fn.aliases.has(alias)) throw notFound(`Cannot find alias arn: ${functionArn(call.world, fn.name, alias)}`);
  return { fn, alias };
}

function aliasDocument(world: World, fn: SandboxFunction, alias: string) {
  const version = fn.aliases.get(alias);
  const description = descriptions.get(fn)?.get(alias) ?? "";
  return {
    AliasArn: functionArn(world, fn.name, alias),
    Name: alias,
    FunctionVersion: version,
    Description: description,
    RevisionId: revisionOf(fn.arn, alias, version, description),
  };
}
