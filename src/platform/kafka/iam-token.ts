import { MskctlError } from "../../core/errors.ts";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * A token by which MSK knows an AWS identity: a signed request for kafka-cluster:Connect, good for 15 minutes. Throws
 * `credentials`, or what `credentials` throws when it is ours.
 */
export async function iamToken(region: string, credentials: () => Promise<AwsCredentials>): Promise<string> {
  const identity = await credentials().catch((error: unknown) => {
    throw error instanceof MskctlError ? error : withoutCredentials(error);
  });
  // It brings clients of its own: only where somebody signs in with IAM.
  const { generateAuthTokenFromCredentialsProvider } = await import("./msk-signer.ts");
  return (await generateAuthTokenFromCredentialsProvider({ region, awsCredentialsProvider: async () => identity })).token;
}

function withoutCredentials(error: unknown): MskctlError {
  return new MskctlError("credentials", `no token for the brokers can be signed: ${(error as Error).message}`, {
    suggestions: ["sign in to AWS: set AWS_PROFILE, or run aws sso login"],
    cause: error,
  });
}
