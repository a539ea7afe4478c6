import { MskctlError } from "../../../core/errors.ts";
import { isJsonObject } from "../../../core/json-value.ts";
import type { SchemaSource, SchemaText } from "../../../core/record/schema-source.ts";
import { type Failure, withRetries } from "../../../core/retry.ts";
import type { Clock } from "../../../core/time.ts";
import type { HttpAnswer, HttpGet } from "./http-get.ts";
import { failureInAnswer, failureOnTheWay, RegistryFailure } from "./registry-failure.ts";

export interface ConfluentRegistryOptions {
  /** `https://registry.example:8081`, perhaps with a path. */
  readonly url: string;
  readonly get: HttpGet;
  /** The value of the header; absent: none is sent. */
  readonly authorization?: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** References of references; a schema has a handful. */
const mostReferences = 500;

interface Reference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A Confluent registry, or what speaks as one: Karapace, Apicurio's compatible API (Confluent, schema registry API reference). */
export function confluentRegistry({ url, get, authorization, signal, clock, random }: ConfluentRegistryOptions): SchemaSource {
  const base = url.replace(/\/+$/, "");
  const headers = {
    accept: "application/vnd.schemaregistry.v1+json, application/json",
    "user-agent": "mskctl",
    ...(authorization === undefined ? {} : { authorization }),
  };

  async function attempt(path: string): Promise<HttpAnswer> {
    signal.throwIfAborted();
    const answer = await get(`${base}${path}`, headers);
    if (answer.status === 200 || answer.status === 404) return answer;
    throw new RegistryFailure(failureInAnswer(answer, base));
  }

  async function explain(thrown: unknown): Promise<Failure> {
    if (signal.aborted) throw signal.reason;
    return thrown instanceof RegistryFailure ? thrown.failure : failureOnTheWay(thrown, base);
  }

  /** The JSON object at a path; undefined when the registry says that there is none. */
  async function object(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const answer = await withRetries({ attempt: () => attempt(path), explain, clock, random });
    const body = parsed(answer.body);
    if (answer.status === 404 && isNotFound(body)) return undefined;
    if (answer.status === 404 || typeof body["schema"] !== "string") throw failureInAnswer(answer, base).error;
    return body;
  }

  /** What is referred to, each before those that refer to it. */
  async function referencesOf(
    body: Readonly<Record<string, unknown>>,
    found: Map<string, SchemaText["references"][number]>,
  ): Promise<void> {
    for (const { name, subject, version } of referencesIn(body)) {
      if (found.has(name)) continue;
      if (found.size === mostReferences)
        throw new MskctlError("refused", `a schema of ${base} refers to more than ${mostReferences} others`);
      // Before its own references are read: two schemas may refer to each other.
      found.set(name, { name, text: "" });
      const referred = await object(`/subjects/${encodeURIComponent(subject)}/versions/${version}?deleted=true`);
      if (referred === undefined) continue;
      await referencesOf(referred, found);
      found.delete(name);
      found.set(name, { name, text: String(referred["schema"]) });
    }
  }

  return {
    framing: "confluent",
    async schema(id) {
      const body = await object(`/schemas/ids/${id}`);
      if (body === undefined) return undefined;
      const found = new Map<string, SchemaText["references"][number]>();
      await referencesOf(body, found);
      const references = [...found.values()].filter(({ text }) => text !== "");
      // Left out for Avro, the registry's first language.
      return { format: String(body["schemaType"] ?? "AVRO"), text: String(body["schema"]), references };
    },
  };
}

/** 40401 to 40403: no such subject, version, schema. A 404 without it comes from something that is no registry. */
function isNotFound(body: Readonly<Record<string, unknown>>): boolean {
  return /^404\d\d$/.test(String(body["error_code"]));
}

function referencesIn(body: Readonly<Record<string, unknown>>): Reference[] {
  const references = body["references"];
  if (!Array.isArray(references)) return [];
  return references.filter(isJsonObject).map((each) => ({
    name: String(each["name"]),
    subject: String(each["subject"]),
    version: Number(each["version"]),
  }));
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
