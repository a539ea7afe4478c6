import { type ErrorCode, MskctlError } from "../../core/errors.ts";
import { type KafkaFailure, kafkaFailure } from "./kafka-failure.ts";
import { protocolRows } from "./protocol-errors.ts";

/** What was going on, for the message. */
export interface KafkaCall {
  /** E.g. `read topic orders`. */
  readonly does: string;
  readonly bootstrapServers: readonly string[];
  readonly topic?: string;
  readonly groupId?: string;
}

/** What an error means to a user, and whether the same call may succeed later. */
export interface KafkaErrorRow {
  readonly code: ErrorCode;
  readonly repeat: boolean;
  readonly says: (call: KafkaCall) => string;
  readonly next: (call: KafkaCall) => readonly string[];
}

export interface KafkaVerdict {
  readonly error: MskctlError;
  readonly repeat: boolean;
  /** The protocol's name, for callers that treat a few of them as values. */
  readonly protocolName: string | undefined;
}

/** Undefined when it is none of Kafka's failures, hence a bug. */
export function explainKafka(thrown: unknown, call: KafkaCall): KafkaVerdict | undefined {
  const failure = kafkaFailure(thrown);
  if (failure === undefined) return undefined;
  const { protocolName } = failure;
  const { code, repeat, says, next } = rowOf(failure);
  const brokerSays = failure.brokerMessage === undefined ? "" : ` (${failure.brokerMessage})`;
  const details = { bootstrapServers: call.bootstrapServers, ...(protocolName === undefined ? {} : { kafkaError: protocolName }) };
  const error = new MskctlError(code, `cannot ${call.does}: ${says(call)}${brokerSays}`, {
    suggestions: next(call),
    details,
    cause: thrown,
  });
  return { error, repeat, protocolName };
}

function rowOf(failure: KafkaFailure): KafkaErrorRow {
  const { protocolName, networkCode = "", message } = failure;
  if (protocolName !== undefined) return protocolRows.get(protocolName) ?? unknownProtocolError(protocolName);
  const found = otherRows.find(({ matches }) => matches(networkCode, message));
  if (found !== undefined) return found;
  const connection = networkCode !== "" || failure.isNetwork;
  return connection
    ? { code: "unavailable", repeat: true, says: (call) => `${servers(call)} does not answer (${networkCode || message})`, next: reachable }
    : { code: "refused", repeat: false, says: () => message, next: () => [] };
}

/** A new error of Kafka's passes through under its own name. */
function unknownProtocolError(name: string): KafkaErrorRow {
  return { code: "refused", repeat: false, says: () => `the broker answers ${name}`, next: () => [] };
}

const servers = ({ bootstrapServers }: KafkaCall) => bootstrapServers.join(",");

const reachable = (call: KafkaCall) => [
  `check that ${servers(call)} can be reached from here: brokers on Amazon MSK answer inside their VPC, on 9092 (plaintext), 9094 (TLS), 9096 (SCRAM) or 9098 (IAM)`,
];

interface OtherRow extends KafkaErrorRow {
  readonly matches: (networkCode: string, message: string) => boolean;
}

/** What is no word of the protocol; the first row that matches holds. Codes are Node's and OpenSSL's, texts the library's. */
const otherRows: readonly OtherRow[] = [
  {
    matches: (_, message) => /Unknown topic /.test(message),
    code: "not-found",
    repeat: false,
    says: ({ topic }) => (topic === undefined ? "there is no such topic" : `there is no topic ${topic}`),
    next: () => ["check the topic's name; without the right to describe it, brokers also say that there is none"],
  },
  {
    matches: (_, message) => /Broker requires TLS/.test(message),
    code: "refused",
    repeat: false,
    says: (call) => `${servers(call)} wants TLS`,
    next: () => ["set up TLS for this cluster, or name its plaintext port"],
  },
  {
    matches: (_, message) => /verify the broker supports TLS/.test(message),
    code: "refused",
    repeat: false,
    says: (call) => `${servers(call)} does not speak TLS on this port`,
    next: () => ["name the cluster's TLS port, or set encryption: none for it under kafka in the configuration file"],
  },
  {
    matches: (code) => /^ERR_TLS_CERT_ALTNAME_INVALID$/.test(code),
    code: "refused",
    repeat: false,
    says: (call) => `the certificate of ${servers(call)} is for another host name`,
    next: () => ["connect by a name that the broker's certificate has"],
  },
  {
    matches: (code) => /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^CERT_|CERT_SIGNATURE/.test(code),
    code: "refused",
    repeat: false,
    says: (call) => `the certificate of ${servers(call)} is signed by nobody that is trusted here`,
    next: () => ["name the root certificate of the cluster's private authority (SERVER_ROOT_CA_CERTIFICATE in a mapping)"],
  },
  {
    matches: (code, message) => /ALERT|HANDSHAKE_FAILURE/.test(code) || /SSL alert number/.test(message),
    code: "credentials",
    repeat: false,
    says: (call) => `${servers(call)} does not accept the client certificate, or wants one`,
    next: () => ["check the client certificate and its key (CLIENT_CERTIFICATE_TLS_AUTH in a mapping)"],
  },
  {
    matches: (code) => /^ERR_(OSSL|CRYPTO)|^ERR_SSL/.test(code),
    code: "refused",
    repeat: false,
    says: () => "the certificate or the private key cannot be used",
    next: () => ["give a PEM certificate chain and its PKCS#8 private key, with the password if the key is encrypted"],
  },
  {
    matches: (_, message) => /SASL authentication failed|server signature|Invalid server/i.test(message),
    code: "credentials",
    repeat: false,
    says: (call) => `${servers(call)} does not accept the credentials`,
    next: () => ["check user name and password, or with IAM that the role has kafka-cluster:Connect on the cluster"],
  },
  {
    matches: (_, message) => /Client is closed|pool is closed/.test(message),
    code: "interrupted",
    repeat: false,
    says: () => "the connection was closed",
    next: () => [],
  },
  {
    matches: (code) => /^(ENOTFOUND|EAI_)/.test(code),
    code: "unavailable",
    repeat: true,
    says: (call) => `the name of ${servers(call)} cannot be resolved`,
    next: reachable,
  },
  {
    matches: (_, message) => /Unsupported API|No usable implementation/.test(message),
    code: "refused",
    repeat: false,
    says: () => "the brokers are too old or too new for what is needed here",
    next: () => ["Kafka 2.1 or newer is needed"],
  },
  {
    matches: (_, message) => /compression algorithm/.test(message),
    code: "refused",
    repeat: false,
    says: () => "the records are compressed in a way that this Node cannot read",
    next: () => ["use Node 22.22 or newer"],
  },
];
