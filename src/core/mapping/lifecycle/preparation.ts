import { MskctlError } from "../../errors.ts";
import type { Finding } from "../../finding.ts";
import type { Clock } from "../../time.ts";
import { askFor, type Fact, valueOrMissing } from "../fact.ts";
import { createWarnings } from "../findings/create-warnings.ts";
import { functionNameOf, type MappingSettings, topicOf } from "../model.ts";
import { type CreatePlan, planCreate } from "../plan.ts";
import type { ClusterReader, FunctionReader, MappingStore } from "../ports.ts";
import { type Violation, validateCreate } from "../rules.ts";
import { existsAlready, findTwin } from "./create.ts";

export interface PreparationPorts {
  readonly mappings: Pick<MappingStore, "list">;
  readonly functions: Pick<FunctionReader, "facts">;
  readonly clusters: Pick<ClusterReader, "list" | "partitions">;
  readonly clock: Clock;
}

/** A mapping that AWS should take, as far as can be told before the call. */
export interface PreparedCreate {
  readonly name: string;
  readonly plan: CreatePlan;
  /** Warnings and below: what bites later. */
  readonly findings: readonly Finding[];
  /** Of the topic; a self-managed cluster cannot be asked. */
  readonly partitions: Fact<number> | undefined;
}

/**
 * Checks a create before anything is sent: every rule, the function, the topic, and whether the mapping exists already.
 * Errors: `usage` or `refused` with `details.violations`, `refused` with `details.findings`, `not-found` for the function, `conflict` with
 * `details.existing`. What may not be read is passed over, and said in its place.
 */
export async function prepareCreate(ports: PreparationPorts, settings: MappingSettings, region: string): Promise<PreparedCreate> {
  assertValid(validateCreate(settings, { nowMs: ports.clock.now() }));
  const functionName = settings.FunctionName ?? "";
  const name = `${functionNameOf(functionName)}/${topicOf(settings) ?? ""}`;
  const fn = await askFor(() => ports.functions.facts(functionName));
  if (fn.kind === "missing") {
    throw new MskctlError("not-found", `there is no function ${functionName} in ${region}`, {
      suggestions: [`aws lambda list-functions --region ${region}`],
    });
  }
  const twin = await askFor(() => findTwin(ports.mappings, settings));
  if (twin.kind === "known" && twin.value !== undefined) throw existsAlready(settings, twin.value);
  const partitions = await partitionsOf(ports.clusters, settings);
  const findings = createWarnings(settings, {
    function: valueOrMissing(fn),
    partitions: partitions === undefined ? undefined : valueOrMissing(partitions),
  });
  assertWorkable(findings);
  return { name, plan: planCreate(settings, region), findings, partitions };
}

async function partitionsOf(clusters: Pick<ClusterReader, "partitions">, settings: MappingSettings): Promise<Fact<number> | undefined> {
  const { EventSourceArn: arn } = settings;
  const topic = topicOf(settings);
  // The cluster behind a VPC connection belongs to another account.
  if (arn === undefined || topic === undefined || !arn.includes(":cluster/")) return undefined;
  return askFor(() => clusters.partitions(arn, topic));
}

/** Throws `refused`, or `usage` when something is missing, naming field, rule and remedy of each breach. */
export function assertValid(violations: readonly Violation[]): void {
  if (violations.length === 0) return;
  const lines = violations.map(({ message, rule, fix }) => `  ${message} (${rule})\n    ${fix}`);
  const missing = violations.filter(({ constraint }) => constraint.kind === "not-null");
  throw new MskctlError(missing.length > 0 ? "usage" : "refused", `${verdict(violations, missing)}:\n${lines.join("\n")}`, {
    details: { violations: violations.map(({ rule, field, path, message, fix, value }) => ({ rule, field, path, message, fix, value })) },
  });
}

function verdict(violations: readonly Violation[], missing: readonly Violation[]): string {
  if (missing.length === violations.length) return "a mapping needs more than this";
  if (violations.every(({ enforcedBy }) => enforcedBy === "mskctl")) return "this would not do what is meant";
  return `AWS would refuse ${violations.length === 1 ? "this" : "these settings"}`;
}

function assertWorkable(findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const lines = errors.map(({ id, message }) => `  ${id} ${message}`);
  throw new MskctlError("refused", `this mapping could not work:\n${lines.join("\n")}`, {
    suggestions: errors.flatMap(({ fix }) => (fix === undefined ? [] : [fix])),
    details: { findings: errors },
  });
}

/** The ARN of the MSK cluster that `nameOrArn` names. Errors: `not-found` with the clusters there are. */
export async function clusterArnOf(clusters: Pick<ClusterReader, "list">, nameOrArn: string): Promise<string> {
  if (nameOrArn.startsWith("arn:")) return nameOrArn;
  const names: string[] = [];
  for await (const page of clusters.list()) {
    const hit = page.find(({ name }) => name === nameOrArn);
    if (hit !== undefined) return hit.arn;
    names.push(...page.map(({ name }) => name));
  }
  throw new MskctlError(
    "not-found",
    `there is no MSK cluster ${nameOrArn}; there ${names.length === 0 ? "is none at all" : `are: ${names.join(", ")}`}`,
    {
      suggestions: ["--cluster takes the name or the ARN of an MSK cluster; for any other Kafka give --bootstrap-servers"],
      details: { candidates: names },
    },
  );
}
