import { isDeepStrictEqual } from "node:util";
import nock from "nock";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import type { AwsOptions } from "../../src/platform/aws/aws-service.ts";
import { type AwsServices, awsServices } from "../../src/platform/aws/aws-services.ts";

export const lambdaUrl = "https://lambda.eu-central-1.amazonaws.com";
export const mskUrl = "https://kafka.eu-central-1.amazonaws.com";
export const cloudwatchUrl = "https://monitoring.eu-central-1.amazonaws.com";
export const taggingUrl = "https://tagging.eu-central-1.amazonaws.com";
export const stsUrl = "https://sts.eu-central-1.amazonaws.com";

/** Cuts the network, and gives each test an environment with a Region and static keys, whatever the machine has. */
export function useMockedAws(): void {
  beforeAll(() => nock.disableNetConnect());
  beforeEach(() => {
    for (const name of Object.keys(process.env).filter((each) => each.startsWith("AWS_"))) vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_REGION", "eu-central-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret-example-key");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    vi.unstubAllEnvs();
    expect(unused, "every mocked answer was asked for").toEqual([]);
  });
  afterAll(() => nock.enableNetConnect());
}

export interface MockedAws extends AwsServices {
  /** Waits between attempts, which take no time here. */
  readonly sleepsMs: number[];
  readonly debugLines: string[];
}

export function mockedAws(options: Partial<AwsOptions> = {}): MockedAws {
  const sleepsMs: number[] = [];
  const debugLines: string[] = [];
  const clock = {
    now: () => Date.parse("2026-11-23T12:00:00Z"),
    sleep: async (ms: number) => {
      sleepsMs.push(ms);
    },
  };
  const defaults: AwsOptions = {
    signal: new AbortController().signal,
    clock,
    random: () => 0.5,
    debug: (line) => debugLines.push(line),
  };
  return { ...awsServices({ ...defaults, ...options }), sleepsMs, debugLines };
}

/** The MskctlError that `work` ends with. */
export async function errorOf(work: Promise<unknown>): Promise<MskctlError> {
  const thrown = await work.then(
    () => expect.unreachable("it should have failed"),
    (error: unknown) => error,
  );
  if (!(thrown instanceof MskctlError)) throw thrown;
  return thrown;
}

/** A request body with these members and no other. */
export function exactly(expected: object): (body: unknown) => boolean {
  return (body) => isDeepStrictEqual(body, expected);
}

/** Everything that an iteration over pages gives. */
export async function pagesOf<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
