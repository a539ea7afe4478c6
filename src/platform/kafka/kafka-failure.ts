/** What the client library threw, whoever said it: the broker, TLS, the network or the library itself. */
export interface KafkaFailure {
  /** The protocol's name, e.g. `TOPIC_AUTHORIZATION_FAILED`, for what a broker said. */
  readonly protocolName: string | undefined;
  /** The broker's own words beside the name. */
  readonly brokerMessage: string | undefined;
  /** Node's or OpenSSL's code of a connection that failed, e.g. `ECONNREFUSED`. */
  readonly networkCode: string | undefined;
  /** The library says that it is the network, without a code of Node's. */
  readonly isNetwork: boolean;
  /** Of all errors that were thrown together, joined. */
  readonly message: string;
}

interface Thrown {
  readonly code?: unknown;
  readonly apiId?: unknown;
  readonly serverErrorMessage?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
  readonly cause?: unknown;
}

const libraryPrefix = "PLT_KFK_";

/** Of a socket or of TLS, which the library passes on as they are; Node's other codes tell of a bug. */
const outsideCode = /^(E[A-Z]+|ERR_(OSSL|SSL|TLS|CRYPTO)_.*)$/;

/** What the library calls a record's own error, which has words and no code; the code stands with the batch. */
const recordsOwnError = "UNKNOWN_SERVER_ERROR";

/** Reads a thrown value; undefined when it is no error of the library, of TLS or of the network. */
export function kafkaFailure(thrown: unknown): KafkaFailure | undefined {
  const errors = [...withCauses(thrown)] as readonly Thrown[];
  const codes = errors.map(({ code }) => code).filter((code) => typeof code === "string");
  if (!codes.some((code) => code.startsWith(libraryPrefix) || outsideCode.test(code))) return undefined;
  const texts = (values: readonly unknown[]) => values.filter((value) => typeof value === "string" && value !== "") as string[];
  const names = texts(errors.map(({ apiId }) => apiId));
  return {
    protocolName: names.find((name) => name !== recordsOwnError) ?? names[0],
    brokerMessage: texts(errors.map(({ serverErrorMessage }) => serverErrorMessage))[0],
    networkCode: codes.find((code) => !code.startsWith(libraryPrefix)),
    isNetwork: codes.includes(`${libraryPrefix}NETWORK`),
    message: [...new Set(texts(errors.map(({ message }) => message)))].join(": "),
  };
}

/** The error, those it holds together, and their causes: the library nests all three ways. */
export function* withCauses(thrown: unknown, depth = 0): Generator<Error> {
  // Errors that name each other as causes end here.
  if (!(thrown instanceof Error) || depth > 8) return;
  const { errors, cause } = thrown as Thrown;
  yield thrown;
  if (Array.isArray(errors)) for (const each of errors) yield* withCauses(each, depth + 1);
  yield* withCauses(cause, depth + 1);
}

/** Whether the other side ended TLS by an alert. */
export function isTlsAlert(error: Error): boolean {
  return /^ERR_SSL_.*ALERT/.test(kafkaFailure(error)?.networkCode ?? "");
}
