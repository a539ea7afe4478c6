import { askFor, type Fact, known } from "../mapping/fact.ts";
import { functionNameOf, type MappingDocument } from "../mapping/model.ts";
import { type Place, placeOf } from "../mapping/place.ts";
import type { AccountReader, FunctionReader, MappingStore, MetricReader } from "../mapping/ports.ts";
import type { Clock } from "../time.ts";
import type { PlanFacts, TargetFacts } from "./plan-facts.ts";
import type { TargetName } from "./target-name.ts";

export interface FactPorts {
  readonly mappings: Pick<MappingStore, "list">;
  readonly functions: Pick<FunctionReader, "facts" | "reservedConcurrency">;
  readonly metrics: MetricReader;
  readonly account: AccountReader;
  readonly clock: Pick<Clock, "now">;
}

/** What is known of the target. Errors: none but those that end a verb. */
export async function targetFacts(
  { functions, metrics, clock }: Omit<FactPorts, "mappings" | "account">,
  target: TargetName,
  mapping: MappingDocument | undefined,
): Promise<TargetFacts> {
  if (target.kind === "kafka") return { kind: "topic", topic: target.topic };
  if (target.kind === "file") return { kind: "folder", directory: target.directory };
  const name = functionOf(target, mapping) ?? "";
  const [fn, reservedConcurrency, averageMs] = await Promise.all([
    askFor(() => functions.facts(name)),
    askFor(async () => (await functions.reservedConcurrency(functionNameOf(name))) ?? ("none" as const)),
    averageDuration({ metrics, clock }, functionNameOf(name)),
  ]);
  return { kind: "function", name, function: fn, reservedConcurrency, averageMs };
}

/** The function to invoke, with its qualifier; undefined for another target, or where nobody says which. */
export function functionOf(target: TargetName, mapping: MappingDocument | undefined): string | undefined {
  if (target.kind === "lambda") return target.function;
  if (target.kind !== "original") return undefined;
  const own = mapping?.FunctionArn;
  if (own === undefined || target.qualifier === undefined) return own && functionNameOf(own, "qualified");
  return `${functionNameOf(own)}:${target.qualifier}`;
}

const quarterHourMs = 900_000;

async function averageDuration({ metrics, clock }: Pick<FactPorts, "metrics" | "clock">, functionName: string): Promise<Fact<number>> {
  const untilMs = Math.ceil(clock.now() / 60_000) * 60_000;
  const query = {
    namespace: "AWS/Lambda",
    name: "Duration",
    dimensions: new Map([["FunctionName", functionName]]),
    statistic: "Average",
  } as const;
  const answer = await askFor(() => metrics.read([query], { fromMs: untilMs - quarterHourMs, untilMs, periodSeconds: 60 }));
  if (answer.kind !== "known") return answer;
  const values = (answer.value[0]?.points ?? []).map(({ value }) => value);
  return values.length === 0 ? { kind: "missing" } : known(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** All mappings of the Region, of every kind of source; undefined where they may not be listed. */
export async function allMappings({ mappings }: Pick<FactPorts, "mappings">): Promise<readonly MappingDocument[] | undefined> {
  const all = await askFor(async () => {
    const found: MappingDocument[] = [];
    for await (const page of mappings.list()) found.push(...page);
    return found;
  });
  return all.kind === "known" ? all.value : undefined;
}

/** As the mapping's ARN says, else as AWS does. */
export async function placeFor({ account }: Pick<FactPorts, "account">, mapping: MappingDocument | undefined): Promise<PlanFacts["place"]> {
  const own: Place | undefined = mapping && placeOf(mapping);
  if (own !== undefined) return own;
  const asked = await askFor(() => account.identity());
  return asked.kind === "known" ? asked.value : undefined;
}
