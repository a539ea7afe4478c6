import type { BrokerSignIn, ClusterSetting, PasswordMechanism } from "../../core/record/broker-access.ts";
import type { ConfigSection } from "./config-section.ts";
import { certificateFields, certificatePlace, secretFields, secretPlace } from "./secret-places.ts";

const passwordFields: ReadonlyMap<string, PasswordMechanism> = new Map([
  ["scramSha512", "scram-sha-512"],
  ["scramSha256", "scram-sha-256"],
  ["plain", "plain"],
]);
const oauthOptionFields = ["scope", "audience", "logicalCluster", "identityPool"];
const signInFields = [...passwordFields.keys(), "clientCertificate", "iam", "oauth"];
const settingFields = ["cluster", "bootstrapServers", "encryption", "rootCa", ...signInFields];

/** `kafka:` of the configuration file. Throws `malformed-file`. */
export function clusterSettings(root: ConfigSection): readonly ClusterSetting[] {
  return root.sections("kafka", settingFields).map((section) => {
    const cluster = section.text("cluster");
    if (cluster === undefined) throw section.error("an entry needs its cluster: an ARN, or a bootstrap server");
    const bootstrapServers = serversOf(section);
    const rootCa = section.section("rootCa", secretFields);
    const [signIn, tls] = [signInOf(section), encryptionOf(section)];
    if (!tls && signIn.kind !== "none") throw section.error("signing in goes over TLS only; leave encryption out", "encryption");
    return {
      cluster,
      tls,
      signIn,
      ...(bootstrapServers === undefined ? {} : { bootstrapServers }),
      ...(rootCa === undefined ? {} : { rootCa: secretPlace(rootCa) }),
    };
  });
}

function serversOf(section: ConfigSection): readonly string[] | undefined {
  const servers = section
    .text("bootstrapServers")
    ?.split(",")
    .map((server) => server.trim());
  if (servers !== undefined && !servers.every((server) => /^\S+:\d+$/.test(server)))
    throw section.error("bootstrapServers should be host:port, more of them after commas", "bootstrapServers");
  return servers;
}

function encryptionOf(section: ConfigSection): boolean {
  const encryption = section.text("encryption") ?? "tls";
  if (encryption !== "tls" && encryption !== "none") throw section.error("encryption should be tls or none", "encryption");
  return encryption === "tls";
}

function signInOf(section: ConfigSection): BrokerSignIn {
  const given = signInFields.filter((name) => section.has(name));
  if (given.length > 1) throw section.error(`give one of ${given.join(", ")}`);
  for (const [name, kind] of passwordFields) {
    const place = section.section(name, secretFields);
    if (place !== undefined) return { kind, secret: secretPlace(place) };
  }
  const certificate = section.section("clientCertificate", certificateFields);
  if (certificate !== undefined) return { kind: "client-certificate", place: certificatePlace(certificate) };
  const iam = section.section("iam", ["region"]);
  if (iam !== undefined) {
    const region = iam.text("region");
    if (region === undefined) throw iam.error("iam needs the cluster's region");
    return { kind: "iam", region };
  }
  const oauth = section.section("oauth", [...secretFields, ...oauthOptionFields]);
  if (oauth === undefined) return { kind: "none" };
  const options = oauthOptionFields.map((name) => [name, oauth.text(name)]).filter(([, value]) => value !== undefined);
  return { kind: "oauth", secret: secretPlace(oauth), ...Object.fromEntries(options) };
}
