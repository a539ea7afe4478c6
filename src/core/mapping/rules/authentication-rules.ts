import type { MappingSettings } from "../model.ts";
import { type CrossFieldRule, isGiven, type Subject } from "./cross-field-rule.ts";
import { type Breach, type Path, quoted } from "./violation.ts";

const clusterAuth = "Lambda Developer Guide, Kafka cluster authentication; @aws-sdk/client-lambda 3.1164";

/** What goes with a type of SourceAccessConfigurations: the sources that know it, and what its URI holds. */
interface AccessType {
  readonly sources: readonly ("msk" | "self-managed")[];
  readonly uri: "secret" | "none" | "subnet" | "security-group" | "literal";
}

const everywhere = ["msk", "self-managed"] as const;
const selfManaged = ["self-managed"] as const;

const accessTypes: ReadonlyMap<string, AccessType> = new Map<string, AccessType>([
  ["SASL_SCRAM_512_AUTH", { sources: everywhere, uri: "secret" }],
  ["SASL_SCRAM_256_AUTH", { sources: selfManaged, uri: "secret" }],
  ["BASIC_AUTH", { sources: selfManaged, uri: "secret" }],
  ["CLIENT_CERTIFICATE_TLS_AUTH", { sources: everywhere, uri: "secret" }],
  ["SERVER_ROOT_CA_CERTIFICATE", { sources: selfManaged, uri: "secret" }],
  ["VPC_SUBNET", { sources: selfManaged, uri: "subnet" }],
  ["VPC_SECURITY_GROUP", { sources: selfManaged, uri: "security-group" }],
  ["IAM_AUTH", { sources: selfManaged, uri: "none" }],
  ["IAM_OAUTHBEARER_AUTH", { sources: selfManaged, uri: "none" }],
  ["OAUTHBEARER_AUTH", { sources: selfManaged, uri: "secret" }],
  ["OAUTHBEARER_SCOPE", { sources: selfManaged, uri: "literal" }],
  ["OAUTHBEARER_AUDIENCE", { sources: selfManaged, uri: "literal" }],
  ["OAUTHBEARER_LOGICAL_CLUSTER", { sources: selfManaged, uri: "literal" }],
  ["OAUTHBEARER_IDENTITY_POOL", { sources: selfManaged, uri: "literal" }],
  // RabbitMQ's.
  ["VIRTUAL_HOST", { sources: [], uri: "literal" }],
]);

/** How Lambda gets into the cluster. */
export const authenticationRules = [
  {
    id: "self-managed-needs-access",
    enforcedBy: "service",
    from: `answers recorded from AWS in localstack/localstack's Lambda tests ("Required 'sourceAccessConfigurations' parameter is missing.")`,
    check: ({ operation, source, after }) =>
      operation === "create" && source === "self-managed" && !isGiven(after.SourceAccessConfigurations)
        ? [
            {
              path: ["SourceAccessConfigurations"],
              constraint: { kind: "not-null" },
              value: undefined,
              message: "A self-managed source needs SourceAccessConfigurations.",
              fix: "Give --auth, e.g. --auth SASL_SCRAM_512_AUTH=<secret ARN>.",
            },
          ]
        : [],
  },
  {
    id: "auth-type-for-source",
    enforcedBy: "service",
    from: clusterAuth,
    check: (subject) =>
      entriesOf(subject.after).flatMap(({ type, index }) => {
        const known = accessTypes.get(type);
        if (known === undefined || subject.source === undefined || known.sources.includes(subject.source)) return [];
        const [path, taken] = [["SourceAccessConfigurations", index, "Type"], typesOf(subject.source)];
        const kind = subject.source === "msk" ? "an MSK" : "a self-managed";
        return [
          {
            path,
            constraint: { kind: "conflict", with: subject.source === "msk" ? "EventSourceArn" : "SelfManagedEventSource" },
            value: type,
            message: `${type} does not exist for ${kind} source.`,
            fix: `${subject.source === "msk" ? "IAM needs no entry. " : ""}Take one of ${taken.join(", ")}.`,
          },
        ];
      }),
  },
  {
    id: "oauth-combination",
    enforcedBy: "service",
    from: clusterAuth,
    check: ({ after }) => oauthBreaches(after),
  },
  {
    id: "auth-uri",
    enforcedBy: "mskctl",
    from: `${clusterAuth}. Lambda notices a wrong one only when it connects.`,
    check: ({ after }) => entriesOf(after).flatMap(uriBreach),
  },
] as const satisfies readonly CrossFieldRule[];

interface AccessEntry {
  readonly type: string;
  readonly uri: string | undefined;
  readonly index: number;
}

function entriesOf(settings: MappingSettings): AccessEntry[] {
  return (settings.SourceAccessConfigurations ?? []).map((entry, index) => ({
    type: entry.Type ?? "",
    uri: entry.URI ?? undefined,
    index,
  }));
}

function typesOf(source: NonNullable<Subject["source"]>): string[] {
  return [...accessTypes].filter(([, known]) => known.sources.includes(source)).map(([type]) => type);
}

const oauthOptions = ["OAUTHBEARER_SCOPE", "OAUTHBEARER_AUDIENCE", "OAUTHBEARER_LOGICAL_CLUSTER", "OAUTHBEARER_IDENTITY_POOL"];

function oauthBreaches(after: MappingSettings): Breach[] {
  const entries = entriesOf(after);
  const has = (type: string) => entries.some((entry) => entry.type === type);
  const breaches: Breach[] = [];
  const add = (path: Path, type: string, partner: string, message: string, fix: string) =>
    breaches.push({ path, constraint: { kind: "conflict", with: partner }, value: type, message, fix });

  for (const { type, index } of entries) {
    const path = ["SourceAccessConfigurations", index, "Type"];
    if (type === "IAM_OAUTHBEARER_AUTH" && !has("OAUTHBEARER_AUDIENCE")) {
      add(
        path,
        type,
        "OAUTHBEARER_AUDIENCE",
        "IAM_OAUTHBEARER_AUTH needs OAUTHBEARER_AUDIENCE.",
        "Add --auth OAUTHBEARER_AUDIENCE=<audience>.",
      );
    }
    if (has("IAM_OAUTHBEARER_AUTH") && type.startsWith("OAUTHBEARER_") && type !== "OAUTHBEARER_AUDIENCE") {
      add(
        path,
        type,
        "IAM_OAUTHBEARER_AUTH",
        `IAM_OAUTHBEARER_AUTH goes with OAUTHBEARER_AUDIENCE only, not with ${type}.`,
        `Leave ${type} out.`,
      );
    }
    if (oauthOptions.includes(type) && !has("OAUTHBEARER_AUTH") && !has("IAM_OAUTHBEARER_AUTH")) {
      add(path, type, "OAUTHBEARER_AUTH", `${type} needs OAUTHBEARER_AUTH.`, "Add --auth OAUTHBEARER_AUTH=<secret ARN>.");
    }
  }
  return breaches;
}

const uriForms = {
  secret: { test: /^arn:[^:]+:secretsmanager:/, expected: "the ARN of a Secrets Manager secret" },
  subnet: { test: /^subnet:subnet-/, expected: "subnet:subnet-…" },
  "security-group": { test: /^security_group:sg-/, expected: "security_group:sg-…" },
  literal: { test: /./, expected: "a value" },
} as const;

function uriBreach({ type, uri, index }: AccessEntry): Breach[] {
  const known = accessTypes.get(type);
  if (known === undefined) return [];
  const path = ["SourceAccessConfigurations", index, "URI"];
  if (known.uri === "none") {
    if (uri === undefined) return [];
    const message = `${type} takes no URI: the execution role signs. It has ${quoted(uri)}.`;
    return [{ path, constraint: { kind: "unsupported" }, value: uri, message, fix: `Give --auth ${type} alone.` }];
  }
  const form = uriForms[known.uri];
  if (uri !== undefined && form.test.test(uri)) return [];
  const message = `${type} needs ${form.expected} as its URI; it has ${quoted(uri)}.`;
  return [
    { path, constraint: { kind: "form", expected: form.expected }, value: uri, message, fix: `Give --auth ${type}=<${form.expected}>.` },
  ];
}
