import type { AwsServiceName } from "./aws-call.ts";
import { type AwsOptions, type AwsService, awsService, type ClientConfiguration, type SdkClient } from "./aws-service.ts";

export interface InvokingLimits {
  /** For the whole answer. */
  readonly answerWithinMs: number;
  /** At once at most. */
  readonly connections: number;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

// Well above what the control planes take; without limits a silent network holds a call for minutes.
const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 30_000;
/** Networks forget silent connections: a NAT gateway after 350 s (VPC user guide). */
const keepAliveMs = 60_000;

type SdkModule = { readonly Client: new (configuration: ClientConfiguration) => SdkClient };

/** Makes the services of one Region, which sign with the same credentials. */
export interface AwsConnections {
  /** `load` imports the SDK's client, with the first call. */
  service<Sdk extends SdkModule>(
    name: AwsServiceName,
    load: () => Promise<Sdk>,
    more?: Pick<ClientConfiguration, "requestHandler">,
  ): AwsService<Sdk>;
  /** `fallback`: a client that finds credentials where no service has been called yet. Throws what the SDK throws. */
  credentials(fallback: () => Promise<SdkModule>): Promise<AwsCredentials>;
}

export function awsConnections(options: AwsOptions): AwsConnections {
  // Signing in may mean SSO or an assumed role: once for all services.
  let credentials: ClientConfiguration["credentials"];
  return {
    service(name, load, more = {}) {
      const connect = async () => {
        const sdk = await load();
        const client = new sdk.Client({ ...configuration(options), ...(credentials === undefined ? {} : { credentials }), ...more });
        credentials ??= client.config.credentials;
        return { sdk, client };
      };
      return awsService(name, connect, options);
    },
    async credentials(fallback) {
      const { Client } = await fallback();
      credentials ??= new Client(configuration(options)).config.credentials;
      return typeof credentials === "function" ? credentials() : credentials;
    },
  };
}

function configuration({ region, profile, endpointUrl, debug }: AwsOptions): ClientConfiguration {
  const silent = () => {};
  // Left alone, the SDK would write to the console.
  const warn = (text: string) => debug?.(text.replace(/\s+/g, " ").trim());
  return {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    // Attempts are counted in core/retry.ts: a create must not be repeated blindly, and waits keep to our clock.
    maxAttempts: 1,
    customUserAgent: "mskctl",
    logger: { debug: silent, info: silent, error: silent, warn },
    requestHandler: { connectionTimeout: connectionTimeoutMs, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
  };
}

/** Connections for calls that take as long as a function does. */
export function invokingOver({ answerWithinMs, connections }: InvokingLimits): NonNullable<ClientConfiguration["requestHandler"]> {
  const agent = { keepAlive: true, keepAliveMsecs: keepAliveMs, maxSockets: connections };
  return {
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: answerWithinMs,
    // The other one ends with the answer's headers.
    socketTimeout: answerWithinMs,
    throwOnRequestTimeout: true,
    httpAgent: agent,
    httpsAgent: agent,
  };
}
