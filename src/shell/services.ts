import type { AccountReader, ClusterReader, FunctionReader, MappingStore, MetricReader, TagIndex } from "../core/mapping/ports.ts";
import { safeText } from "../core/record/safe-text.ts";
import type { Clock } from "../core/time.ts";
import { awsServices } from "../platform/aws/aws-services.ts";
import { callerAccount } from "../platform/aws/caller-account.ts";
import { cloudwatchMetrics } from "../platform/aws/cloudwatch-metrics.ts";
import { lambdaFunctions } from "../platform/aws/lambda-functions.ts";
import { lambdaMappings } from "../platform/aws/lambda-mappings.ts";
import { mskClusters } from "../platform/aws/msk-clusters.ts";
import { taggedMappings } from "../platform/aws/tagged-mappings.ts";
import { pathExists, readState, writeState } from "../platform/disk/state-file.ts";
import { textInput } from "../platform/disk/text-input.ts";
import type { SourceDocument } from "../platform/documents/documents.ts";
import { clockSetting, verbClock } from "./clock.ts";

/** What verbs reach the world through, for one account and Region. */
export interface Services {
  readonly mappings: MappingStore;
  readonly functions: FunctionReader;
  readonly clusters: ClusterReader;
  readonly metrics: MetricReader;
  readonly tags: TagIndex;
  readonly account: AccountReader;
  readonly clock: Clock;
  readonly documents: Documents;
  readonly files: Files;
}

/** YAML and JSON with positions. */
interface Documents {
  /** Throws `malformed-file` with file, line and column. */
  read(text: string, fileName: string): Promise<readonly SourceDocument[]>;
  write(values: readonly unknown[], format: "yaml" | "json"): Promise<string>;
}

interface Files {
  /** `-` is standard input. Throws `usage` or `malformed-file`. */
  readText(name: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** `kind` says what the file is, e.g. `paused-mappings`. All three throw `storage`. */
  writeState(path: string, kind: string, state: unknown): Promise<void>;
  readState(path: string, kind: string): Promise<unknown>;
}

export interface ServicesOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  /** Tell of each AWS call: service, operation, duration, attempts, request id. */
  readonly debug: boolean;
  /** Ends whatever is going on; its reason is the error that the verb ends with. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One line to stderr. */
  readonly writeLine: (line: string) => void;
}

/** The only place that knows which adapter serves which port. SDK clients and the YAML parser are loaded when first used. */
export function createServices({ debug, signal, environment, writeLine, ...connection }: ServicesOptions): Services {
  const clock = verbClock(signal, clockSetting(environment, connection.endpointUrl));
  // The SDK would find AWS_PROFILE by itself; errors should name the profile too.
  const profile = connection.profile || environment["AWS_PROFILE"];
  const aws = awsServices({
    ...connection,
    ...(profile ? { profile } : {}),
    signal,
    clock,
    random: Math.random,
    ...(debug ? { debug: (line: string) => writeLine(safeText(line)) } : {}),
  });
  const input = textInput({ stdin: () => process.stdin, signal });
  const documents = () => import("../platform/documents/documents.ts");
  return {
    mappings: lambdaMappings(aws),
    functions: lambdaFunctions(aws),
    clusters: mskClusters(aws),
    metrics: cloudwatchMetrics(aws),
    tags: taggedMappings(aws),
    account: callerAccount(aws),
    clock,
    documents: {
      read: async (text, fileName) => (await documents()).readDocuments(text, fileName),
      write: async (values, format) => (await documents()).writeDocuments(values, format),
    },
    files: { readText: input.read, exists: pathExists, writeState, readState },
  };
}
