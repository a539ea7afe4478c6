import { homedir } from "node:os";
import type { SampleInput } from "../core/filter/sample-input.ts";
import type { PatternDocuments, PatternFiles } from "../core/filter/sites/gather-patterns.ts";
import type { DestinationReader, MappingLog, MetricCatalogue } from "../core/lag/ports.ts";
import { brokerAccess } from "../core/mapping/broker-access.ts";
import type { MappingSettings } from "../core/mapping/model.ts";
import type { AccountReader, ClusterReader, FunctionReader, MappingStore, MetricReader, TagIndex } from "../core/mapping/ports.ts";
import type { Broker } from "../core/record/broker.ts";
import { clusterSettingFor } from "../core/record/broker-access.ts";
import type { ByteTools } from "../core/record/byte-tools.ts";
import { settingFor } from "../core/record/registry-access.ts";
import { safeText } from "../core/record/safe-text.ts";
import type { Clock } from "../core/time.ts";
import type { ApplyRuns } from "../core/tuning/apply/ports.ts";
import type { LivePricePorts } from "../core/tuning/live-prices.ts";
import type { AwsOptions } from "../platform/aws/aws-service.ts";
import { type AwsServices, awsServices } from "../platform/aws/aws-services.ts";
import { callerAccount } from "../platform/aws/caller-account.ts";
import { cloudwatchCatalogue } from "../platform/aws/cloudwatch-catalogue.ts";
import { cloudwatchMetrics } from "../platform/aws/cloudwatch-metrics.ts";
import { destinationDepth } from "../platform/aws/destination-depth.ts";
import { lambdaFunctions } from "../platform/aws/lambda-functions.ts";
import { lambdaMappings } from "../platform/aws/lambda-mappings.ts";
import { mappingLog } from "../platform/aws/mapping-log.ts";
import { mskClusters } from "../platform/aws/msk-clusters.ts";
import { priceList } from "../platform/aws/price-list.ts";
import { taggedMappings } from "../platform/aws/tagged-mappings.ts";
import { nodeBytes } from "../platform/bytes/node-bytes.ts";
import type { Configuration } from "../platform/disk/config-file.ts";
import { keptPrices } from "../platform/disk/kept-prices.ts";
import { pathExists, readState, writeState, writeText } from "../platform/disk/state-file.ts";
import { stateFolder } from "../platform/disk/state-folder.ts";
import { textInput } from "../platform/disk/text-input.ts";
import type { SourceDocument } from "../platform/documents/documents.ts";
import { clockSetting, verbClock } from "./clock.ts";
import { laterSignal } from "./later-signal.ts";
import type { BrokerPatience, Files, Schemas } from "./service-ports.ts";
import { patternsOf, samplesOf } from "./services-files.ts";
import { type HandoverServices, handoverServices } from "./services-handover.ts";
import { type RedriveServices, redriveServices } from "./services-redrive.ts";

/** What verbs reach the world through, for one account and Region. */
export interface Services {
  readonly mappings: MappingStore;
  readonly functions: FunctionReader;
  readonly clusters: ClusterReader;
  readonly metrics: MetricReader;
  readonly catalogue: MetricCatalogue;
  readonly log: MappingLog;
  readonly destinations: DestinationReader;
  readonly tags: TagIndex;
  readonly account: AccountReader;
  readonly clock: Clock;
  readonly documents: Documents;
  readonly files: Files;
  readonly patterns: { readonly files: PatternFiles; readonly documents: PatternDocuments };
  readonly samples: SampleInput;
  readonly schemas: Schemas;
  readonly bytes: ByteTools;
  readonly prices: Pick<LivePricePorts, "reader" | "cache">;
  readonly redrive: RedriveServices;
  readonly handover: HandoverServices;
  /** What `tune` has applied from this machine. */
  tuneRuns(): Promise<ApplyRuns>;
  /** AWS calls made so far, repeated ones too. */
  callCount(): number;
  /**
   * The brokers of a mapping's cluster, signed in to as the configuration file or the mapping says; close it. Throws as
   * `brokerAccess`, and what reading MSK's answer and the secrets throws.
   */
  broker(mapping: MappingSettings, patience?: BrokerPatience): Promise<Broker>;
}

/** YAML and JSON with positions. */
interface Documents {
  /** Throws `malformed-file` with file, line and column. */
  read(text: string, fileName: string): Promise<readonly SourceDocument[]>;
  write(values: readonly unknown[], format: "yaml" | "json"): Promise<string>;
}

export interface ServicesOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  /** Tell of each AWS call: service, operation, duration, attempts, request id. */
  readonly debug: boolean;
  /** Ends whatever is going on; its reason is the error that the verb ends with. */
  readonly signal: AbortSignal;
  /** Ends what need not be brought to its end when the verb is asked to stop; not later than `signal`. */
  readonly asked?: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One line to stderr. */
  readonly writeLine: (line: string) => void;
}

type CountedOptions = ServicesOptions & Pick<AwsOptions, "onRequest">;

/** The only place that knows which adapter serves which port. SDK clients, parsers and readers are loaded when first used. */
export function createServices(given: ServicesOptions): Services {
  let calls = 0;
  const options: CountedOptions = { ...given, onRequest: () => void calls++ };
  const { signal, asked = signal, environment, endpointUrl } = options;
  const clock = verbClock(signal, clockSetting(environment, endpointUrl));
  const aws = awsOf(options, clock);
  const functions = lambdaFunctions(aws);
  const input = textInput({ stdin: () => process.stdin, signal });
  const documents = () => import("../platform/documents/documents.ts");
  const readDocuments: Documents["read"] = async (...file) => (await documents()).readDocuments(...file);
  const reading: ReadingTools = { clock, readText: input.read, readDocuments };
  return {
    mappings: lambdaMappings(aws),
    functions,
    clusters: mskClusters(aws),
    metrics: cloudwatchMetrics(aws),
    catalogue: cloudwatchCatalogue(aws),
    log: mappingLog(aws, { functions, clock }),
    destinations: destinationDepth(aws),
    tags: taggedMappings(aws),
    account: callerAccount(aws),
    clock,
    documents: {
      read: readDocuments,
      write: async (values, format) => (await documents()).writeDocuments(values, format),
    },
    files: {
      readText: input.read,
      exists: pathExists,
      writeText,
      writeState,
      readState,
      stateFolder: (name) => stateFolder(name, { environment, home: homedir() }),
    },
    patterns: patternsOf(options),
    samples: samplesOf(options),
    schemas: schemasOf(options, reading),
    bytes: nodeBytes,
    prices: {
      reader: priceList({ region: () => aws.lambda.region(), pricingIn: (region) => awsOf({ ...options, region }, clock).pricing }),
      cache: keptPrices({ environment, home: homedir(), endpointUrl }),
    },
    redrive: redriveServices({
      aws: () => aws,
      lastingAws: () => awsOf({ ...options, signal: laterSignal(signal) }, clock),
      clock,
      signal,
      asked,
      environment,
    }),
    handover: handoverServices({ aws: () => aws, clock }),
    tuneRuns: async () =>
      (await import("../platform/disk/tune-runs.ts")).tuneRuns({
        folder: () => stateFolder("tune", { environment, home: homedir() }),
        random: Math.random,
      }),
    callCount: () => calls,
    broker: brokersOf(options, reading),
  };
}

const brokerPatience: BrokerPatience = { repeatForMs: 10_000 };

function brokersOf(options: CountedOptions, tools: ReadingTools): Services["broker"] {
  const { signal } = options;
  return async (mapping, { repeatForMs, answerWithinMs } = brokerPatience) => {
    const [{ bootstrapBrokers }, { secretTexts }, { openAccess }, { kafkaBroker }, { interruptible }] = await Promise.all([
      import("../platform/aws/bootstrap-brokers.ts"),
      import("../platform/aws/secrets.ts"),
      import("../platform/kafka/open-access.ts"),
      import("../platform/kafka/kafka-broker.ts"),
      import("../platform/kafka/interruptible.ts"),
    ]);
    const [aws, { clusters }, arn] = [awsOf(options, tools.clock), await configurationOf(options, tools), mapping.EventSourceArn];
    const isKnown = arn === undefined || clusterSettingFor([arn], clusters)?.bootstrapServers !== undefined;
    const access = brokerAccess(mapping, isKnown ? undefined : await bootstrapBrokers(aws, arn), clusters);
    const { credentials: awsCredentials } = aws;
    const connection = await openAccess(access, {
      clientId: "mskctl",
      secrets: secretTexts(aws),
      readText: tools.readText,
      awsCredentials,
    });
    const broker = await kafkaBroker({ connection, clock: tools.clock, patienceMs: repeatForMs });
    return interruptible(broker, {
      signal,
      bootstrapServers: connection.bootstrapServers,
      ...(answerWithinMs === undefined ? {} : { answerWithinMs }),
    });
  };
}

/** What reading the configuration file and what it names takes. */
interface ReadingTools {
  readonly clock: Clock;
  readonly readText: (path: string) => Promise<string>;
  readonly readDocuments: (text: string, fileName: string) => Promise<readonly SourceDocument[]>;
}

async function configurationOf({ environment }: ServicesOptions, { readText, readDocuments }: ReadingTools): Promise<Configuration> {
  const { readConfiguration } = await import("../platform/disk/config-file.ts");
  return readConfiguration({ environment, home: homedir(), readText, exists: pathExists, readDocuments });
}

function schemasOf(options: CountedOptions, tools: ReadingTools): Schemas {
  const { clock, readText } = tools;
  const settings = async () => (await configurationOf(options, tools)).registries;
  return {
    settings,
    async decoder(choice) {
      const [{ schemaDecoder }, { glueSchemas }, { secretTexts }] = await Promise.all([
        import("../platform/schema/schema-decoder.ts"),
        import("../platform/aws/glue-schemas.ts"),
        import("../platform/aws/secrets.ts"),
      ]);
      const { signal } = options;
      // A Glue registry answers in its own Region.
      const region = choice.kind === "glue" ? choice.region : undefined;
      const aws = awsOf(region === undefined ? options : { ...options, region }, clock);
      const sources = { readText, signal, clock, random: Math.random, glue: glueSchemas(aws), secrets: secretTexts(aws) };
      if (choice.kind !== "confluent" || choice.access !== undefined) return schemaDecoder(choice, sources);
      const access = settingFor(choice.url, await settings());
      return schemaDecoder({ ...choice, ...(access === undefined ? {} : { access }) }, sources);
    },
  };
}

function awsOf({ debug, signal, environment, writeLine, ...connection }: CountedOptions, clock: Clock): AwsServices {
  // The SDK would find AWS_PROFILE by itself; errors should name the profile too.
  const profile = connection.profile || environment["AWS_PROFILE"];
  return awsServices({
    ...connection,
    ...(profile ? { profile } : {}),
    signal,
    clock,
    random: Math.random,
    ...(debug ? { debug: (line: string) => writeLine(safeText(line)) } : {}),
  });
}
