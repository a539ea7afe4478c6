import { isError } from "../../core/errors.ts";
import type { LoggedPosition, MappingLog } from "../../core/lag/ports.ts";
import { functionNameOf, type MappingDocument } from "../../core/mapping/model.ts";
import type { FunctionReader } from "../../core/mapping/ports.ts";
import type { Clock } from "../../core/time.ts";
import { asDocument, numberOf, textOf } from "./aws-document.ts";
import type { AwsServices } from "./aws-services.ts";

interface Sources {
  /** Tells a function's log group. */
  readonly functions: Pick<FunctionReader, "facts">;
  readonly clock: Pick<Clock, "now">;
}

/** System logs of mappings: a JSON object a line, in a stream a day (Lambda Developer Guide, Kafka event source mapping logging). */
export function mappingLog({ logs }: Pick<AwsServices, "logs">, { functions, clock }: Sources): MappingLog {
  const groups = new Map<string, Promise<string>>();

  function groupOf(functionName: string): Promise<string> {
    const known = groups.get(functionName) ?? logGroup(functions, functionName);
    groups.set(functionName, known);
    return known.catch((error: unknown) => {
      groups.delete(functionName);
      throw error;
    });
  }

  async function lines(group: string, stream: string, sinceMs: number): Promise<LogLine[]> {
    const found: LogLine[] = [];
    let token: string | undefined;
    do {
      const page = await logs.send(
        "FilterLogEvents",
        {
          logGroupName: group,
          // A name that does not exist would be an error, and a day may lack its stream.
          logStreamNamePrefix: stream,
          startTime: sinceMs,
          filterPattern: '{ $.eventType = "KAFKA_STATUS_EVENT" }',
          nextToken: token,
        },
        { subject: `log group ${group}` },
      );
      found.push(...(page.events ?? []));
      token = page.nextToken || undefined;
    } while (token !== undefined);
    return found;
  }

  return {
    async positions(mapping, sinceMs) {
      const group = await groupOf(functionNameOf(mapping.FunctionArn ?? ""));
      const positions: LoggedPosition[] = [];
      for (const day of daysSince(sinceMs, clock.now())) {
        const found = await lines(group, `${day}/${mapping.UUID}`, sinceMs);
        positions.push(...found.flatMap((line) => positionIn(line, mapping) ?? []));
      }
      return positions.toSorted((a, b) => a.atMs - b.atMs);
    },
  };
}

interface LogLine {
  readonly timestamp?: number | undefined;
  readonly message?: string | undefined;
}

/** The group that the function's settings name, else the one that Lambda takes (Lambda Developer Guide, function logs). */
async function logGroup(functions: Sources["functions"], functionName: string): Promise<string> {
  const byDefault = `/aws/lambda/${functionName}`;
  try {
    const { document } = await functions.facts(functionName);
    return textOf(asDocument(document["LoggingConfig"])["LogGroup"]) ?? byDefault;
  } catch (error) {
    if (isError(error, "not-permitted", "not-found")) return byDefault;
    throw error;
  }
}

/** `2026/11/23` of each day in UTC; always that of `nowMs`. */
function daysSince(sinceMs: number, nowMs: number): string[] {
  const days: string[] = [];
  const dayMs = 86_400_000;
  for (let day = Math.min(Math.floor(sinceMs / dayMs), Math.floor(nowMs / dayMs)); day <= Math.floor(nowMs / dayMs); day++) {
    days.push(new Date(day * dayMs).toISOString().slice(0, 10).replaceAll("-", "/"));
  }
  return days;
}

/** undefined where a line is none of a partition of the mapping's topic, or not as documented. */
function positionIn({ timestamp, message = "" }: LogLine, mapping: MappingDocument): LoggedPosition | undefined {
  const line = asDocument(parsed(message));
  const offsets = asDocument(line["kafkaPartitionOffsets"]);
  const atMs = numberOf(line["timestamp"]) ?? timestamp;
  const [, topic, partition] = /^(.*)-(\d{1,9})$/s.exec(textOf(offsets["partition"]) ?? "") ?? [];
  const [end, committed] = [offsetOf(offsets["endOffset"]), offsetOf(offsets["committedOffset"])];
  if (atMs === undefined || end === undefined || committed === undefined) return undefined;
  if (partition === undefined || !mapping.Topics?.includes(topic ?? "")) return undefined;
  return { atMs, partition: Number(partition), end, committed };
}

function offsetOf(value: unknown): bigint | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
  return typeof value === "string" && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
