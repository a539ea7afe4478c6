import { MskctlError } from "../errors.ts";
import {
  type BrokerAccess,
  type BrokerSignIn,
  type ClusterSetting,
  clusterSettingFor,
  type OauthOptions,
} from "../record/broker-access.ts";
import type { SecretPlace } from "../record/secret.ts";
import type { MappingSettings } from "./model.ts";

/** The answer of MSK's GetBootstrapBrokers, as AWS spells it: one comma-joined text a listener. */
export type BootstrapBrokers = Readonly<Record<string, string | undefined>>;

/**
 * How a mapping's brokers are reached, by its SourceAccessConfigurations; for MSK `brokers` too. What the configuration
 * file sets for the cluster comes first: perhaps only Lambda may read the mapping's secrets. Throws `refused` for a way
 * that mskctl cannot go, and `not-found` when the cluster has no listener that fits.
 */
export function brokerAccess(
  mapping: MappingSettings,
  brokers: BootstrapBrokers | undefined,
  settings: readonly ClusterSetting[] = [],
): BrokerAccess {
  const endpoints = mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
  const names = [...endpoints, ...Object.values(brokers ?? {}).flatMap(serversIn), ...textOf(mapping.EventSourceArn)];
  const setting = clusterSettingFor(names, settings);
  if (setting?.bootstrapServers !== undefined) return accessOf(setting, setting.bootstrapServers);
  const own = mapping.SelfManagedEventSource === undefined ? mskAccess(mapping, brokers ?? {}) : selfManagedAccess(mapping, endpoints);
  return setting === undefined ? own : accessOf(setting, own.bootstrapServers);
}

function accessOf({ tls, signIn, rootCa }: ClusterSetting, bootstrapServers: readonly string[]): BrokerAccess {
  return { bootstrapServers, tls, signIn, ...(rootCa === undefined ? {} : { rootCa }) };
}

function textOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

function serversIn(joined: string | undefined): readonly string[] {
  return (joined ?? "").split(",").filter((server) => server !== "");
}

interface MskListener {
  /** Of the answer's fields, the first that is there. */
  readonly fields: readonly string[];
  readonly tls: boolean;
  readonly signIn: BrokerSignIn;
}

/**
 * Strongest first and no weaker one instead (Lambda Developer Guide, MSK cluster authentication): a certificate, a SCRAM
 * secret, IAM, TLS without signing in, plaintext. A mapping that names a secret asks for that one listener.
 */
function mskAccess(mapping: MappingSettings, brokers: BootstrapBrokers): BrokerAccess {
  const arn = mapping.EventSourceArn ?? "";
  const [, region = ""] = /^arn:[^:]+:kafka:([^:]+):/.exec(arn) ?? [];
  const [certificate, scram] = [secretOf(mapping, "CLIENT_CERTIFICATE_TLS_AUTH"), secretOf(mapping, "SASL_SCRAM_512_AUTH")];
  const listener = (name: string, tls: boolean, signIn: BrokerSignIn): MskListener => ({ fields: fieldsOf(name, arn), tls, signIn });
  const wanted =
    certificate !== undefined
      ? [listener("Tls", true, { kind: "client-certificate", place: certificate })]
      : scram !== undefined
        ? [listener("SaslScram", true, { kind: "scram-sha-512", secret: scram })]
        : [
            listener("SaslIam", true, { kind: "iam", region }),
            listener("Tls", true, { kind: "none" }),
            listener("", false, { kind: "none" }),
          ];
  for (const { fields, tls, signIn } of wanted) {
    const bootstrapServers = fields.map((field) => serversIn(brokers[field])).find((servers) => servers.length > 0);
    if (bootstrapServers !== undefined) return { bootstrapServers, tls, signIn };
  }
  const missing = wanted.flatMap(({ fields }) => fields);
  throw new MskctlError(
    "not-found",
    `the cluster ${arn} has no brokers for the mapping's authentication: MSK names none under ${missing.join(", ")}`,
    {
      suggestions: ["look at the cluster's authentication in MSK: each method has brokers of its own"],
      details: { cluster: arn },
    },
  );
}

/** Inside the VPC first; the public addresses where a cluster has no others to give. */
function fieldsOf(listener: string, arn: string): readonly string[] {
  if (arn.includes(":vpc-connection/")) return [`BootstrapBrokerStringVpcConnectivity${listener}`];
  return [`BootstrapBrokerString${listener}`, ...(listener === "" ? [] : [`BootstrapBrokerStringPublic${listener}`])];
}

/** SASL always goes over TLS, and so does reading without signing in (same guide); plaintext has to be set by the user. */
function selfManagedAccess(mapping: MappingSettings, bootstrapServers: readonly string[]): BrokerAccess {
  const rootCa = secretOf(mapping, "SERVER_ROOT_CA_CERTIFICATE");
  return { bootstrapServers, tls: true, signIn: selfManagedSignIn(mapping), ...(rootCa === undefined ? {} : { rootCa }) };
}

function selfManagedSignIn(mapping: MappingSettings): BrokerSignIn {
  const certificate = secretOf(mapping, "CLIENT_CERTIFICATE_TLS_AUTH");
  if (certificate !== undefined) return { kind: "client-certificate", place: certificate };
  for (const [type, kind] of passwordTypes) {
    const secret = secretOf(mapping, type);
    if (secret !== undefined) return { kind, secret };
  }
  const oauth = secretOf(mapping, "OAUTHBEARER_AUTH");
  if (oauth !== undefined) return { kind: "oauth", secret: oauth, ...oauthOptions(mapping) };
  if (entryOf(mapping, "IAM_OAUTHBEARER_AUTH") !== undefined) throw cannotSignIn("IAM_OAUTHBEARER_AUTH");
  if (entryOf(mapping, "IAM_AUTH") === undefined) return { kind: "none" };
  // The cluster's own Region is nowhere in the mapping; it is the mapping's (assumption).
  const [, region] = /^arn:[^:]+:lambda:([^:]+):/.exec(mapping["EventSourceMappingArn"]?.toString() ?? "") ?? [];
  if (region === undefined) throw cannotSignIn("IAM_AUTH");
  return { kind: "iam", region };
}

const passwordTypes = [
  ["SASL_SCRAM_512_AUTH", "scram-sha-512"],
  ["SASL_SCRAM_256_AUTH", "scram-sha-256"],
  ["BASIC_AUTH", "plain"],
] as const;

function oauthOptions(mapping: MappingSettings): OauthOptions {
  const options = [
    ["scope", "OAUTHBEARER_SCOPE"],
    ["audience", "OAUTHBEARER_AUDIENCE"],
    ["logicalCluster", "OAUTHBEARER_LOGICAL_CLUSTER"],
    ["identityPool", "OAUTHBEARER_IDENTITY_POOL"],
  ] as const;
  return Object.fromEntries(options.map(([name, type]) => [name, entryOf(mapping, type)?.URI]).filter(([, value]) => value !== undefined));
}

function entryOf(mapping: MappingSettings, type: string): { readonly URI?: string } | undefined {
  return mapping.SourceAccessConfigurations?.find(({ Type }) => Type === type);
}

function secretOf(mapping: MappingSettings, type: string): Extract<SecretPlace, { kind: "secret" }> | undefined {
  const arn = entryOf(mapping, type)?.URI;
  return arn === undefined ? undefined : { kind: "secret", arn };
}

function cannotSignIn(type: string): MskctlError {
  return new MskctlError("refused", `mskctl cannot sign in to the brokers with ${type}`, {
    suggestions: ["give another way under kafka in the configuration file"],
    details: { type },
  });
}
