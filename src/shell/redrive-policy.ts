import { MskctlError } from "../core/errors.ts";
import { functionNameOf, topicOf } from "../core/mapping/model.ts";
import { functionOf, placeFor } from "../core/redrive/gather-facts.ts";
import type { PolicyQuestion } from "../core/redrive/iam.ts";
import { leaseFolder } from "../core/redrive/lease.ts";
import { partitionOf } from "../core/redrive/source-name.ts";
import { parseTarget } from "../core/redrive/target-name.ts";
import type { Services } from "./services.ts";
import type { SourcePlace } from "./source-place.ts";

/** What `leastPolicy` wants to know. Throws `usage` where nobody says which function is meant. */
export async function policyQuestion(
  services: Services,
  { placed, mapping }: SourcePlace,
  to: string | undefined,
): Promise<PolicyQuestion> {
  const target = parseTarget(to);
  const place = await placeFor(services, mapping);
  if (place === undefined) throw new MskctlError("not-permitted", "the account is not known: sts:GetCallerIdentity is not permitted");
  const name = functionOf(target, mapping);
  if (name === undefined && (target.kind === "original" || target.kind === "lambda"))
    throw new MskctlError("usage", "no mapping tells which function is meant", {
      suggestions: ["add --mapping NAME", "add --to lambda:NAME"],
    });
  const readsBrokers = placed.kind === "sqs" || placed.kind === "sns";
  const usesBrokers = readsBrokers || placed.kind === "kafka" || target.kind === "kafka";
  return {
    source: placed,
    target:
      target.kind === "kafka"
        ? { kind: "topic", topic: target.topic }
        : target.kind === "file"
          ? { kind: "folder" }
          : { kind: "function", arn: functionArn(name ?? "", place) },
    place,
    mapping: mapping && {
      uuid: mapping.UUID,
      functionName: functionNameOf(mapping.FunctionArn ?? ""),
      topic: topicOf(mapping) ?? "",
    },
    clusterArn: usesBrokers ? mapping?.EventSourceArn : undefined,
    readsBrokers,
    removal: "delete",
    leaseFolder,
    kmsKeyArn: undefined,
  };
}

/** The ARN of a function that is named in any of Lambda's ways, with its qualifier if it has one. */
export function functionArn(name: string, { region, accountId }: { readonly region: string; readonly accountId: string }): string {
  return name.startsWith("arn:")
    ? name
    : `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${functionNameOf(name, "qualified")}`;
}
