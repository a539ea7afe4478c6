import { MskctlError } from "../errors.ts";
import { destinationOf } from "../mapping/findings/facts.ts";
import type { MappingDocument } from "../mapping/model.ts";
import type { Place } from "../mapping/place.ts";
import type { RunFacts } from "./runs.ts";
import { isTopicName } from "./topic-name.ts";

/** Where failure documents are, as a person names it. */
export type SourceName =
  /** Any name that `parseSelector` reads; its on-failure destination is meant. */
  | { readonly kind: "mapping"; readonly name: string }
  /** By URL, ARN or name. */
  | { readonly kind: "sqs"; readonly queue: string }
  | { readonly kind: "sns"; readonly arn: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string }
  /** Of the mapping's own cluster. */
  | { readonly kind: "kafka"; readonly topic: string }
  /** A folder, or `s3://bucket/prefix`. */
  | { readonly kind: "archive"; readonly path: string };

/** A source that is told where it is: not by a mapping. */
export type PlacedSource = Exclude<SourceName, { readonly kind: "mapping" }>;

const forms = [
  "a mapping: orders, its UUID or its ARN",
  "sqs:NAME, sqs:URL or sqs:ARN",
  "sns:arn:aws:sns:eu-central-1:123456789012:failed-orders",
  "s3://bucket/prefix",
  "kafka://topic",
  "archive:FOLDER",
];

/** Whatever has none of the other forms names a mapping; `esm:` says so where a name looks like one of them. Throws `usage`. */
export function parseSource(text: string): SourceName {
  const trimmed = text.trim();
  const [, scheme = "", rest = ""] = /^(esm|sqs|sns|archive):(.*)$/.exec(trimmed) ?? [];
  switch (scheme) {
    case "esm":
      return named(trimmed, rest, { kind: "mapping", name: rest });
    case "sqs":
      return named(trimmed, isQueue(rest) ? rest : "", { kind: "sqs", queue: rest });
    case "sns":
      return named(trimmed, isTopicArn(rest) ? rest : "", { kind: "sns", arn: rest });
    case "archive":
      return named(trimmed, rest, { kind: "archive", path: rest });
    default:
      return parseAddress(trimmed);
  }
}

function parseAddress(text: string): SourceName {
  const [, address = "", rest = ""] = /^([a-z0-9]+):\/\/(.*)$/i.exec(text) ?? [];
  if (address === "s3") return parseBucket(text, rest);
  if (address === "kafka") return named(text, isTopicName(rest) ? rest : "", { kind: "kafka", topic: rest });
  const meant = /^https?$/i.test(address) && isQueue(text) ? `sqs:${text}` : meantByArn(text);
  if (address !== "" || meant !== undefined) throw notASource(text, meant);
  return named(text, text, { kind: "mapping", name: text });
}

function parseBucket(text: string, rest: string): SourceName {
  const slash = rest.indexOf("/");
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  // S3 user guide, bucket naming rules; old buckets of us-east-1 may have capitals and underscores.
  const isBucket = /^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/.test(bucket);
  return named(text, isBucket ? bucket : "", { kind: "s3", bucket, prefix: slash < 0 ? "" : rest.slice(slash + 1) });
}

/** The ARN of a destination stands for no mapping, and it is plain what was meant. */
function meantByArn(text: string): string | undefined {
  const [, service, resource = ""] = /^arn:[^:]+:(sqs|sns|s3):[^:]*:[^:]*:(.+)$/.exec(text) ?? [];
  return service === undefined ? undefined : service === "s3" ? `s3://${resource}` : `${service}:${text}`;
}

function named(text: string, name: string, source: SourceName): SourceName {
  if (name === "") throw notASource(text);
  return source;
}

function notASource(text: string, meant?: string): MskctlError {
  return new MskctlError("usage", text === "" ? "a source is empty" : `${text} is no source of failure documents`, {
    suggestions: meant === undefined ? forms : [meant],
  });
}

function isQueue(text: string): boolean {
  return /^(https?:\/\/[^/]+\/.+|arn:[^:]+:sqs:[^:]+:\d+:[A-Za-z0-9_.-]+|[A-Za-z0-9_-]{1,80}(\.fifo)?)$/.test(text);
}

function isTopicArn(text: string): boolean {
  return /^arn:[^:]+:sns:[^:]+:\d+:.+$/.test(text);
}

/** Where in a bucket an archive is, its prefix without a slash at the end; undefined: it is a folder. */
export function archiveInBucket(path: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(path) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix };
}

/** As it can be given again: `parseSource` reads the same from it. */
export function sourceText(source: SourceName): string {
  switch (source.kind) {
    case "mapping":
      return isPlainName(source.name) ? source.name : `esm:${source.name}`;
    case "sqs":
      return `sqs:${source.queue}`;
    case "sns":
      return `sns:${source.arn}`;
    case "s3":
      return `s3://${source.bucket}/${source.prefix}`;
    case "kafka":
      return `kafka://${source.topic}`;
    case "archive":
      return `archive:${source.path}`;
  }
}

function isPlainName(name: string): boolean {
  return !/^(esm|sqs|sns|archive):|^[a-z0-9]+:\/\//i.test(name) && meantByArn(name) === undefined;
}

/** Where a mapping's failure documents go. */
export type DestinationSource =
  | { readonly kind: "source"; readonly source: PlacedSource }
  /** It has no on-failure destination: what fails is dropped, or tried for ever. */
  | { readonly kind: "none" }
  /** Of a kind that mskctl does not know. */
  | { readonly kind: "unknown"; readonly destination: string };

/**
 * A mapping's on-failure destination as a source. Lambda's keys in a bucket begin with `aws/lambda/UUID/` (Lambda Developer
 * Guide, Kinesis); that those of Kafka mappings do is an assumption.
 */
export function destinationSource(mapping: MappingDocument): DestinationSource {
  const destination = destinationOf(mapping);
  if (destination === undefined) return { kind: "none" };
  const [, service, resource = ""] = /^arn:[^:]+:(sqs|sns|s3):[^:]*:[^:]*:(.+)$/.exec(destination) ?? [];
  const [, topic] = /^kafka:\/\/(.+)$/.exec(destination) ?? [];
  if (service === "sqs") return known({ kind: "sqs", queue: destination });
  if (service === "sns") return known({ kind: "sns", arn: destination });
  if (service === "s3") return known({ kind: "s3", bucket: resource, prefix: `aws/lambda/${mapping.UUID}/` });
  return topic === undefined ? { kind: "unknown", destination } : known({ kind: "kafka", topic });
}

function known(source: PlacedSource): DestinationSource {
  return { kind: "source", source };
}

/**
 * The ARN of a queue that is given by URL, ARN or name: two ways to say one queue must not look like two. A URL ends with
 * account and name (SQS Developer Guide, queue URLs).
 */
export function queueArn(queue: string, { region, accountId }: Place): string {
  if (queue.startsWith("arn:")) return queue;
  const [, account, name] = /^https?:\/\/[^/]+\/(?:.*\/)?(\d+)\/([^/]+)\/?$/.exec(queue) ?? [];
  return `arn:${partitionOf(region)}:sqs:${region}:${account ?? accountId}:${name ?? queue}`;
}

/**
 * One text for the ways to write one source: runs of one source exclude each other. A prefix is taken for the same with and without the slash at
 * its end, since what lies under the one lies under the other. Where account or Region are not known, a queue goes by what was written.
 */
export function sourceIdentity({ source, accountId, region }: Pick<RunFacts, "source" | "accountId" | "region">): string {
  const [, queue] = /^sqs:(.+)$/.exec(source) ?? [];
  if (queue !== undefined && accountId !== undefined && region !== undefined) return `sqs:${queueArn(queue, { accountId, region })}`;
  return /^(s3|archive):/.test(source) ? source.replace(/\/+$/, "") : source;
}

/** AWS General Reference, ARN partitions. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
