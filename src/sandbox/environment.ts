import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxClock } from "./world.ts";

/** What a process needs to take the sandbox for AWS. */
export interface SandboxEnvironment {
  readonly set: ReadonlyMap<string, string>;
  /** Variables that would lead past the sandbox. */
  readonly unset: readonly string[];
  /** Removes the empty configuration files. */
  remove(): Promise<void>;
}

export interface EnvironmentOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly clock: Pick<SandboxClock, "originMs" | "speed">;
  /** The environment that the sandbox was started in. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** Other sources of credentials, roles and endpoints that SDKs and the AWS CLI look at. */
const misleading = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_ACCOUNT_ID",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
];

export async function createEnvironment({ endpoint, region, clock, inherited }: EnvironmentOptions): Promise<SandboxEnvironment> {
  // Real files, because the AWS CLI writes to them when asked to configure something.
  const folder = await mkdtemp(join(tmpdir(), "mskctl-sandbox-"));
  const configFile = join(folder, "config");
  const credentialsFile = join(folder, "credentials");
  await Promise.all([writeFile(configFile, ""), writeFile(credentialsFile, "")]);
  const set = new Map([
    ["AWS_ENDPOINT_URL", endpoint],
    ["AWS_REGION", region],
    ["AWS_DEFAULT_REGION", region],
    ["AWS_ACCESS_KEY_ID", "AKIASANDBOXSANDBOX00"],
    ["AWS_SECRET_ACCESS_KEY", "sandbox"],
    ["AWS_EC2_METADATA_DISABLED", "true"],
    ["AWS_CONFIG_FILE", configFile],
    ["AWS_SHARED_CREDENTIALS_FILE", credentialsFile],
    ...proxyExceptions(endpoint, inherited),
    ...(clock.speed > 1 ? ([["MSKCTL_CLOCK", `${clock.originMs},${clock.speed}`]] as const) : []),
  ]);
  const endpoints = Object.keys(inherited).filter((name) => name.startsWith("AWS_ENDPOINT_URL_"));
  const unset = [...misleading, ...endpoints, ...(clock.speed > 1 ? [] : ["MSKCTL_CLOCK"])].filter((name) => inherited[name] !== undefined);
  return { set, unset, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Both spellings: which one a tool reads, and which wins, differs from tool to tool. */
function proxyExceptions(endpoint: string, inherited: EnvironmentOptions["inherited"]): (readonly [string, string])[] {
  const own = ["127.0.0.1", "localhost", new URL(endpoint).hostname];
  return ["NO_PROXY", "no_proxy"].map((name) => {
    const before = inherited[name]?.split(",").map((host) => host.trim()) ?? [];
    return [name, [...new Set([...before, ...own])].filter((host) => host !== "").join(",")];
  });
}
