/** Tags by key. */
type Tags = ReadonlyMap<string, string>;

export type OwnerTool = "cloudformation" | "sam" | "cdk" | "terraform";

/** What deploys a mapping, and would undo what is changed by hand. */
export interface Owner {
  readonly tool: OwnerTool;
  readonly stack: string | undefined;
  /** The mapping's own in that stack. */
  readonly logicalId: string | undefined;
  /** Its function's in the same stack: SAM has the mapping under it. */
  readonly functionLogicalId: string | undefined;
  /** What said so: a tag (`ManagedBy=terraform`), and what carries it. */
  readonly by: { readonly tag: string; readonly of: "mapping" | "function" };
  /** A tag of the mapping itself that nobody but AWS can write. Otherwise it is a guess. */
  readonly isCertain: boolean;
}

/** CloudFormation writes them; nobody else can write keys that begin so (CloudFormation Template Reference, resource tagging). */
const stackKey = "aws:cloudformation:stack-name";
const logicalIdKey = "aws:cloudformation:logical-id";

/** SAM puts it on functions (SAM Developer Guide, AWS::Serverless::Function, Tags). */
const samKey = "lambda:createdBy";

/**
 * Who owns a mapping, by its own tags first, then by its function's. That what deploys a function deploys its mapping, too, is an assumption. So is
 * that CloudFormation's tags get to mappings: it depends on the type of a resource, and is nowhere said of this one.
 */
export function ownerOf(mapping: Tags, fn: Tags | undefined): Owner | undefined {
  return stackOwner(mapping, fn) ?? namedOwner(mapping, "mapping") ?? (fn && (functionStackOwner(fn) ?? namedOwner(fn, "function")));
}

function stackOwner(mapping: Tags, fn: Tags | undefined): Owner | undefined {
  const stack = mapping.get(stackKey);
  if (stack === undefined) return undefined;
  const logicalId = logicalIdIn(mapping);
  const functionLogicalId = fn?.get(stackKey) === stack ? logicalIdIn(fn) : undefined;
  const isSam = madeBySam(mapping) || (fn !== undefined && madeBySam(fn) && isEventOf(logicalId, functionLogicalId));
  const named = namedOwner(mapping, "mapping")?.tool;
  const tool = isSam ? "sam" : named === "cdk" || madeByCdk(logicalId) ? "cdk" : "cloudformation";
  return { tool, stack, logicalId, functionLogicalId, by: { tag: `${stackKey}=${stack}`, of: "mapping" }, isCertain: true };
}

function functionStackOwner(fn: Tags): Owner | undefined {
  const stack = fn.get(stackKey);
  if (stack === undefined) return undefined;
  const functionLogicalId = logicalIdIn(fn);
  const tool = madeBySam(fn)
    ? "sam"
    : madeByCdk(functionLogicalId) || namedOwner(fn, "function")?.tool === "cdk"
      ? "cdk"
      : "cloudformation";
  const by = { tag: `${stackKey}=${stack}`, of: "function" } as const;
  return { tool, stack, logicalId: undefined, functionLogicalId, by, isCertain: false };
}

function madeBySam(tags: Tags): boolean {
  return tags.get(samKey) === "SAM";
}

/** SAM names what it makes of an event after the function and the event (SAM Developer Guide, generated resources). */
function isEventOf(logicalId: string | undefined, functionLogicalId: string | undefined): boolean {
  return (
    logicalId !== undefined && functionLogicalId !== undefined && logicalId !== functionLogicalId && logicalId.startsWith(functionLogicalId)
  );
}

/**
 * CDK has no tag of its own: its path is metadata of the template. Its logical ids end with eight digits of a hash (CDK Developer Guide, identifiers),
 * which others' could do, too: an assumption.
 */
function madeByCdk(logicalId: string | undefined): boolean {
  // A date is eight digits, too.
  return logicalId !== undefined && /.[0-9A-F]{8}$/.test(logicalId) && !/[0-9]{8}$/.test(logicalId);
}

/** What is none (CloudFormation User Guide, logical ID: letters and digits) is not known. */
function logicalIdIn(tags: Tags): string | undefined {
  const logicalId = tags.get(logicalIdKey);
  return logicalId !== undefined && /^[A-Za-z0-9]{1,255}$/.test(logicalId) ? logicalId : undefined;
}

/** Terraform has no tag of its own either. People tell in such a way, or in one that is not known here: an assumption. */
const namingKeys: ReadonlySet<string> = new Set(["managedby", "provisionedby", "createdby", "deployedby", "provisioner", "iac"]);

const toolNames: ReadonlyMap<string, OwnerTool> = new Map<string, OwnerTool>([
  ["terraform", "terraform"],
  ["opentofu", "terraform"],
  ["cdk", "cdk"],
  ["awscdk", "cdk"],
  ["cloudformation", "cloudformation"],
  ["awscloudformation", "cloudformation"],
  ["sam", "sam"],
  ["awssam", "sam"],
]);

/** By a tag that somebody chose: `ManagedBy=Terraform`, `terraform=true`. */
function namedOwner(tags: Tags, of: "mapping" | "function"): Owner | undefined {
  for (const [key, value] of tags) {
    const [name, said] = [bare(key), bare(value)];
    const tool = namingKeys.has(name) ? toolNames.get(said) : ["true", "yes", "1"].includes(said) ? toolNames.get(name) : undefined;
    if (tool !== undefined) {
      const nowhere = { stack: undefined, logicalId: undefined, functionLogicalId: undefined };
      return { tool, ...nowhere, by: { tag: `${key}=${value}`, of }, isCertain: false };
    }
  }
  return undefined;
}

/** `managed-by`, `Managed_By` and `ManagedBy` are one. */
function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[-_ .:/]/g, "");
}

/** As people call them. */
export const ownerNames: Readonly<Record<OwnerTool, string>> = {
  cloudformation: "CloudFormation",
  sam: "SAM",
  cdk: "CDK",
  terraform: "Terraform",
};

/** `CloudFormation stack shop-orders, resource OrdersMapping`. */
export function ownerPhrase({ tool, stack, logicalId }: Owner): string {
  return `${ownerNames[tool]}${stack === undefined ? "" : ` stack ${stack}`}${logicalId === undefined ? "" : `, resource ${logicalId}`}`;
}
